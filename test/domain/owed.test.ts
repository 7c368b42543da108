import assert from 'node:assert/strict'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { isBusinessDay, nextBusinessDay } from '../../server/domain/business-days.ts'
import { addDays, type Day, daysBetween } from '../../server/domain/day.ts'
import { federalCalendar } from '../../server/domain/holidays.ts'
import {
  type CellFacts,
  cellKeyOf,
  type DeskFacts,
  emptyLedger,
  lookAt,
  nextStep,
  type OwedFacts,
  owed,
  type PersonFacts,
  toldAbout,
  upcomingSteps,
  writableLedger
} from '../../server/domain/owed.ts'
import { defaultLadder } from '../../server/domain/reminders.ts'

const desk: DeskFacts = {
  id: 'example',
  zone: 'America/New_York',
  hour: 8,
  steps: defaultLadder,
  calendar: federalCalendar,
  secondPersonId: null
}
const editor: PersonFacts = { id: 'editor', deskId: 'example', role: 'editor' }

const stateLetter: CellFacts = {
  letterId: 'letter-2021',
  questionId: 'q1',
  recipientId: 'state',
  deskId: 'example',
  position: 1,
  askedOn: '2021-03-12',
  dueOn: null,
  followUpOn: '2021-04-12',
  windowStart: '2021-03-12',
  isOpen: true,
  quietUntil: null,
  checkedOn: null,
  judgedOn: null,
  unreviewed: [],
  assignees: [],
  reAskedBy: null,
  hasAskerLeft: false
}

const questionsOf = (letter: CellFacts, count: number): CellFacts[] =>
  Array.from({ length: count }, (_, index) => ({
    ...letter,
    questionId: `${letter.letterId}-q${index + 1}`,
    position: index + 1
  }))

const olderLetter: CellFacts = {
  ...stateLetter,
  letterId: 'letter-2019',
  askedOn: '2019-03-07',
  followUpOn: '2019-04-05',
  windowStart: '2019-03-07'
}

const facts = (cells: readonly CellFacts[], more: Partial<OwedFacts> = {}): OwedFacts => ({
  cells,
  people: [editor],
  desks: [desk],
  personal: [],
  ledger: emptyLedger,
  ...more
})

const newYork = (local: string): Date => DateTime.fromISO(local, { zone: 'America/New_York' }).toJSDate()
const nine = (day: Day): Date => newYork(`${day}T09:00`)

/** Runs once a day at nine, claiming what is owed; says on which day which step of which letter was sent. */
function runDaily(from: Day, to: Day, factsOn: (day: Day) => OwedFacts): { day: Day; said: string }[] {
  const ledger = writableLedger(emptyLedger)
  const sent: { day: Day; said: string }[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) {
    for (const mail of owed({ ...factsOn(day), ledger }, nine(day))) {
      ledger.claim(mail, day)
      for (const section of mail.sections) sent.push({ day, said: section.label })
    }
  }
  return sent
}

const lines = (sent: { day: Day; said: string }[]): string[] => sent.map(({ day, said }) => `${day} ${said}`)

