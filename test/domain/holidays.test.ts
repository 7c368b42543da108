import assert from 'node:assert/strict'
import { inRange } from '@18f/us-federal-holidays'
import type { Day } from '../../server/domain/day.ts'
import { federalCalendar, federalHolidays, whyNotBusinessDay } from '../../server/domain/holidays.ts'

const years = Array.from({ length: 31 }, (_, index) => 2005 + index)

describe('federal holidays', () => {
  it('are observed on the days that an independent table gives, 2005 to 2035', () => {
    const expected = inRange(new Date('2005-01-01T00:00'), new Date('2035-12-31T23:59'))
      .map(holiday => holiday.dateString)
      .sort()
    assert.deepEqual(
      years.flatMap(year => federalHolidays(year).map(holiday => holiday.day)),
      expected
    )
    assert.ok(expected.length > 320, `${expected.length} holidays compared`)
  })

  const observed: [Day, string, string][] = [
    ['2021-06-18', 'Juneteenth (observed)', 'the first Juneteenth, a Saturday, is observed on Friday'],
    ['2021-12-31', "New Year's Day (observed)", 'January 1, 2022 is a Saturday'],
    ['2026-07-03', 'Independence Day (observed)', 'July 4, 2026 is a Saturday'],
    ['2027-12-31', "New Year's Day (observed)", 'January 1, 2028 is a Saturday'],
    ['2027-07-05', 'Independence Day (observed)', 'July 4, 2027 is a Sunday'],
    ['2022-06-20', 'Juneteenth (observed)', 'June 19, 2022 is a Sunday'],
    ['2024-02-19', "Washington's Birthday", 'the third Monday of February'],
    ['2021-05-31', 'Memorial Day', 'May 2021 has five Mondays'],
    ['2022-05-30', 'Memorial Day', 'the fifth Monday is the last'],
    ['2023-05-29', 'Memorial Day', 'the last Monday'],
    ['2026-11-26', 'Thanksgiving Day', 'the fourth Thursday, not the last'],
    ['2026-07-04', 'Saturday', 'the holiday’s own date is a weekend day']
  ]
  for (const [day, why, because] of observed) {
    it(`close ${day}: ${why}, because ${because}`, () => {
      assert.equal(whyNotBusinessDay(day, federalCalendar), why)
    })
  }

  const working: [Day, string][] = [
    ['2020-06-19', 'Juneteenth was no federal holiday before 2021'],
    ['2020-06-18', 'nor was the day before it'],
    ['2021-12-30', 'only the Friday is observed for a Saturday New Year’s Day'],
    ['2026-11-27', 'the day after Thanksgiving is a working day'],
    ['2021-01-20', 'Inauguration Day is a holiday for the Washington area only']
  ]
  for (const [day, because] of working) {
    it(`leave ${day} a business day: ${because}`, () => {
      assert.equal(whyNotBusinessDay(day, federalCalendar), null)
    })
  }

  it('name the date a holiday stands for only when it is observed on another', () => {
    const named = federalHolidays(2021).filter(holiday => holiday.observedFor !== undefined)
    assert.deepEqual(
      named.map(({ day, observedFor }) => [day, observedFor]),
      [
        ['2021-06-18', '2021-06-19'],
        ['2021-07-05', '2021-07-04'],
        ['2021-12-24', '2021-12-25'],
        ['2021-12-31', '2022-01-01']
      ]
    )
  })
})

describe('Inauguration Day, where a desk counts it', () => {
  const washington = { inaugurationDay: true, closures: [] }
  const table: [Day, string | null, string][] = [
    ['2009-01-20', 'Inauguration Day', 'a Tuesday'],
    ['2021-01-20', 'Inauguration Day', 'a Wednesday'],
    ['2025-01-20', 'Birthday of Martin Luther King, Jr.', 'both fall on that Monday'],
    [
      '2013-01-21',
      'Birthday of Martin Luther King, Jr.',
      'the Sunday’s inauguration is observed on the King holiday'
    ],
    ['2029-01-19', null, 'a Saturday inauguration gives nobody another day'],
    ['2029-01-20', 'Saturday', 'a Saturday'],
    ['2022-01-20', null, 'not every year']
  ]
  for (const [day, why, because] of table) {
    it(`makes ${day} ${why ?? 'no holiday'}: ${because}`, () => {
      assert.equal(whyNotBusinessDay(day, washington), why)
    })
  }

  it('is listed beside the King holiday when both are observed on one day', () => {
    const names = federalHolidays(2013, { inaugurationDay: true }).filter(({ day }) => day === '2013-01-21')
    assert.equal(names.length, 2)
  })
})

describe('a closure that an admin added', () => {
  it('closes its day by its own name, and no other day', () => {
    const calendar = {
      inaugurationDay: false,
      closures: [{ day: '2025-01-09', name: 'National day of mourning' }]
    }
    assert.equal(whyNotBusinessDay('2025-01-09', calendar), 'National day of mourning')
    assert.equal(whyNotBusinessDay('2025-01-10', calendar), null)
    assert.equal(whyNotBusinessDay('2025-01-09', federalCalendar), null)
  })
})
