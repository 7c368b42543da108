import assert from 'node:assert/strict'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { addDays, type Day, daysBetween, weekdayOf } from '../../server/domain/day.ts'
import {
  type DigestFacts,
  type DigestItem,
  type DigestTime,
  digest,
  digestSections,
  digestSlot,
  mostItems,
  nextDigestSlot
} from '../../server/domain/digest.ts'
import { federalCalendar, whyNotBusinessDay } from '../../server/domain/holidays.ts'

const monday = { weekday: 1, hour: 8, zone: 'America/New_York' }
const at = (local: string, zone = 'America/New_York'): Date => DateTime.fromISO(local, { zone }).toJSDate()

describe('the weekly slot', () => {
  const table: [string, string, string, string, boolean][] = [
    ['has come on Monday at eight', '2026-11-23T08:00', '2026-11-23', '2026-11-23T08:00', true],
    ['is last week’s a minute before', '2026-11-23T07:59', '2026-11-16', '2026-11-16T08:00', false],
    ['is in its grace for a day', '2026-11-24T08:00', '2026-11-23', '2026-11-23T08:00', true],
    ['and no longer', '2026-11-24T08:01', '2026-11-23', '2026-11-23T08:00', false],
    ['is moved to Tuesday by a holiday', '2026-05-26T08:00', '2026-05-25', '2026-05-26T08:00', true],
    ['has not come on that Monday', '2026-05-25T12:00', '2026-05-18', '2026-05-18T08:00', false],
    [
      'is at eight on the day after the clocks go forward',
      '2026-03-09T08:00',
      '2026-03-09',
      '2026-03-09T08:00',
      true
    ],
    ['is at eight on the day after they go back', '2026-11-02T08:00', '2026-11-02', '2026-11-02T08:00', true]
  ]
  for (const [title, now, week, slotAt, isInGrace] of table) {
    it(title, () => {
      const slot = digestSlot(at(now), monday, federalCalendar)
      assert.deepEqual(
        { week: slot.week, at: slot.at.toISOString(), isInGrace: slot.isInGrace },
        { week, at: at(slotAt).toISOString(), isInGrace }
      )
    })
  }

  it('stays on a weekend day that somebody chose', () => {
    const slot = digestSlot(at('2026-07-04T09:00'), { ...monday, weekday: 6 }, federalCalendar)
    assert.equal(slot.day, '2026-07-04')
  })

  it('on a Friday that is a holiday goes out on Monday', () => {
    const slot = digestSlot(at('2026-07-06T09:00'), { ...monday, weekday: 5 }, federalCalendar)
    assert.deepEqual([slot.week, slot.day], ['2026-07-03', '2026-07-06'])
  })

  it('at an hour that the clock skips is the hour after it', () => {
    const slot = digestSlot(at('2026-03-08T12:00'), { ...monday, weekday: 7, hour: 2 }, federalCalendar)
    assert.equal(slot.at.toISOString(), at('2026-03-08T03:00').toISOString())
  })

  it('is told in advance', () => {
    assert.equal(nextDigestSlot(at('2026-11-23T08:00'), monday, federalCalendar).week, '2026-11-30')
    assert.equal(nextDigestSlot(at('2026-05-25T09:00'), monday, federalCalendar).day, '2026-05-26')
  })

  // A Sunday at two, which one Sunday a year does not have; the weekdays of a leap day and of a year's first and last.
  const slots: [string, DigestTime, Day[]][] = [
    ['Monday at eight in New York', monday, ['2026-03-09', '2026-11-02']],
    ['Sunday at two in New York', { ...monday, weekday: 7, hour: 2 }, ['2026-03-08', '2026-11-01']],
    ['Tuesday at eight in Honolulu', { ...monday, weekday: 2, zone: 'Pacific/Honolulu' }, ['2028-02-29']],
    [
      'Thursday at midnight in Puerto Rico',
      { weekday: 4, hour: 0, zone: 'America/Puerto_Rico' },
      ['2024-02-29', '2026-01-01', '2026-12-31']
    ]
  ]
  for (const [title, time, days] of slots) {
    it(`of ${title} comes exactly once each week for ten years, under skew and a clock put back two hours`, () => {
      const random = mulberry32(20261122)
      const claimed = new Set<Day>()
      const end = at('2031-01-04T00:00', time.zone).getTime()
      let real = at('2021-01-02T00:00', time.zone).getTime()
      while (real < end) {
        // The loop looks every 2 to 20 hours, by a clock that is up to an hour wrong and sometimes put back by two.
        real += (2 + random() * 18) * 3_600_000
        const offset = random() < 0.05 ? -2 * 3_600_000 : (random() - 0.5) * 2 * 3_600_000
        const now = new Date(real + offset)
        const slot = digestSlot(now, time, federalCalendar)
        if (!slot.isInGrace || claimed.has(slot.week)) continue
        claimed.add(slot.week)
        const sentOn = DateTime.fromJSDate(now, { zone: time.zone })
        assert.ok(sentOn.toFormat('yyyy-MM-dd') >= slot.day && now >= slot.at)
      }
      const weeks = [...claimed]
      assert.ok(weeks.length > 520, `${weeks.length} weeks`)
      for (const [index, week] of weeks.entries()) {
        assert.equal(week, addDays(weeks[0] ?? '', index * 7), 'no week is left out')
        assert.equal(weekdayOf(week), time.weekday)
      }
      for (const day of days) assert.ok(claimed.has(day), day)
    })
  }

  it('is never on a holiday', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7000 }), fc.integer({ min: 1, max: 5 }), (count, weekday) => {
        const now = at(`${addDays('2015-01-01', count)}T23:00`)
        const slot = digestSlot(now, { ...monday, weekday }, federalCalendar)
        assert.equal(whyNotBusinessDay(slot.day, federalCalendar), null)
        assert.ok(daysBetween(slot.week, slot.day) <= 4)
      }),
      { numRuns: 200 }
    )
  })
})

