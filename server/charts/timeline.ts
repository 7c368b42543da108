import { scaleLinear } from 'd3-scale'
import { type Day, daysBetween, longDay, shortDay, yearOf } from '../domain/day.ts'
import { compareTexts } from '../domain/order.ts'
import { type Chart, cut, drawing, element, label, round } from './svg.ts'

/** Something that happened on a day, in a few words. */
export interface Happening {
  readonly on: Day
  readonly what: string
}

const width = 440
const left = 8
const right = 432
const axisY = 26
const rowHeight = 30
/** So far from today no year is named: the words would run into each other. */
const roomForToday = 62

/** What happened to a letter, a row for each, its dot as far along as its day is between the first day and today. */
export function timeline(
  id: string,
  title: string,
  happened: readonly Happening[],
  today: Day
): Chart | null {
  const rows = inOrder(happened)
  const first = rows[0]
  if (!first || daysBetween(first.on, today) < 1) return null
  // What is still to come, such as a day that was promised, has its place too.
  const end = [today, ...rows.map(({ on }) => on)].reduce((latest, on) => (on > latest ? on : latest))
  const x = scaleLinear([0, daysBetween(first.on, end)], [left, right])
  const at = (day: Day): number => round(x(daysBetween(first.on, day)))
  const height = axisY + rows.length * rowHeight + 10
  const description = `From ${longDay(first.on)} to ${longDay(end)}; today is ${longDay(today)}: ${rows.map(({ on, what }) => `${what} on ${longDay(on)}`).join('; ')}.`
  return {
    id,
    title,
    description,
    svg: drawing(id, { width, height }, title, description, [
      label(at(today), axisY - 10, 'today', {
        anchor: at(today) > width / 2 ? 'end' : 'start',
        kind: 'chart__small'
      }),
      ...years(first.on, end).flatMap(({ day, year }) => [
        element('line', { class: 'chart__grid', x1: at(day), x2: at(day), y1: axisY - 6, y2: height - 8 }),
        ...(Math.abs(at(day) - at(today)) < roomForToday
          ? []
          : [label(at(day), axisY - 10, String(year), { anchor: 'middle', kind: 'chart__small' })])
      ]),
      element('line', { class: 'chart__axis', x1: left, x2: right, y1: axisY, y2: axisY }),
      element('line', { class: 'chart__today', x1: at(today), x2: at(today), y1: axisY - 6, y2: height - 8 }),
      ...rows.flatMap(({ on, what }, row) => rowOf(axisY + (row + 1) * rowHeight, at(on), on, what))
    ]),
    table: { columns: ['Day', 'What happened'], rows: rows.map(({ on, what }) => [longDay(on), what]) }
  }
}

/** Words above a line that leads to the dot: they have the whole width, wherever the dot is. */
const rowOf = (y: number, x: number, on: Day, what: string): string[] => [
  label(left, y - 8, cut(`${shortDay(on)}: ${what}`, 46)),
  element('line', { class: 'chart__drop', x1: left, x2: x, y1: y, y2: y }),
  element('circle', { class: 'chart__dot', cx: x, cy: y, r: 5 })
]

/** Oldest first; the same on the same day, as of several offices, is said once. */
const inOrder = (happened: readonly Happening[]): Happening[] =>
  [...new Map(happened.map(one => [`${one.on} ${one.what}`, one])).values()].sort((one, other) =>
    compareTexts(one.on, other.on)
  )

/** The turns of the years in between, thinned so that their names do not run into each other. */
function years(from: Day, to: Day): { day: Day; year: number }[] {
  const count = yearOf(to) - yearOf(from)
  const step = Math.max(1, Math.ceil(count / 7))
  return Array.from({ length: count }, (_, index) => yearOf(from) + index + 1)
    .filter((_, index) => index % step === 0)
    .map(year => ({ day: `${year}-01-01`, year }))
}
