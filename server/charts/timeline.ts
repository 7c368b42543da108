import { scaleLinear } from 'd3-scale'
import { type Day, daysBetween, longDay, shortDay, yearOf } from '../domain/day.ts'
import { type Chart, drawing, element, label, round } from './svg.ts'

/** Something that happened on a day, in a few words. */
export interface Happening {
  readonly on: Day
  readonly what: string
}

const width = 440
const left = 20
const right = 420
const rowHeight = 22

/** What happened to a letter, on one line of time from the first day to the last; each with its own row of words. */
export function timeline(
  id: string,
  title: string,
  happened: readonly Happening[],
  today: Day
): Chart | null {
  const inOrder = [...happened].sort((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0))
  const first = inOrder[0]
  if (!first || daysBetween(first.on, today) < 1) return null
  const x = scaleLinear([0, daysBetween(first.on, today)], [left, right])
  const at = (day: Day): number => x(daysBetween(first.on, day))
  const axisY = 34
  const height = axisY + 16 + inOrder.length * rowHeight
  const description = `From ${longDay(first.on)} to today, ${longDay(today)}: ${inOrder.map(({ on, what }) => `${what} on ${longDay(on)}`).join('; ')}.`
  const marks = inOrder.flatMap(({ on, what }, index) => {
    const y = axisY + 24 + index * rowHeight
    const isLate = at(on) > width / 2
    return [
      element('line', { class: 'chart__drop', x1: round(at(on)), x2: round(at(on)), y1: axisY, y2: y - 5 }),
      element('circle', { class: 'chart__dot', cx: round(at(on)), cy: axisY, r: 5 }),
      label(at(on) + (isLate ? -6 : 6), y, `${shortDay(on)}: ${what}`, { anchor: isLate ? 'end' : 'start' })
    ]
  })
  return {
    id,
    title,
    description,
    svg: drawing(id, { width, height }, title, description, [
      ...years(first.on, today).flatMap(({ day, year }) => [
        element('line', {
          class: 'chart__tick',
          x1: round(at(day)),
          x2: round(at(day)),
          y1: axisY - 8,
          y2: axisY
        }),
        label(at(day), axisY - 14, String(year), { anchor: 'middle', kind: 'chart__small' })
      ]),
      element('line', { class: 'chart__axis', x1: left, x2: right, y1: axisY, y2: axisY }),
      ...marks
    ]),
    table: { columns: ['Day', 'What happened'], rows: inOrder.map(({ on, what }) => [longDay(on), what]) }
  }
}

/** The turns of the years in between, thinned so that their names do not run into each other. */
function years(from: Day, to: Day): { day: Day; year: number }[] {
  const count = yearOf(to) - yearOf(from)
  const step = Math.max(1, Math.ceil(count / 7))
  return Array.from({ length: count }, (_, index) => yearOf(from) + index + 1)
    .filter((_, index) => index % step === 0)
    .map(year => ({ day: `${year}-01-01`, year }))
}
