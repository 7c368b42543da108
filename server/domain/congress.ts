import { type Day, dayOf, yearOf } from './day.ts'

/**
 * The number of the Congress in session on a day. Terms begin on January 3 of odd years (Twentieth Amendment);
 * until the 74th Congress, in 1935, they began on March 4.
 */
export function congressOf(day: Day): number {
  const year = yearOf(day)
  const firstYear = year % 2 === 1 ? year : year - 1
  const began = firstYear < 1935 ? dayOf(firstYear, 3, 4) : dayOf(firstYear, 1, 3)
  const number = (firstYear - 1789) / 2 + 1
  return day >= began ? number : number - 1
}

/** The first day of a Congress's term. */
export const congressBegan = (number: number): Day => {
  const year = 1789 + (number - 1) * 2
  return year < 1935 ? dayOf(year, 3, 4) : dayOf(year, 1, 3)
}

/** `1st`, `2nd`, `103rd`, `111th`, `117th`. */
export function ordinal(number: number): string {
  const lastTwo = number % 100
  const ending = lastTwo >= 11 && lastTwo <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')
  return `${number}${ending}`
}
