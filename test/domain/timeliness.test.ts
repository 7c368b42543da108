import assert from 'node:assert/strict'
import type { Day } from '../../server/domain/day.ts'
import {
  agoInWords,
  effectiveQuiet,
  followUpLabels,
  longOverdueOn,
  type PublicTimelinessFacts,
  publicTimeliness,
  publicTimelinessOf,
  staffTimeliness,
  type Timeliness,
  type TimelinessFacts,
  timeliness
} from '../../server/domain/timeliness.ts'

const asked: TimelinessFacts = {
  dueOn: '2026-05-31',
  windowStart: '2026-05-01',
  disposition: 'no_reply',
  answeredOn: null,
  quietUntil: null,
  today: '2026-05-10'
}

describe('timeliness', () => {
  const table: [string, Partial<TimelinessFacts>, Timeliness][] = [
    ['more than a week before', { today: '2026-05-23' }, 'upcoming'],
    ['a week before', { today: '2026-05-24' }, 'due_soon'],
    ['the day before', { today: '2026-05-30' }, 'due_soon'],
    ['on the day', { today: '2026-05-31' }, 'due_today'],
    ['the day after', { today: '2026-06-01' }, 'overdue'],
    ['at exactly twice the window', { today: '2026-06-30' }, 'overdue'],
    ['over twice the window', { today: '2026-07-01' }, 'long_overdue'],
    ['without a known start', { windowStart: null, today: '2030-01-01' }, 'overdue'],
    ['without a due date', { dueOn: null }, 'no_deadline'],
    ['while quiet, though overdue', { quietUntil: '2026-06-10', today: '2026-06-09' }, 'quiet'],
    ['on the day quiet ends', { quietUntil: '2026-06-10', today: '2026-06-10' }, 'overdue'],
    ['quiet without a due date', { dueOn: null, quietUntil: '2026-06-10' }, 'quiet'],
    [
      'answered on the day',
      { disposition: 'answered', answeredOn: '2026-05-31', today: '2026-07-01' },
      'answered_on_time'
    ],
    [
      'answered the day after',
      { disposition: 'answered', answeredOn: '2026-06-01', today: '2026-07-01' },
      'answered_late'
    ],
    [
      'answered and quiet',
      { disposition: 'answered', answeredOn: '2026-05-02', quietUntil: '2027-01-01' },
      'answered_on_time'
    ],
    [
      'answered without a due date',
      { disposition: 'answered', answeredOn: '2026-05-31', dueOn: null },
      'answered'
    ],
    ['answered on a day nobody noted', { disposition: 'answered' }, 'answered'],
    ['withdrawn', { disposition: 'withdrawn', today: '2026-07-01' }, 'withdrawn'],
    ['refused: that clears nothing', { disposition: 'declined', today: '2026-06-02' }, 'overdue'],
    ['partly answered', { disposition: 'partial', today: '2026-06-02' }, 'overdue']
  ]
  for (const [when, facts, expected] of table) {
    it(`${when}: ${expected}`, () => assert.equal(timeliness({ ...asked, ...facts }), expected))
  }

  it('turns to long overdue on the first day past twice the window', () => {
    assert.equal(longOverdueOn('2021-03-12', '2021-04-12'), '2021-05-14')
    assert.equal(longOverdueOn(null, '2021-04-12'), null)
    assert.equal(longOverdueOn('2021-03-12', null), null)
  })

  it('is quiet through a promised day and until the desk’s own day, whichever is later', () => {
    assert.equal(effectiveQuiet(null, '2026-06-10'), '2026-06-11')
    assert.equal(effectiveQuiet('2026-07-01', '2026-06-10'), '2026-07-01')
    assert.equal(effectiveQuiet('2026-06-01', '2026-06-10'), '2026-06-11')
    assert.equal(effectiveQuiet('2026-06-01', null), '2026-06-01')
    assert.equal(effectiveQuiet(null, null), null)
  })

  it('against a follow-up date is said to staff as following up, never as a deadline', () => {
    const followUp = { ...asked, dueOn: null, followUpOn: '2026-05-31' }
    const told = staffTimeliness({ ...followUp, today: '2026-06-01' })
    assert.deepEqual(told, { timeliness: 'overdue', against: 'follow_up', label: 'Follow-up overdue' })
    assert.equal(
      staffTimeliness({ ...asked, followUpOn: '2026-05-02', today: '2026-05-10' }).label,
      'Upcoming'
    )
    assert.equal(staffTimeliness({ ...followUp, followUpOn: null }).label, 'No deadline stated')
    for (const label of Object.values(followUpLabels)) assert.doesNotMatch(label, /deadline|\bdue\b/i)
  })
})

