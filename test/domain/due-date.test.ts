import assert from 'node:assert/strict'
import fc from 'fast-check'
import { isBusinessDay } from '../../server/domain/business-days.ts'
import { addDays, type Day } from '../../server/domain/day.ts'
import {
  type DueFacts,
  type DueStatement,
  dueDate,
  dueFactsAsOf,
  followUpSuggestion
} from '../../server/domain/due-date.ts'
import { federalCalendar } from '../../server/domain/holidays.ts'

const silent: DueStatement = { basis: 'none', date: null, count: null, from: null, quote: null }

const letter: DueFacts = {
  letterDate: '2026-06-01',
  sentOn: null,
  receivedOn: null,
  statement: silent,
  override: null,
  extensions: [],
  promisedOn: null
}

const stated = (date: Day): DueStatement => ({ ...silent, basis: 'stated', date, quote: `by ${date}` })
const period = (count: number, basis: 'calendar_days' | 'business_days', from: DueStatement['from']) =>
  ({ ...silent, basis, count, from, quote: `within ${count} days` }) satisfies DueStatement

describe('a due date', () => {
  const table: [string, Partial<DueFacts>, Day | null, boolean][] = [
    ['is none where the letter states none', {}, null, false],
    ['is the date the letter states', { statement: stated('2026-06-15') }, '2026-06-15', false],
    [
      'is never moved when stated, not even from a Saturday',
      { statement: stated('2026-07-04') },
      '2026-07-04',
      false
    ],
    [
      'counts calendar days from the letter’s date',
      { statement: period(30, 'calendar_days', 'letter') },
      '2026-07-01',
      false
    ],
    [
      'rolls a period that ends on a Saturday to Monday',
      { statement: period(12, 'calendar_days', 'letter') },
      '2026-06-15',
      false
    ],
    [
      'rolls a period that ends on an observed holiday over the weekend',
      { statement: period(32, 'calendar_days', 'letter') },
      '2026-07-06',
      false
    ],
    [
      'counts business days over Juneteenth',
      { statement: period(14, 'business_days', 'letter') },
      '2026-06-22',
      false
    ],
    [
      'counts from the letter’s date where the text does not say',
      { statement: period(10, 'calendar_days', null) },
      '2026-06-11',
      false
    ],
    [
      'counts from the day it was sent',
      { sentOn: '2026-06-03', statement: period(7, 'calendar_days', 'sent') },
      '2026-06-10',
      false
    ],
    [
      'counts from the day it was received',
      { sentOn: '2026-06-03', receivedOn: '2026-06-08', statement: period(2, 'business_days', 'received') },
      '2026-06-10',
      false
    ],
    [
      'is provisional from receipt until the receipt is known, counted from sending',
      { sentOn: '2026-06-03', statement: period(7, 'calendar_days', 'received') },
      '2026-06-10',
      true
    ],
    [
      'or from the letter’s date, where that is all there is',
      { statement: period(7, 'calendar_days', 'received') },
      '2026-06-08',
      true
    ],
    [
      'is provisional from an unknown day of sending',
      { statement: period(7, 'calendar_days', 'sent') },
      '2026-06-08',
      true
    ],
    [
      'cannot be counted from nothing',
      { letterDate: null, statement: period(7, 'calendar_days', 'received') },
      null,
      false
    ],
    [
      'follows the question’s own date, not the letter’s',
      { statement: stated('2026-06-15'), override: stated('2026-06-30') },
      '2026-06-30',
      false
    ],
    [
      'is none for a question that is excepted from the letter’s date',
      { statement: stated('2026-06-15'), override: silent },
      null,
      false
    ]
  ]
  for (const [title, facts, dueOn, provisional] of table) {
    it(title, () => {
      const due = dueDate({ ...letter, ...facts }, federalCalendar)
      assert.equal(due.dueOn, dueOn)
      assert.equal(due.provisional, provisional)
      assert.equal(due.isStated, dueOn !== null)
      assert.equal(due.explanation.provisionalBecause !== null, provisional)
    })
  }

  it('keeps its quotation and basis through an extension, and the date before it', () => {
    const due = dueDate(
      {
        ...letter,
        statement: stated('2026-06-15'),
        extensions: [
          { until: '2026-07-15', on: '2026-06-10', because: 'asked for by the office' },
          { until: '2026-07-01', on: '2026-06-20', because: 'shortened by agreement' }
        ]
      },
      federalCalendar
    )
    assert.equal(due.dueOn, '2026-07-01')
    assert.equal(due.original, '2026-06-15')
    assert.equal(due.basis, 'stated')
    assert.equal(due.quote, 'by 2026-06-15')
    assert.equal(due.explanation.extensions.length, 2)
  })

  it('is firm once extended, also where the receipt is not known', () => {
    const due = dueDate(
      {
        ...letter,
        statement: period(7, 'calendar_days', 'received'),
        extensions: [{ until: '2026-07-01', on: '2026-06-10', because: 'offered' }]
      },
      federalCalendar
    )
    assert.deepEqual([due.dueOn, due.provisional, due.original], ['2026-07-01', false, '2026-06-08'])
  })

  it('is not counted from a period that nobody can mean', () => {
    for (const count of [-1, 2.5, 3661, 1e12]) {
      for (const basis of ['calendar_days', 'business_days'] as const) {
        const due = dueDate({ ...letter, statement: period(count, basis, 'letter') }, federalCalendar)
        assert.equal(due.dueOn, null)
        assert.match(due.explanation.rule, /^The period cannot be counted/)
      }
    }
  })

  it('may be told to the public once an extension is on record, though the letter states none', () => {
    const due = dueDate(
      { ...letter, extensions: [{ until: '2026-07-01', on: '2026-06-10', because: 'offered' }] },
      federalCalendar
    )
    assert.deepEqual(
      [due.dueOn, due.original, due.isStated, due.publicDueOn],
      ['2026-07-01', null, true, '2026-07-01']
    )
  })

  it('is not made by a promise, against which the public may still be told of lateness', () => {
    const due = dueDate({ ...letter, promisedOn: '2026-06-20' }, federalCalendar)
    assert.deepEqual([due.dueOn, due.isStated, due.publicDueOn], [null, false, '2026-06-20'])
    const both = dueDate(
      { ...letter, statement: stated('2026-06-15'), promisedOn: '2026-06-20' },
      federalCalendar
    )
    assert.equal(both.publicDueOn, '2026-06-15')
  })

  it('knows, as of a day, only what was recorded by then', () => {
    const facts: DueFacts = {
      ...letter,
      statement: period(7, 'calendar_days', 'received'),
      receivedOn: '2026-06-08',
      extensions: [{ until: '2026-07-01', on: '2026-06-10', because: 'offered' }]
    }
    const dueAsOf = (today: Day) => dueDate(dueFactsAsOf(facts, today), federalCalendar)
    assert.deepEqual([dueAsOf('2026-06-05').dueOn, dueAsOf('2026-06-05').provisional], ['2026-06-08', true])
    assert.deepEqual([dueAsOf('2026-06-08').dueOn, dueAsOf('2026-06-08').provisional], ['2026-06-15', false])
    assert.equal(dueAsOf('2026-06-10').dueOn, '2026-07-01')
  })
})