describe('what is owed for the two example letters', () => {
  const examples = facts([...questionsOf(stateLetter, 6), ...questionsOf(olderLetter, 3)])

  it('on April 5, 2021 at nine is one mail that names the six questions, 7 days before their follow-up date', () => {
    const mails = owed(examples, newYork('2021-04-05T09:00'))
    assert.equal(mails.length, 1)
    const [mail] = mails
    assert.equal(mail?.personId, 'editor')
    const section = mail?.sections.find(({ letterId }) => letterId === 'letter-2021')
    assert.equal(section?.label, '7 days before')
    assert.equal(section?.step, 'before_7_days')
    assert.equal(section?.reason, 'Its follow-up date, Monday, April 12, 2021, is in 7 days')
    assert.deepEqual(
      section?.lines.map(({ questionId }) => questionId),
      [1, 2, 3, 4, 5, 6].map(number => `letter-2021-q${number}`)
    )
    assert.equal(section?.isLongOverdue, false)
  })

  it('has the older letter, two years past its follow-up date that day, in a section of its own', () => {
    const section = owed(examples, newYork('2021-04-05T09:00'))[0]?.sections[1]
    assert.equal(section?.letterId, 'letter-2019')
    assert.equal(section?.label, '24 months after')
    assert.equal(section?.reason, 'Its follow-up date, Friday, April 5, 2019, passed 2 years ago')
    assert.ok(section?.isLongOverdue)
    assert.equal(section?.lines.length, 3)
  })

  it('is nothing when asked again', () => {
    const ledger = writableLedger(emptyLedger)
    const now = newYork('2021-04-05T09:00')
    for (const mail of owed({ ...examples, ledger }, now)) ledger.claim(mail, '2021-04-05')
    assert.deepEqual(owed({ ...examples, ledger }, now), [])
    assert.deepEqual(owed({ ...examples, ledger }, newYork('2021-04-05T23:59')), [])
  })

  it('leaves out, as of a day in 2020, the letter that was not written yet', () => {
    const letters = owed(examples, nine('2020-06-08')).flatMap(mail => mail.sections.map(one => one.letterId))
    assert.deepEqual(letters, ['letter-2019'])
  })

  it('is one mail with one step a letter when they are first seen years later', () => {
    const sent = runDaily('2026-11-23', '2026-12-04', () => examples)
    assert.deepEqual(lines(sent), ['2026-11-23 67 months after', '2026-11-23 91 months after'])
  })
})

