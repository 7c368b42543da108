import { DateTime } from 'luxon'

/** A calendar day, `YYYY-MM-DD`, without a time or a zone. Days compare with `<` and `>`. */
export type Day = string

const at = (day: Day): DateTime => DateTime.fromISO(day, { zone: 'utc' })

/** Whether a string names a day that exists: `2021-02-29` does not. */
export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && at(text).isValid

export const addDays = (day: Day, count: number): Day => at(day).plus({ days: count }).toFormat('yyyy-MM-dd')

/** Calendar days from one day to another; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => at(to).diff(at(from), 'days').days

/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = (day: Day): number => at(day).weekday

/** As a person reads it: `March 12, 2021`. */
export const longDay = (day: Day): string => at(day).toFormat('MMMM d, yyyy')

/** With its weekday: `Friday, March 12, 2021`. */
export const fullDay = (day: Day): string => at(day).toFormat('cccc, MMMM d, yyyy')
