import { addDays, type Day } from './day.ts'
import { type BusinessCalendar, whyNotBusinessDay } from './holidays.ts'

export const isBusinessDay = (day: Day, calendar: BusinessCalendar): boolean =>
  whyNotBusinessDay(day, calendar) === null

/**
 * The n-th business day after a day, which itself is day zero and need not be a business day; before it when n is
 * negative. With n = 0 the day itself. Throws RangeError unless n is a whole number of at most 10,000.
 */
export function addBusinessDays(day: Day, n: number, calendar: BusinessCalendar): Day {
  if (!Number.isInteger(n) || Math.abs(n) > 10_000)
    throw new RangeError(`Not a number of business days: ${n}`)
  const step = n < 0 ? -1 : 1
  let reached = day
  for (let left = Math.abs(n); left > 0; ) {
    reached = addDays(reached, step)
    if (isBusinessDay(reached, calendar)) left -= 1
  }
  return reached
}

/** That day if it is a business day, else the first one after it. */
export function nextBusinessDay(day: Day, calendar: BusinessCalendar): Day {
  let reached = day
  while (!isBusinessDay(reached, calendar)) reached = addDays(reached, 1)
  return reached
}