describe('the ladder', () => {
  it('climbs from a week before to month after month', () => {
    assert.deepEqual(lines(runDaily('2021-03-12', '2021-09-30', () => facts([stateLetter]))), [
      '2021-04-05 7 days before',
      '2021-04-09 1 business day before',
      '2021-04-13 1 day after',
      '2021-04-26 14 days after',
      '2021-05-12 30 days after',
      '2021-06-14 2 months after',
      '2021-07-12 3 months after',
      '2021-08-12 4 months after',
      '2021-09-13 5 months after'
    ])
  })

  it('stands against the due date where there is one, not against the follow-up date', () => {
    const both = { ...stateLetter, dueOn: '2021-05-03' }
    const sent = runDaily('2021-03-12', '2021-05-01', () => facts([both]))
    assert.deepEqual(lines(sent), ['2021-04-26 7 days before', '2021-04-30 1 business day before'])
  })

  it('has no step on or before the day from which it counts', () => {
    const urgent = { ...stateLetter, followUpOn: '2021-03-16' }
    assert.deepEqual(lines(runDaily('2021-03-12', '2021-03-18', () => facts([urgent]))), [
      '2021-03-15 1 business day before',
      '2021-03-18 1 day after'
    ])
  })

  it('moves a step that falls on a holiday or a weekend to the next business day', () => {
    const sunday = { ...stateLetter, askedOn: '2021-06-01', followUpOn: '2021-07-04' }
    assert.deepEqual(lines(runDaily('2021-06-21', '2021-07-31', () => facts([sunday]))), [
      '2021-06-28 7 days before',
      '2021-07-02 1 business day before',
      '2021-07-06 1 day after',
      '2021-07-19 14 days after'
    ])
  })

  it('is the desk’s own: other days, and no months', () => {
    const own = {
      ...desk,
      steps: {
        ...defaultLadder,
        daysBefore: [3, 14],
        businessDaysBefore: [],
        daysAfter: [2],
        isMonthly: false
      }
    }
    assert.deepEqual(
      lines(runDaily('2021-03-12', '2021-06-01', () => facts([stateLetter], { desks: [own] }))),
      ['2021-03-29 14 days before', '2021-04-09 3 days before', '2021-04-14 2 days after']
    )
  })

  it('sends after an outage the latest missed step only', () => {
    const ledger = writableLedger(emptyLedger)
    const run = (day: Day) => {
      const mails = owed(facts([stateLetter], { ledger }), nine(day))
      for (const mail of mails) ledger.claim(mail, day)
      return mails.flatMap(mail => mail.sections.map(section => section.label))
    }
    assert.deepEqual(run('2021-04-05'), ['7 days before'])
    assert.deepEqual(run('2021-05-20'), ['30 days after'])
    assert.deepEqual(run('2021-05-21'), [])
    assert.deepEqual(run('2021-05-26'), [])
  })

  it('is armed again by a changed date, and by the old date not twice', () => {
    const sent = runDaily('2021-04-05', '2021-04-30', day =>
      facts([{ ...stateLetter, followUpOn: day < '2021-04-08' ? '2021-04-12' : '2021-04-19' }])
    )
    assert.deepEqual(lines(sent), [
      '2021-04-05 7 days before',
      '2021-04-12 7 days before',
      '2021-04-16 1 business day before',
      '2021-04-20 1 day after'
    ])
  })

  it('waits for the third day where two steps of one letter lie closer', () => {
    const midweek = { ...stateLetter, followUpOn: '2021-04-14' }
    assert.deepEqual(lines(runDaily('2021-04-08', '2021-04-20', () => facts([midweek]))), [
      '2021-04-08 7 days before',
      '2021-04-13 1 business day before',
      '2021-04-16 1 day after'
    ])
  })

  it('offers a follow-up letter from the first day past twice the window', () => {
    const offers = (day: Day) => owed(facts([stateLetter]), nine(day))[0]?.sections[0]?.isLongOverdue
    assert.equal(offers('2021-05-13'), false)
    assert.equal(offers('2021-05-14'), true)
  })

  it('holds two letters apart, not two questions of one', () => {
    const twoDates = [
      { ...stateLetter, followUpOn: '2021-04-12' },
      { ...stateLetter, questionId: 'q2', position: 2, followUpOn: '2021-04-13' }
    ]
    assert.deepEqual(
      lines(runDaily('2021-04-05', '2021-04-09', () => facts(twoDates))),
      ['2021-04-05 7 days before', '2021-04-08 7 days before', '2021-04-12 1 business day before'].slice(0, 2)
    )
    const elsewhere = twoDates.map((cell, index) => ({ ...cell, letterId: `letter-${index}` }))
    assert.deepEqual(lines(runDaily('2021-04-05', '2021-04-06', () => facts(elsewhere))), [
      '2021-04-05 7 days before',
      '2021-04-06 7 days before'
    ])
  })
})

describe('mail is owed', () => {
  const one = facts([stateLetter])
  const moments: [string, Date, boolean][] = [
    ['not before the desk’s hour', newYork('2021-04-05T07:59'), false],
    ['from the desk’s hour on', newYork('2021-04-05T08:00'), true],
    ['until the end of that day', newYork('2021-04-05T23:59'), true],
    ['not on the next day before the hour', newYork('2021-04-06T00:01'), false],
    ['not on a Saturday', newYork('2021-04-10T09:00'), false],
    ['not on a federal holiday', newYork('2021-05-31T09:00'), false],
    ['on the business day after it', newYork('2021-06-01T09:00'), true]
  ]
  for (const [title, now, isOwed] of moments) {
    it(title, () => assert.equal(owed(one, now).length, isOwed ? 1 : 0))
  }

  it('by the clock of each desk’s own zone', () => {
    const honolulu = { ...desk, id: 'honolulu', zone: 'Pacific/Honolulu' }
    const there = { ...stateLetter, letterId: 'letter-h', questionId: 'h1', deskId: 'honolulu' }
    const both = facts([stateLetter, there], {
      desks: [desk, honolulu],
      people: [editor, { ...editor, deskId: 'honolulu' }]
    })
    const lettersAt = (now: string) =>
      owed(both, new Date(now)).flatMap(mail => mail.sections.map(section => section.letterId))
    assert.deepEqual(lettersAt('2021-04-05T12:00:00Z'), ['letter-2021'])
    assert.deepEqual(lettersAt('2021-04-05T18:00:00Z').sort(), ['letter-2021', 'letter-h'])
    assert.equal(owed(both, new Date('2021-04-05T18:00:00Z')).length, 1, 'one mail a person')
  })

  it('also at a desk whose zone this machine does not know', () => {
    assert.equal(
      owed(facts([stateLetter], { desks: [{ ...desk, zone: 'Mars/Olympus' }] }), nine('2021-04-05')).length,
      1
    )
  })
})

