import { DateTime } from 'luxon'
import type { Span } from './types.ts'

/** A date found in prose. `year` is null when the text names none; a weekday stands alone only as in "by Friday". */
export interface FoundDate extends Span {
  year: number | null
  month: number
  day: number
}

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december'
]
const monthName =
  '(January|February|March|April|May|June|July|August|September|October|November|December|Jan\\.?|Feb\\.?|Mar\\.?|Apr\\.?|Jun\\.?|Jul\\.?|Aug\\.?|Sept?\\.?|Oct\\.?|Nov\\.?|Dec\\.?)'
const ordinal = '\\s?(?:st|nd|rd|th)?'
const monthFirst = new RegExp(
  `\\b${monthName}\\s{0,3}(\\d{1,2})(?!\\d)${ordinal}(?!\\d|:\\d)(?:\\s?[,.]?\\s{0,3}(?:of\\s)?((?:19|20)\\d\\d)(?!\\d))?`,
  'gi'
)
const dayFirst = new RegExp(
  `\\b(?:the\\s)?(\\d{1,2})${ordinal}\\s(?:day\\sof\\s|of\\s)?${monthName}\\b(?:,?\\s{1,3}((?:19|20)\\d\\d)(?!\\d))?`,
  'gi'
)
const numeric = /(?<![\d/.-])(\d{1,2})[/](\d{1,2})[/]((?:19|20)?\d\d)(?![\d/])/g

/** No sentence of a letter names more; the bound keeps hostile text linear. */
const mostDates = 60

const monthOf = (name: string): number =>
  months.findIndex(m => m.startsWith(name.toLowerCase().slice(0, 3))) + 1

/** Every date a text names, in order. */
export function datesIn(text: string, offset = 0): FoundDate[] {
  const found: FoundDate[] = []
  const add = (match: RegExpExecArray, year: string | undefined, month: number, day: number) => {
    const start = offset + match.index
    const end = start + match[0].length
    const fullYear = year === undefined ? null : year.length === 2 ? 2000 + Number(year) : Number(year)
    if (day < 1 || !DateTime.utc(fullYear ?? 2024, month, day).isValid) return
    if (found.length >= mostDates || found.some(d => start < d.end && end > d.start)) return
    found.push({ start, end, year: fullYear, month, day })
  }
  for (const m of text.matchAll(monthFirst)) {
    if (m[1] === 'may' || m[1] === 'march') continue
    add(m, m[3], monthOf(m[1] ?? ''), Number(m[2]))
  }
  const beforeDayFirst = found.length
  for (const m of text.matchAll(dayFirst)) {
    if (m[2] === 'may' || m[2] === 'march') continue
    add(m, m[3], monthOf(m[2] ?? ''), Number(m[1]))
  }
  for (const m of text.matchAll(numeric)) add(m, m[3], Number(m[1]), Number(m[2]))
  return found.length > beforeDayFirst ? found.sort((a, b) => a.start - b.start) : found
}

/** 'YYYY-MM-DD', or null when the calendar has no such day. */
export function dayOf(year: number, month: number, day: number): string | null {
  const date = DateTime.utc(year, month, day)
  return date.isValid ? date.toISODate() : null
}

/** The first such day on or after `from`: what "by March 3" means in a letter of that date. */
export function nextSuchDay(month: number, day: number, from: string): string | null {
  const year = Number(from.slice(0, 4))
  for (const y of [year, year + 1, year + 2, year + 3, year + 4]) {
    const on = dayOf(y, month, day)
    if (on !== null && on >= from) return on
  }
  return null
}

/** That day of the year, or of one of the two after it if only there it falls on the weekday it is given ("Wednes"). */
export function suchDayNear(month: number, day: number, year: number, weekday: string | null): string | null {
  const isOn = (y: number): boolean => {
    const on = DateTime.utc(y, month, day)
    return on.isValid && weekdays[on.weekday - 1] === `${weekday?.toLowerCase()}day`
  }
  const fitting = weekday === null ? undefined : [year, year + 1, year + 2].find(isOn)
  return dayOf(fitting ?? year, month, day)
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** The first such weekday after `from`. */
export function nextWeekday(name: string, from: string): string | null {
  const wanted = weekdays.indexOf(name.toLowerCase()) + 1
  const start = DateTime.fromISO(from, { zone: 'utc' })
  if (wanted === 0 || !start.isValid) return null
  return start.plus({ days: ((wanted - start.weekday + 6) % 7) + 1 }).toISODate()
}

export const daysAfter = (from: string, days: number): string | null =>
  DateTime.fromISO(from, { zone: 'utc' }).plus({ days }).toISODate()

export const endOfMonth = (from: string): string | null =>
  DateTime.fromISO(from, { zone: 'utc' }).endOf('month').toISODate()

const onlyDate = new RegExp(
  `^(?:[#*\\s]{0,8})(?:dated?:?\\s{1,3})?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\\s{1,3})?(?:${monthName}\\s{0,3}\\d{1,2}${ordinal}\\s?[,.]?\\s{0,3}(?:19|20)\\d\\d|\\d{1,2}${ordinal}\\s${monthName},?\\s(?:19|20)\\d\\d|\\d{1,2}/\\d{1,2}/(?:19|20)?\\d\\d)[.\\s]{0,3}$`,
  'i'
)

/** The date of a line that holds nothing else, as 'YYYY-MM-DD', or null. */
export function dateLine(line: string): string | null {
  if (line.length > 60 || !onlyDate.test(line)) return null
  const date = datesIn(line)[0]
  return date?.year ? dayOf(date.year, date.month, date.day) : null
}
