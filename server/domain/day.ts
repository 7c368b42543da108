import { DateTime, Info } from 'luxon'

/** A calendar day, `YYYY-MM-DD`, without a time or a zone. Days compare with `<` and `>`. */
export type Day = string

/** Whether a string names a day that exists: `2021-02-29` does not. */
export const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const { month } = fieldsOf(text)
  return month >= 1 && month <= 12 && fromSerial(serial(text)) === text
}

export const addDays = (day: Day, count: number): Day => fromSerial(serial(day) + count)

/** The same day of a later (or earlier) month, or that month's last day where it has no such day. */
export const addMonths = (day: Day, count: number): Day => {
  const { year, month, date } = fieldsOf(day)
  const months = year * 12 + (month - 1) + count
  const first = dayOf(Math.floor(months / 12), (((months % 12) + 12) % 12) + 1, 1)
  return addDays(first, Math.min(date, daysInMonth(first)) - 1)
}

/** Calendar days from one day to another; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => serial(to) - serial(from)

/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = (day: Day): number => ((((serial(day) + 3) % 7) + 7) % 7) + 1

/** The day with this year, month (1 to 12) and day of the month. */
export const dayOf = (year: number, month: number, date: number): Day =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`

export const yearOf = (day: Day): number => Number(day.slice(0, 4))

/** The later of two days, where null stands for no day at all. */
export const laterOf = (one: Day | null, other: Day | null): Day | null =>
  one !== null && (other === null || one >= other) ? one : other

/** The earlier of two days, where null stands for no day at all. */
export const earlierOf = (one: Day | null, other: Day | null): Day | null =>
  one !== null && (other === null || one <= other) ? one : other

/** As a person reads it: `March 12, 2021`. */
export const longDay = (day: Day): string => written(day, longMonths)

/** Where space is short: `Mar 12, 2021`. */
export const shortDay = (day: Day): string => written(day, shortMonths)

/** Its month: `March 2021`. */
export const longMonth = (day: Day): string => `${longMonths[fieldsOf(day).month - 1]} ${yearOf(day)}`

/** With its weekday: `Friday, March 12, 2021`. */
export const fullDay = (day: Day): string => `${weekdays[weekdayOf(day) - 1]}, ${longDay(day)}`

// Pages are full of days; read and formatted by luxon each costs as much as a row of a table.
const longMonths = Info.months('long', { locale: 'en-US' })
const shortMonths = Info.months('short', { locale: 'en-US' })
const weekdays = Info.weekdays('long', { locale: 'en-US' })

const written = (day: Day, months: readonly string[]): string => {
  const { year, month, date } = fieldsOf(day)
  return `${months[month - 1]} ${date}, ${year}`
}

/** The calendar day on which an instant falls in a time zone. */
export function dayIn(instant: Date, zone: string): Day {
  const local = DateTime.fromJSDate(instant, { zone })
  // One desk's zone that this machine does not know must not stop what is done for all.
  return (local.isValid ? local : DateTime.fromJSDate(instant, { zone: 'America/New_York' })).toFormat(
    'yyyy-MM-dd'
  )
}

const fieldsOf = (day: Day): { year: number; month: number; date: number } => ({
  year: yearOf(day),
  month: Number(day.slice(5, 7)),
  date: Number(day.slice(8, 10))
})

const daysInMonth = (first: Day): number => {
  const { year, month } = fieldsOf(first)
  return daysBetween(first, month === 12 ? dayOf(year + 1, 1, 1) : dayOf(year, month + 1, 1))
}

// Days since 1970-01-01 in the Gregorian calendar, by whole numbers: what is owed walks over many days, and a
// luxon object for each step would cost fifty times as much. Years are counted from March, so that the leap day
// is a year's last and months have the same offsets in every year.
const serial = (day: Day): number => {
  const { year, month, date } = fieldsOf(day)
  const years = month > 2 ? year : year - 1
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + date - 1
  return years * 365 + leapDays(years) + dayOfYear - 719468
}

const fromSerial = (count: number): Day => {
  const days = count + 719468
  let years = Math.floor(days / 365.2425)
  let dayOfYear = days - (years * 365 + leapDays(years))
  if (dayOfYear < 0) {
    years -= 1
    dayOfYear = days - (years * 365 + leapDays(years))
  }
  if (dayOfYear > 365 || (dayOfYear === 365 && leapDays(years + 1) === leapDays(years))) {
    dayOfYear -= 365 + leapDays(years + 1) - leapDays(years)
    years += 1
  }
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const date = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return dayOf(month <= 2 ? years + 1 : years, month, date)
}

const leapDays = (years: number): number =>
  Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400)