describe('no reminder is owed', () => {
  const table: [string, Partial<CellFacts>][] = [
    ['for a cell that is answered, withdrawn or rested', { isOpen: false }],
    ['while it is quiet', { quietUntil: '2021-04-06' }],
    ['for a question asked again later: it is pursued there', { reAskedBy: 'q9' }],
    ['once the asker has left Congress', { hasAskerLeft: true }]
  ]
  for (const [title, more] of table) {
    it(title, () => {
      assert.equal(owed(facts([stateLetter]), nine('2021-04-05')).length, 1)
      assert.deepEqual(owed(facts([{ ...stateLetter, ...more }]), nine('2021-04-05')), [])
    })
  }

  it('until the quiet ends, and then the latest step that came meanwhile', () => {
    const quiet = { ...stateLetter, quietUntil: '2021-05-03' }
    assert.deepEqual(lines(runDaily('2021-03-12', '2021-05-12', () => facts([quiet]))), [
      '2021-05-03 14 days after',
      '2021-05-12 30 days after'
    ])
  })
})

describe('a reply to review', () => {
  const reply = { id: 'reply', receivedOn: '2021-04-20' }
  const replied = { ...stateLetter, unreviewed: [reply] }

  it('is asked about on day 3, 10 and 24 instead of the overdue steps, and then the ladder goes on', () => {
    assert.deepEqual(lines(runDaily('2021-04-13', '2021-07-31', () => facts([replied]))), [
      '2021-04-13 1 day after',
      '2021-04-23 reply to review, day 3',
      '2021-04-30 reply to review, day 10',
      '2021-05-14 reply to review, day 24',
      '2021-06-14 2 months after',
      '2021-07-12 3 months after'
    ])
  })

  it('replaces the overdue lines of its whole letter, not of another', () => {
    const silent = { ...stateLetter, questionId: 'q2', recipientId: 'commerce', position: 2 }
    const elsewhere = { ...silent, letterId: 'letter-other' }
    const sections = owed(facts([replied, silent, elsewhere]), nine('2021-04-26'))[0]?.sections ?? []
    assert.deepEqual(
      sections.map(section => [section.letterId, section.label, section.lines.map(line => line.questionId)]),
      [
        ['letter-2021', 'reply to review, day 3', ['q1']],
        ['letter-other', '14 days after', ['q2']]
      ]
    )
  })

  it('settles nothing but itself on a morning on which an overdue step falls as well', () => {
    const sameDay = { ...stateLetter, unreviewed: [{ id: 'same-day', receivedOn: '2021-04-18' }] }
    const [mail] = owed(facts([sameDay]), nine('2021-05-12'))
    assert.deepEqual(mail?.keys, ['q1:state|editor|review_24|same-day'])
    const sent = runDaily('2021-05-12', '2021-06-14', () => facts([sameDay]))
    assert.deepEqual(lines(sent), ['2021-05-12 reply to review, day 24', '2021-06-14 2 months after'])
  })

  it('leaves another recipient’s reminder before its date alone', () => {
    const early = { ...stateLetter, unreviewed: [{ id: 'early', receivedOn: '2021-03-30' }] }
    const silent = { ...stateLetter, recipientId: 'commerce' }
    const [mail] = owed(facts([early, silent]), nine('2021-04-05'))
    assert.deepEqual(
      mail?.sections[0]?.lines.map(line => [line.recipientId, line.label]),
      [
        ['commerce', '7 days before'],
        ['state', 'reply to review, day 3']
      ]
    )
    assert.deepEqual(mail?.keys, [
      'q1:commerce|editor|before_7_days|follow:2021-04-12',
      'q1:state|editor|review_3|early'
    ])
  })

  it('once judged gives way to the latest overdue step', () => {
    const sent = runDaily('2021-04-13', '2021-04-30', day =>
      facts([day < '2021-04-27' ? replied : { ...stateLetter, judgedOn: '2021-04-27' }])
    )
    assert.deepEqual(lines(sent), [
      '2021-04-13 1 day after',
      '2021-04-23 reply to review, day 3',
      '2021-04-27 14 days after'
    ])
  })

  it('does not exist as of a day before it was received', () => {
    assert.deepEqual(
      owed(facts([replied]), nine('2021-04-13'))[0]?.sections.map(section => section.label),
      ['1 day after']
    )
  })

  it('that comes second is asked about anew', () => {
    const twice = { ...stateLetter, unreviewed: [reply, { id: 'second', receivedOn: '2021-05-10' }] }
    assert.deepEqual(lines(runDaily('2021-05-13', '2021-06-04', () => facts([twice]))), [
      '2021-05-13 reply to review, day 3',
      '2021-05-17 reply to review, day 24',
      '2021-05-20 reply to review, day 10',
      '2021-06-03 reply to review, day 24'
    ])
  })
})