describe('the explanation of a due date', () => {
  it('lists each business day counted and each day skipped with why', () => {
    const { explanation } = dueDate(
      { ...letter, letterDate: '2026-06-17', statement: period(3, 'business_days', 'letter') },
      federalCalendar
    )
    assert.equal(explanation.startsOn, '2026-06-17')
    assert.equal(explanation.startIs, 'the date of the letter')
    assert.deepEqual(explanation.days, [
      { day: '2026-06-18', counted: 1, skipped: null },
      { day: '2026-06-19', counted: null, skipped: 'Juneteenth' },
      { day: '2026-06-20', counted: null, skipped: 'Saturday' },
      { day: '2026-06-21', counted: null, skipped: 'Sunday' },
      { day: '2026-06-22', counted: 2, skipped: null },
      { day: '2026-06-23', counted: 3, skipped: null }
    ])
    assert.match(explanation.rule, /^3 business days counted from the date of the letter, which is day zero/)
  })

  it('says from which weekend day a period of calendar days was rolled forward', () => {
    const { explanation } = dueDate(
      { ...letter, statement: period(12, 'calendar_days', 'letter') },
      federalCalendar
    )
    assert.equal(explanation.rolledFrom, '2026-06-13')
    assert.deepEqual(explanation.days.slice(-3), [
      { day: '2026-06-13', counted: 12, skipped: 'Saturday' },
      { day: '2026-06-14', counted: null, skipped: 'Sunday' },
      { day: '2026-06-15', counted: null, skipped: null }
    ])
  })

  it('names the day that stands in for an unknown one', () => {
    const { explanation } = dueDate(
      { ...letter, statement: period(7, 'calendar_days', 'received') },
      federalCalendar
    )
    assert.equal(
      explanation.provisionalBecause,
      'The period counts from the day the letter was received, which is not recorded. Until it is, the date of the letter, June 1, 2026, stands in for it.'
    )
  })

  it('says in words that a stated date is not moved, that none is stated, and that none can be counted', () => {
    const rule = (facts: Partial<DueFacts>) =>
      dueDate({ ...letter, ...facts }, federalCalendar).explanation.rule
    assert.equal(
      rule({ statement: stated('2026-07-04') }),
      'The text names the day: Saturday, July 4, 2026. A stated date is never moved.'
    )
    assert.equal(rule({}), 'No deadline stated.')
    assert.equal(
      rule({ letterDate: null, statement: period(7, 'calendar_days', 'letter') }),
      'The period cannot be counted: the date of the letter is not known.'
    )
  })

  it('counts to its end without a gap, and a counted period ends on a business day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9000 }).map(count => addDays('2008-01-01', count)),
        fc.integer({ min: 1, max: 120 }),
        fc.constantFrom('calendar_days' as const, 'business_days' as const),
        (letterDate, count, basis) => {
          const { dueOn, explanation } = dueDate(
            { ...letter, letterDate, statement: period(count, basis, 'letter') },
            federalCalendar
          )
          assert.ok(dueOn !== null && isBusinessDay(dueOn, federalCalendar))
          assert.equal(explanation.days.at(-1)?.day, dueOn)
          explanation.days.forEach((line, index) => {
            assert.equal(line.day, addDays(letterDate, index + 1))
          })
          assert.deepEqual(
            explanation.days.flatMap(line => line.counted ?? []),
            Array.from({ length: count }, (_, index) => index + 1)
          )
        }
      ),
      { numRuns: 200 }
    )
  })
})

describe('a follow-up date', () => {
  it('is offered for the State Department by its own goal of 21 business days', () => {
    for (const [start, on] of [
      ['2021-03-12', '2021-04-12'],
      ['2019-03-07', '2019-04-05']
    ] as const) {
      assert.deepEqual(followUpSuggestion({ start, isStateDepartment: true }, federalCalendar), {
        on,
        because:
          "State's own goal: a reply or an interim acknowledgment within 21 business days of receipt (GAO-14-424)"
      })
    }
  })

  it('is offered for any other office after 30 days, on a business day', () => {
    const suggested = (start: Day) =>
      followUpSuggestion({ start, isStateDepartment: false }, federalCalendar).on
    assert.equal(suggested('2026-06-01'), '2026-07-01')
    assert.equal(suggested('2026-06-04'), '2026-07-06')
  })
})
