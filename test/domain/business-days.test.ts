import assert from 'node:assert/strict'
import { inRange } from '@18f/us-federal-holidays'
import fc from 'fast-check'
import { addBusinessDays, isBusinessDay, nextBusinessDay } from '../../server/domain/business-days.ts'
import { addDays, type Day, daysBetween, weekdayOf } from '../../server/domain/day.ts'
import { federalCalendar } from '../../server/domain/holidays.ts'

describe('business days', () => {
  it('from 2011 to 2030 are the weekdays that an independent table does not call a holiday', () => {
    const holidays = new Set(
      inRange(new Date('2011-01-01T00:00'), new Date('2031-01-02T00:00')).map(({ dateString }) => dateString)
    )
    let compared = 0
    for (let day = '2011-01-01'; day <= '2030-12-31'; day = addDays(day, 1)) {
      if (weekdayOf(day) > 5) {
        assert.equal(isBusinessDay(day, federalCalendar), false, day)
        continue
      }
      assert.equal(isBusinessDay(day, federalCalendar), !holidays.has(day), day)
      compared += 1
    }
    assert.equal(compared, 5217)
  })

  const table: [Day, number, Day, string][] = [
    ['2021-03-12', 21, '2021-04-12', 'the follow-up date of the letter of March 12, 2021'],
    ['2019-03-07', 21, '2019-04-05', 'the follow-up date of the letter of March 7, 2019'],
    ['2021-06-17', 1, '2021-06-21', 'Juneteenth observed on the Friday, then a weekend'],
    ['2021-12-30', 1, '2022-01-03', 'New Year’s Day observed in the old year'],
    ['2026-07-02', 1, '2026-07-06', 'Independence Day observed on the Friday'],
    ['2026-11-21', 1, '2026-11-23', 'from a Saturday, Monday is the first'],
    ['2021-04-12', -1, '2021-04-09', 'one before a Monday is the Friday'],
    ['2026-07-06', -1, '2026-07-02', 'backwards over a holiday'],
    ['2026-11-21', 0, '2026-11-21', 'none from a Saturday is that Saturday']
  ]
  for (const [from, count, reached, because] of table) {
    it(`${count} from ${from} is ${reached}: ${because}`, () => {
      assert.equal(addBusinessDays(from, count, federalCalendar), reached)
    })
  }

  it('refuse a count that is no whole number or would never end', () => {
    for (const count of [1.5, Number.NaN, Number.POSITIVE_INFINITY, 10_001]) {
      assert.throws(() => addBusinessDays('2021-03-12', count, federalCalendar), RangeError)
    }
  })

  const days = fc.integer({ min: 0, max: 11_000 }).map(count => addDays('2005-01-01', count))

  it('are counted in order: a later start or a larger count never ends sooner', () => {
    fc.assert(
      fc.property(days, days, fc.nat(60), fc.nat(60), (one, other, count, more) => {
        const [early, late] = one <= other ? [one, other] : [other, one]
        const sooner = addBusinessDays(early, count, federalCalendar)
        assert.ok(sooner <= addBusinessDays(late, count, federalCalendar))
        assert.ok(sooner <= addBusinessDays(early, count + more, federalCalendar))
      }),
      { numRuns: 300 }
    )
  })

  it('can be counted back to the business day they started from', () => {
    fc.assert(
      fc.property(days, fc.nat(60), (day, count) => {
        const start = nextBusinessDay(day, federalCalendar)
        const there = addBusinessDays(start, count, federalCalendar)
        assert.equal(addBusinessDays(there, -count, federalCalendar), start)
        assert.ok(isBusinessDay(there, federalCalendar))
      }),
      { numRuns: 300 }
    )
  })

  it('are never more than four days away', () => {
    fc.assert(
      fc.property(days, day => {
        const next = nextBusinessDay(day, federalCalendar)
        assert.ok(daysBetween(day, next) >= 0 && daysBetween(day, next) <= 4)
      })
    )
  })
})