describe('a cell that nobody has checked', () => {
  const undated = { ...stateLetter, followUpOn: null, windowStart: null }

  it('is nudged about after 90 days, and again after each further 90', () => {
    assert.deepEqual(lines(runDaily('2021-03-12', '2021-12-31', () => facts([undated]))), [
      '2021-06-11 not checked for 90 days',
      '2021-09-09 not checked for 180 days',
      '2021-12-08 not checked for 270 days'
    ])
  })

  it('is let be for 90 days by a check', () => {
    const sent = runDaily('2021-03-12', '2021-08-31', day =>
      facts([{ ...undated, checkedOn: day < '2021-05-03' ? null : '2021-05-03' }])
    )
    assert.deepEqual(lines(sent), ['2021-08-02 not checked for 90 days'])
  })

  it('is not mailed about a second time while monthly reminders speak of it', () => {
    const sent = runDaily('2021-04-13', '2022-04-13', () => facts([stateLetter]))
    assert.deepEqual(
      lines(sent).filter(line => line.includes('checked')),
      []
    )
    assert.equal(sent.length, 14)
  })

  it('is nudged about before a far due date', () => {
    const far = { ...stateLetter, dueOn: '2021-12-01' }
    assert.deepEqual(lines(runDaily('2021-03-12', '2021-11-20', () => facts([far]))), [
      '2021-06-11 not checked for 90 days',
      '2021-09-09 not checked for 180 days'
    ])
  })

  it('is nudged about where the desk wants no months', () => {
    const own = { ...desk, steps: { ...defaultLadder, isMonthly: false } }
    const sent = runDaily('2021-05-12', '2021-09-30', () => facts([stateLetter], { desks: [own] }))
    assert.deepEqual(lines(sent), [
      '2021-05-12 30 days after',
      '2021-06-17 not checked for 90 days',
      '2021-09-09 not checked for 180 days'
    ])
  })
})

