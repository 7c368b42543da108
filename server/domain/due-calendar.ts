import { addDays, addMonths, type Day, dayOf, weekdayOf, yearOf } from './day.ts'
import type { DueDate } from './due-date.ts'

/** A day of a month as the explanation of a due date shows it. */
export interface CalendarDay {
  readonly day: Day
  /** Day of the month. */
  readonly date: number
  readonly isStart: boolean
  readonly isDue: boolean
  /** Counted as the n-th day of the period. */
  readonly counted: number | null
  /** Why it was not counted. */
  readonly skipped: string | null
}

/** A month in weeks from Sunday to Saturday; null where a week reaches into another month. */
export interface CalendarMonth {
  readonly first: Day
  readonly weeks: readonly (readonly (CalendarDay | null)[])[]
}

/** The months from the start of a period to its due date; the month of the date alone where no period was counted. */
export function dueCalendar({ dueOn, explanation }: Pick<DueDate, 'dueOn' | 'explanation'>): CalendarMonth[] {
  const start = explanation.startsOn ?? dueOn
  if (start === null) return []
  const lines = new Map(explanation.days.map(line => [line.day, line]))
  const last = [dueOn, explanation.days.at(-1)?.day].reduce<Day>((a, b) => (b && b > a ? b : a), start)
  const months: CalendarMonth[] = []
  for (let first = firstOf(start); first <= last; first = addMonths(first, 1)) {
    months.push({
      first,
      weeks: weeksOf(first, day => ({
        day,
        date: Number(day.slice(8)),
        isStart: day === explanation.startsOn,
        isDue: day === dueOn,
        counted: lines.get(day)?.counted ?? null,
        skipped: lines.get(day)?.skipped ?? null
      }))
    })
  }
  return months
}

const firstOf = (day: Day): Day => dayOf(yearOf(day), Number(day.slice(5, 7)), 1)

function weeksOf(first: Day, show: (day: Day) => CalendarDay): (CalendarDay | null)[][] {
  const weeks: (CalendarDay | null)[][] = []
  const next = addMonths(first, 1)
  for (let sunday = addDays(first, -(weekdayOf(first) % 7)); sunday < next; sunday = addDays(sunday, 7)) {
    weeks.push(
      Array.from({ length: 7 }, (_, index) => {
        const day = addDays(sunday, index)
        return day >= first && day < next ? show(day) : null
      })
    )
  }
  return weeks
}