describe('what the public is told about time', () => {
  const letter: PublicTimelinessFacts = {
    publicDueOn: null,
    isPromise: false,
    windowStart: '2021-03-12',
    askedOn: '2021-03-12',
    disposition: 'no_reply',
    answeredOn: null,
    today: '2026-11-22'
  }
  const table: [string, Partial<PublicTimelinessFacts>, string][] = [
    ['without a deadline, only its age', {}, 'No deadline stated; asked 5 years 8 months ago'],
    ['without a date either, neither', { askedOn: null }, 'No deadline stated'],
    ['before a stated date', { publicDueOn: '2026-12-02' }, 'Due December 2, 2026, in 10 days'],
    ['on a stated date', { publicDueOn: '2026-11-22' }, 'Due today'],
    [
      'after a stated date',
      { publicDueOn: '2026-10-22' },
      'Overdue for 1 month; due October 22, 2026; asked 5 years 8 months ago'
    ],
    [
      'before a promised date',
      { publicDueOn: '2026-12-02', isPromise: true },
      'Promised by December 2, 2026, in 10 days'
    ],
    [
      'after a promised date',
      { publicDueOn: '2026-11-20', isPromise: true },
      'Overdue for 2 days; promised by November 20, 2026; asked 5 years 8 months ago'
    ],
    [
      'answered in time',
      { publicDueOn: '2021-05-01', disposition: 'answered', answeredOn: '2021-04-22' },
      'Answered on time, on April 22, 2021; due May 1, 2021'
    ],
    [
      'answered late',
      { publicDueOn: '2021-04-01', disposition: 'answered', answeredOn: '2021-04-22' },
      'Answered late, on April 22, 2021; due April 1, 2021'
    ],
    [
      'answered without a deadline, never late',
      { disposition: 'answered', answeredOn: '2021-04-22' },
      'Answered on April 22, 2021; no deadline stated'
    ],
    ['withdrawn', { disposition: 'withdrawn', publicDueOn: '2021-04-01' }, 'Withdrawn by the asker']
  ]
  for (const [when, facts, sentence] of table) {
    it(`${when}: "${sentence}"`, () => assert.equal(publicTimeliness({ ...letter, ...facts }), sentence))
  }

  it('is never overdue where no date was stated, extended or promised', () => {
    assert.equal(publicTimelinessOf(letter), 'no_deadline')
    assert.equal(publicTimelinessOf({ ...letter, publicDueOn: '2021-04-12' }), 'long_overdue')
  })

  const ages: [Day, Day, string][] = [
    ['2021-03-12', '2026-11-22', '5 years 8 months ago'],
    ['2025-11-22', '2026-11-22', '1 year ago'],
    ['2025-11-23', '2026-11-22', '11 months ago'],
    ['2025-10-22', '2026-11-22', '1 year 1 month ago'],
    ['2026-10-23', '2026-11-22', '30 days ago'],
    ['2026-10-22', '2026-11-22', '1 month ago'],
    ['2026-01-31', '2026-02-28', '1 month ago'],
    ['2026-11-20', '2026-11-22', '2 days ago'],
    ['2026-11-21', '2026-11-22', 'yesterday'],
    ['2026-11-22', '2026-11-22', 'today'],
    ['2026-12-01', '2026-11-22', 'today']
  ]
  for (const [from, today, words] of ages) {
    it(`from ${from} to ${today} is "${words}"`, () => assert.equal(agoInWords(from, today), words))
  }
})