describe('who is told', () => {
  const people: PersonFacts[] = [
    { id: 'reader', deskId: 'example', role: 'reader' },
    { id: 'editor', deskId: 'example', role: 'editor' },
    { id: 'second-editor', deskId: 'example', role: 'editor' },
    { id: 'admin', deskId: 'example', role: 'desk-admin' },
    { id: 'stranger', deskId: 'other', role: 'editor' }
  ]
  const table: [string, string[], PersonFacts[], string[]][] = [
    ['the letter’s assigned staff', ['reader', 'admin'], people, ['reader', 'admin']],
    ['else the editors of its desk', [], people, ['editor', 'second-editor']],
    ['also when the assigned staff have left', ['gone'], people, ['editor', 'second-editor']],
    ['else whoever administers it', [], people.filter(person => person.role !== 'editor'), ['admin']],
    ['nobody of another desk', [], people.filter(person => person.deskId === 'other'), []]
  ]
  for (const [title, assignees, staff, expected] of table) {
    it(title, () => assert.deepEqual(toldAbout({ assignees, deskId: 'example' }, staff), expected))
  }

  it('one who joins later is told the latest step once, and those who know it are not told again', () => {
    const ledger = writableLedger(emptyLedger)
    const run = (day: Day, staff: PersonFacts[]) => {
      const mails = owed(facts([stateLetter], { ledger, people: staff }), nine(day))
      for (const mail of mails) ledger.claim(mail, day)
      return mails.map(mail => `${mail.personId}: ${mail.sections.map(section => section.label).join()}`)
    }
    assert.deepEqual(run('2021-04-13', [editor]), ['editor: 1 day after'])
    const joined: PersonFacts = { id: 'joined', deskId: 'example', role: 'editor' }
    assert.deepEqual(run('2021-04-20', [editor, joined]), ['joined: 1 day after'])
    assert.deepEqual(run('2021-04-21', [editor, joined]), [])
  })

  it('a second person as well, of what is long overdue only', () => {
    const withSecond = { ...desk, secondPersonId: 'admin' }
    const mails = owed(
      facts([stateLetter, { ...olderLetter, questionId: 'q-old' }], { desks: [withSecond], people }),
      nine('2021-04-05')
    )
    assert.deepEqual(
      mails.map(mail => [mail.personId, mail.sections.map(({ letterId, isCopy }) => [letterId, isCopy])]),
      [
        [
          'editor',
          [
            ['letter-2021', false],
            ['letter-2019', false]
          ]
        ],
        [
          'second-editor',
          [
            ['letter-2021', false],
            ['letter-2019', false]
          ]
        ],
        ['admin', [['letter-2019', true]]]
      ]
    )
  })

  it('that person also where nobody else is left to tell', () => {
    const withSecond = { ...desk, secondPersonId: 'stranger' }
    const mails = owed(
      facts([olderLetter], {
        desks: [withSecond],
        people: people.filter(person => person.deskId === 'other')
      }),
      nine('2021-04-05')
    )
    assert.deepEqual(
      mails.map(mail => mail.personId),
      ['stranger']
    )
  })

  it('that person once only, when told anyway', () => {
    const withSecond = { ...desk, secondPersonId: 'editor' }
    const mails = owed(facts([olderLetter], { desks: [withSecond] }), nine('2021-04-05'))
    assert.deepEqual(
      mails.map(mail => mail.sections.map(section => section.isCopy)),
      [[false]]
    )
  })
})

describe('a person’s own reminder', () => {
  const mine = {
    personId: 'reader',
    deskId: 'example',
    letterId: 'letter-2021',
    questionId: 'q1',
    position: 1,
    on: '2021-04-10'
  }
  const reader: PersonFacts = { id: 'reader', deskId: 'example', role: 'reader' }
  const closed = { ...stateLetter, isOpen: false }

  it('comes on its day, or the next business day, whatever became of the question', () => {
    const sent = runDaily('2021-04-01', '2021-04-30', () =>
      facts([closed], { people: [reader], personal: [mine] })
    )
    assert.deepEqual(lines(sent), ['2021-04-12 your own reminder'])
  })

  it('does not wait three days, and goes to nobody else', () => {
    const own = { ...mine, personId: 'editor', on: '2021-04-06' }
    const sent = runDaily('2021-04-05', '2021-04-07', () =>
      facts([stateLetter], { people: [editor, reader], personal: [own] })
    )
    assert.deepEqual(lines(sent), ['2021-04-05 7 days before', '2021-04-06 your own reminder'])
  })

  it('stands in the one section of its letter beside what is owed', () => {
    const own = { ...mine, personId: 'editor', on: '2021-04-05' }
    const [mail] = owed(facts([stateLetter], { personal: [own] }), nine('2021-04-05'))
    assert.deepEqual(
      mail?.sections.map(section => [section.label, section.lines.length]),
      [['7 days before', 2]]
    )
  })
})