describe('the digest', () => {
  const quiet: DigestItem = {
    questionId: 'quiet',
    isPublic: true,
    disposition: 'no_reply',
    askedOn: '2026-01-05',
    judgedAt: null,
    publicDueOn: null,
    followUpOn: null,
    isToReview: false,
    reAskedAt: null
  }
  const tuesday = at('2026-11-17T10:00')
  const week: DigestFacts = {
    items: [],
    audience: 'public',
    from: at('2026-11-16T08:00'),
    until: at('2026-11-23T08:00'),
    zone: 'America/New_York'
  }
  const written = (items: DigestItem[], more: Partial<DigestFacts> = {}) =>
    digest({ ...week, items, ...more })

  const news: [string, Partial<DigestItem>, string | null, string | null][] = [
    [
      'an answer judged this week',
      { disposition: 'answered', judgedAt: tuesday },
      'newly_answered',
      'newly_answered'
    ],
    [
      'a partial answer judged this week',
      { disposition: 'partial', judgedAt: tuesday },
      'newly_judged',
      'newly_judged'
    ],
    [
      'an answer judged at the last digest’s moment',
      { disposition: 'answered', judgedAt: week.from },
      null,
      null
    ],
    [
      'an answer judged at this digest’s moment',
      { disposition: 'answered', judgedAt: week.until },
      'newly_answered',
      'newly_answered'
    ],
    ['a stated date that passed last Monday, told then', { publicDueOn: '2026-11-15' }, null, null],
    ['a stated date of last Monday', { publicDueOn: '2026-11-16' }, 'newly_overdue', 'newly_overdue'],
    ['a stated date of yesterday', { publicDueOn: '2026-11-22' }, 'newly_overdue', 'newly_overdue'],
    ['a stated date of today', { publicDueOn: '2026-11-23' }, 'due_soon', 'due_soon'],
    ['a stated date in 14 days', { publicDueOn: '2026-12-07' }, 'due_soon', 'due_soon'],
    ['a stated date in 15 days', { publicDueOn: '2026-12-08' }, null, null],
    ['a follow-up date in 3 days', { followUpOn: '2026-11-26' }, null, 'due_soon'],
    ['a follow-up date that passed', { followUpOn: '2026-11-20' }, null, null],
    ['a reply to review', { isToReview: true }, null, 'to_review'],
    ['a question asked again this week', { reAskedAt: tuesday }, 're_asked', 're_asked'],
    [
      'an answered question with a date that passed',
      { disposition: 'answered', publicDueOn: '2026-11-20' },
      null,
      null
    ],
    ['a letter that is not public', { isPublic: false, publicDueOn: '2026-11-20' }, null, 'newly_overdue']
  ]
  for (const [title, more, forPublic, forStaff] of news) {
    it(`holds ${title}: for visitors ${forPublic ?? 'nothing'}, for staff ${forStaff ?? 'nothing'}`, () => {
      for (const [audience, section] of [
        ['public', forPublic],
        ['staff', forStaff]
      ] as const) {
        const sections = written([{ ...quiet, ...more }], { audience })?.sections ?? {}
        assert.deepEqual(Object.keys(sections), section === null ? [] : [section], audience)
      }
    })
  }

  it('says nothing in a week without news, and one short word after four of them', () => {
    assert.equal(written([quiet]), null)
    assert.equal(written([quiet], { from: at('2026-11-02T08:00') }), null)
    const short = written([quiet], { from: at('2026-10-26T08:00') })
    assert.equal(short?.kind, 'still_unanswered')
    assert.equal(short?.subjectCounts, '1 still unanswered')
    assert.deepEqual(short?.sections, { longest_unanswered: ['quiet'] })
    assert.ok(
      written([quiet], { from: at('2026-10-27T08:00') }),
      'also when a holiday moved the first by a day'
    )
    assert.equal(written([{ ...quiet, disposition: 'answered' }], { from: at('2026-10-26T08:00') }), null)
  })

  it('counts everything in its subject and shows ten, with the longest unanswered last', () => {
    const many = Array.from({ length: 8 }, (_, index) => ({
      ...quiet,
      questionId: `overdue-${index}`,
      publicDueOn: '2026-11-20'
    }))
    const answered = Array.from({ length: 4 }, (_, index) => ({
      ...quiet,
      questionId: `answered-${index}`,
      disposition: 'answered' as const,
      judgedAt: tuesday
    }))
    const full = written([quiet, ...many, ...answered])
    assert.equal(full?.subjectCounts, '4 answered, 8 newly overdue')
    assert.equal(full?.sections.newly_answered?.length, 4)
    assert.equal(full?.sections.newly_overdue?.length, 6)
    assert.equal(full?.sections.longest_unanswered, undefined)
    const roomy = written([quiet, ...answered, { ...quiet, questionId: 'older', askedOn: '2020-01-01' }])
    assert.deepEqual(roomy?.sections.longest_unanswered, ['older', 'quiet'])
    assert.equal(roomy?.counts.longest_unanswered, 2)
  })

  it('never shows one question twice, nor more than ten', () => {
    const item = fc.record({
      questionId: fc.uuid(),
      isPublic: fc.boolean(),
      disposition: fc.constantFrom('no_reply' as const, 'answered' as const, 'declined' as const),
      askedOn: fc.constantFrom('2020-01-01', '2026-01-05', null),
      judgedAt: fc.constantFrom(tuesday, null),
      publicDueOn: fc.constantFrom('2026-11-20', '2026-11-30', null),
      followUpOn: fc.constantFrom('2026-11-30', null),
      isToReview: fc.boolean(),
      reAskedAt: fc.constantFrom(tuesday, null)
    })
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 30 }),
        fc.constantFrom('staff' as const, 'public' as const),
        (items, audience) => {
          const made = written(items, { audience })
          const shown = digestSections.flatMap(section => made?.sections[section] ?? [])
          assert.ok(shown.length <= mostItems)
          assert.equal(new Set(shown).size, shown.length)
          if (audience === 'public') {
            for (const id of shown) assert.ok(items.find(({ questionId }) => questionId === id)?.isPublic)
            assert.equal(made?.sections.to_review, undefined)
          }
        }
      ),
      { numRuns: 100 }
    )
  })

  it('tells each change in exactly one week', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 * 7 * 24 * 60 - 1 }), minutes => {
        const judgedAt = new Date(at('2026-09-07T08:01').getTime() + minutes * 60_000)
        const dueOn = DateTime.fromJSDate(judgedAt, { zone: week.zone }).toFormat('yyyy-MM-dd')
        let toldJudged = 0
        let toldOverdue = 0
        let from = at('2026-09-07T08:00')
        while (from < at('2026-11-30T08:00')) {
          const until = nextDigestSlot(from, monday, federalCalendar).at
          const made = written(
            [
              { ...quiet, questionId: 'judged', disposition: 'answered', judgedAt },
              { ...quiet, questionId: 'overdue', publicDueOn: dueOn }
            ],
            { from, until }
          )
          toldJudged += made?.sections.newly_answered?.length ?? 0
          toldOverdue += made?.sections.newly_overdue?.length ?? 0
          from = until
        }
        assert.deepEqual([toldJudged, toldOverdue], [1, 1])
      }),
      { numRuns: 60 }
    )
  })
})

/** A small seeded generator, so that a failing walk can be walked again. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
