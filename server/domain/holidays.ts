import { addDays, type Day, dayOf, weekdayOf, yearOf } from './day.ts'
import { compareTexts } from './order.ts'

/** A day off under the law. `observedFor` is the holiday's own date when it is observed on another day. */
export interface Holiday {
  readonly day: Day
  readonly name: string
  readonly observedFor?: Day
}

/** What a desk counts business days by. `closures` are one-off days off, such as an executive order's. */
export interface BusinessCalendar {
  readonly inaugurationDay: boolean
  readonly closures: readonly { readonly day: Day; readonly name: string }[]
}

/** Weekends and the holidays of every federal employee; no Inauguration Day, no closures. */
export const federalCalendar: BusinessCalendar = { inaugurationDay: false, closures: [] }

/** The days of a year on which federal holidays are observed, in order; right for 1978 and later. */
export function federalHolidays(year: number, options: { inaugurationDay?: boolean } = {}): Holiday[] {
  // New Year's Day on a Saturday is observed in the year before: hence the following year's rules too.
  const observed = [year, year + 1].flatMap(of =>
    rules
      .filter(rule => of >= rule.since)
      .map(rule => observe(rule.name, rule.in(of)))
      .concat(options.inaugurationDay === true ? inaugurationDay(of) : [])
  )
  return observed.filter(holiday => yearOf(holiday.day) === year).sort((a, b) => compareTexts(a.day, b.day))
}

/** Why a day is not a business day, in a word or two ("Sunday", "Juneteenth (observed)"); null when it is one. */
export function whyNotBusinessDay(day: Day, calendar: BusinessCalendar): string | null {
  const weekday = weekdayOf(day)
  if (weekday === saturday) return 'Saturday'
  if (weekday === sunday) return 'Sunday'
  return (
    namesOfYear(yearOf(day), calendar.inaugurationDay).get(day) ??
    calendar.closures.find(closure => closure.day === day)?.name ??
    null
  )
}

const saturday = 6
const sunday = 7

interface Rule {
  readonly name: string
  readonly since: number
  readonly in: (year: number) => Day
}

const onDate = (month: number, date: number) => (year: number) => dayOf(year, month, date)

const onNth = (nth: number, weekday: number, month: number) => (year: number) => {
  const first = dayOf(year, month, 1)
  return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + (nth - 1) * 7)
}

const onLastMonday = (month: number) => (year: number) => {
  const fifth = onNth(5, 1, month)(year)
  return Number(fifth.slice(5, 7)) === month ? fifth : addDays(fifth, -7)
}

// 5 U.S.C. 6103(a), in the order of the year. Veterans Day was a Monday in October until 1977.
const rules: readonly Rule[] = [
  { name: "New Year's Day", since: 0, in: onDate(1, 1) },
  { name: 'Birthday of Martin Luther King, Jr.', since: 1986, in: onNth(3, 1, 1) },
  { name: "Washington's Birthday", since: 0, in: onNth(3, 1, 2) },
  { name: 'Memorial Day', since: 0, in: onLastMonday(5) },
  { name: 'Juneteenth', since: 2021, in: onDate(6, 19) },
  { name: 'Independence Day', since: 0, in: onDate(7, 4) },
  { name: 'Labor Day', since: 0, in: onNth(1, 1, 9) },
  { name: 'Columbus Day', since: 0, in: onNth(2, 1, 10) },
  { name: 'Veterans Day', since: 0, in: onDate(11, 11) },
  { name: 'Thanksgiving Day', since: 0, in: onNth(4, 4, 11) },
  { name: 'Christmas Day', since: 0, in: onDate(12, 25) }
]

/** Saturday to the Friday before: 5 U.S.C. 6103(b)(1). Sunday to the Monday after: Executive Order 11582, sec. 3. */
const observe = (name: string, day: Day): Holiday => {
  const weekday = weekdayOf(day)
  if (weekday === saturday) return { day: addDays(day, -1), name, observedFor: day }
  if (weekday === sunday) return { day: addDays(day, 1), name, observedFor: day }
  return { day, name }
}

/**
 * 5 U.S.C. 6103(c): January 20 of each fourth year after 1965, for the Washington area only. On a Sunday it is
 * the next day, which can be the King holiday as well (2013); on a Saturday nobody gets another day for it.
 */
const inaugurationDay = (year: number): Holiday[] => {
  if (year < 1965 || (year - 1965) % 4 !== 0) return []
  const day = dayOf(year, 1, 20)
  return weekdayOf(day) === saturday ? [] : [observe('Inauguration Day', day)]
}

const named = new Map<string, Map<Day, string>>()

// A year's table is worked out once: counting business days asks for the same year again and again.
const namesOfYear = (year: number, withInauguration: boolean): Map<Day, string> => {
  const key = `${year}${withInauguration ? '+' : ''}`
  const known = named.get(key)
  if (known) return known
  const names = new Map<Day, string>()
  for (const { day, name, observedFor } of federalHolidays(year, { inaugurationDay: withInauguration })) {
    if (!names.has(day)) names.set(day, observedFor === undefined ? name : `${name} (observed)`)
  }
  named.set(key, names)
  return names
}