describe('what will be sent in the next 14 days', () => {
  it('is what the runs of those days then send', () => {
    const cells = [
      ...questionsOf(stateLetter, 2),
      { ...olderLetter, unreviewed: [{ id: 'r', receivedOn: '2021-04-05' }] }
    ]
    const foreseen = upcomingSteps(facts(cells), '2021-04-05', 14).flatMap(({ day, mails }) =>
      mails.flatMap(mail => mail.sections.map(section => `${day} ${section.label}`))
    )
    assert.deepEqual(foreseen, lines(runDaily('2021-04-05', '2021-04-18', () => facts(cells))))
    assert.ok(foreseen.length >= 4)
  })
})

describe('for any letters and any days of running', () => {
  const start = '2021-01-04'
  const someDay = (span: number) => fc.integer({ min: -60, max: span }).map(count => addDays(start, count))
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 2 })

  const someCell = fc
    .record({
      letter: fc.constantFrom('a', 'b'),
      question: fc.constantFrom('q1', 'q2', 'q3'),
      askedOn: someDay(20),
      window: maybe(fc.integer({ min: 0, max: 150 })),
      isDue: fc.boolean(),
      isOpen: fc.integer({ min: 0, max: 9 }).map(count => count > 0),
      quietUntil: maybe(someDay(90)),
      checkedOn: maybe(someDay(0)),
      unreviewed: fc.array(fc.record({ id: fc.constantFrom('r1', 'r2'), receivedOn: someDay(80) }), {
        maxLength: 1
      }),
      assignees: fc.constantFrom([], ['reader']),
      hasAskerLeft: fc.integer({ min: 0, max: 9 }).map(count => count === 0)
    })
    .map(({ letter, question, window, isDue, askedOn, ...rest }): CellFacts => {
      const on = window === null ? null : addDays(askedOn, window)
      return {
        ...stateLetter,
        ...rest,
        letterId: letter,
        questionId: `${letter}-${question}`,
        askedOn,
        dueOn: isDue ? on : null,
        followUpOn: isDue ? null : on,
        windowStart: askedOn
      }
    })
  const someCells = fc
    .uniqueArray(someCell, { minLength: 1, maxLength: 5, selector: cellKeyOf })
    .map(cells => {
      // Staff are assigned to a letter, not to a cell.
      const [first] = cells
      return cells.map(cell => ({ ...cell, assignees: first?.assignees ?? [] }))
    })
  const people: PersonFacts[] = [editor, { id: 'reader', deskId: 'example', role: 'reader' }]
  const someLadder = fc.constantFrom(defaultLadder, { ...defaultLadder, isMonthly: false, uncheckedDays: 40 })

  it('a second run yields nothing, no key is claimed twice, and a letter is left alone for three days', () => {
    fc.assert(
      fc.property(
        someCells,
        someLadder,
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 5, maxLength: 25 }),
        (cells, steps, gaps) => {
          const ledger = writableLedger(emptyLedger)
          const given = facts(cells, { people, ledger, desks: [{ ...desk, steps }] })
          const claimed = new Set<string>()
          const mentioned = new Map<string, Day>()
          let day = start
          for (const gap of gaps) {
            day = addDays(day, gap)
            const mails = owed(given, nine(day))
            assert.equal(new Set(mails.map(mail => mail.personId)).size, mails.length)
            for (const mail of mails) {
              ledger.claim(mail, day)
              for (const key of mail.keys) {
                assert.ok(!claimed.has(key), `${key} twice`)
                claimed.add(key)
              }
              assert.equal(new Set(mail.sections.map(section => section.letterId)).size, mail.sections.length)
              for (const { letterId } of mail.sections) {
                const last = mentioned.get(mail.personId + letterId)
                assert.ok(last === undefined || daysBetween(last, day) >= 3)
                mentioned.set(mail.personId + letterId, day)
              }
            }
            assert.deepEqual(owed(given, nine(day)), [])
          }
        }
      ),
      { numRuns: 80 }
    )
  })

  it('the stored next step is never later than the day on which something is owed', () => {
    fc.assert(
      fc.property(someCells, someLadder, (cells, steps) => {
        const ledger = writableLedger(emptyLedger)
        const own = { ...desk, steps }
        const given = facts(cells, { people, ledger, desks: [own] })
        const stored = new Map(cells.map(cell => [cellKeyOf(cell), nextStep(cell, own, null)]))
        let looks = 0
        for (let day = start; day <= '2021-07-31'; day = addDays(day, 1)) {
          const mails = owed(given, nine(day))
          for (const line of mails.flatMap(mail => mail.sections.flatMap(section => section.lines))) {
            const next = stored.get(line.cellKey) ?? null
            assert.ok(
              next !== null && next <= day,
              `${line.cellKey} owed ${line.label} on ${day}, stored ${next}`
            )
          }
          const isDue = [...stored.values()].some(next => next !== null && next <= day)
          if (!isDue || !isBusinessDay(day, federalCalendar)) continue
          looks += 1
          for (const mail of mails) ledger.claim(mail, day)
          for (const [key, next] of lookAt(given, nine(day)).nextStepOn) {
            stored.set(key, next)
            assert.ok(next === null || next > day, 'a settled cell is not looked at again the same day')
          }
        }
        assert.ok(looks < 75, `${looks} looks in 208 days`)
      }),
      { numRuns: 30 }
    )
  })

  it('run day after day, no step of the ladder is skipped or doubled', () => {
    const withoutPause = { ...desk, steps: { ...defaultLadder, daysApart: 0 } }
    fc.assert(
      fc.property(someDay(300), fc.integer({ min: 0, max: 200 }), (askedOn, window) => {
        const followUpOn = addDays(askedOn, window)
        const cell = { ...stateLetter, askedOn, windowStart: askedOn, followUpOn }
        const until = addDays(followUpOn, 130)
        const sent = runDaily(askedOn, until, () => facts([cell], { desks: [withoutPause] }))
        const { isoAt } = calendarOf(followUpOn)
        const rungs: [Day, string][] = [
          [isoAt({ days: -7 }), '7 days before'],
          [businessDayBefore(followUpOn), '1 business day before'],
          [isoAt({ days: 1 }), '1 day after'],
          [isoAt({ days: 14 }), '14 days after'],
          [isoAt({ days: 30 }), '30 days after'],
          [isoAt({ months: 2 }), '2 months after'],
          [isoAt({ months: 3 }), '3 months after'],
          [isoAt({ months: 4 }), '4 months after']
        ]
        const expected = rungs
          .filter(([day]) => day > askedOn)
          .map(([day, label]) => `${nextBusinessDay(day, federalCalendar)} ${label}`)
          .filter(line => line.slice(0, 10) <= until)
        // Two rungs on one morning are one mention, of the later.
        const mornings = new Map(expected.map(line => [line.slice(0, 10), line]))
        const ladder = lines(sent).filter(line => !line.includes('checked'))
        assert.deepEqual(ladder, [...mornings.values()])
      }),
      { numRuns: 30 }
    )
  })
})

const calendarOf = (day: Day) => ({
  isoAt: (span: { days?: number; months?: number }) =>
    DateTime.fromISO(day, { zone: 'utc' }).plus(span).toFormat('yyyy-MM-dd')
})

const businessDayBefore = (day: Day): Day => {
  let before = addDays(day, -1)
  while (!isBusinessDay(before, federalCalendar)) before = addDays(before, -1)
  return before
}
