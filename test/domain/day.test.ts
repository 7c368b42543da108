import assert from 'node:assert/strict'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import {
  addDays,
  addMonths,
  type Day,
  dayIn,
  daysBetween,
  isDay,
  longDay,
  shortDay,
  weekdayOf
} from '../../server/domain/day.ts'

const luxon = (day: Day) => DateTime.fromISO(day, { zone: 'utc' })
const days = fc
  .integer({ min: -40_000, max: 60_000 })
  .map(count => DateTime.fromISO('2000-01-01', { zone: 'utc' }).plus({ days: count }).toFormat('yyyy-MM-dd'))

describe('a calendar day', () => {
  it('is moved by days and months, and measured, as luxon does it', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -3000, max: 3000 }), (day, count) => {
        const moved = addDays(day, count)
        assert.equal(moved, luxon(day).plus({ days: count }).toFormat('yyyy-MM-dd'))
        assert.equal(daysBetween(day, moved), count)
        assert.equal(weekdayOf(day), luxon(day).weekday)
        const months = count % 200
        assert.equal(addMonths(day, months), luxon(day).plus({ months }).toFormat('yyyy-MM-dd'))
      }),
      { numRuns: 800 }
    )
  })

  it('follows each day of four centuries, leap days and year ends included', () => {
    let day = '1800-02-27'
    let seen = luxon(day).weekday
    for (let count = 0; count < 146_097; count += 1) {
      const next = addDays(day, 1)
      assert.ok(next > day, `${next} after ${day}`)
      day = next
      seen = (seen % 7) + 1
      if (weekdayOf(day) !== seen) assert.fail(`${day} is weekday ${weekdayOf(day)}, not ${seen}`)
    }
    assert.equal(day, '2200-02-27')
  })

  const named: [string, boolean][] = [
    ['2021-02-28', true],
    ['2021-02-29', false],
    ['2024-02-29', true],
    ['1900-02-29', false],
    ['2021-13-01', false],
    ['2021-3-1', false],
    ['March 1, 2021', false],
    ['', false]
  ]
  for (const [text, exists] of named) {
    it(`"${text}" ${exists ? 'is one' : 'is none'}`, () => assert.equal(isDay(text), exists))
  }

  it('is the local one of its zone', () => {
    const instant = new Date('2026-03-08T04:30:00Z')
    assert.equal(dayIn(instant, 'America/New_York'), '2026-03-07')
    assert.equal(dayIn(instant, 'Pacific/Honolulu'), '2026-03-07')
    assert.equal(dayIn(instant, 'America/Puerto_Rico'), '2026-03-08')
  })

  it('reads as a person writes it', () => {
    assert.equal(longDay('2021-03-12'), 'March 12, 2021')
    assert.equal(shortDay('2026-11-03'), 'Nov 3, 2026')
  })
})
