import { max } from 'd3-array'
import { scaleBand, scaleLinear } from 'd3-scale'
import { type Chart, drawing, element, label, round } from './svg.ts'

/** One bar: its words, how long it is, and of which kind it is drawn. */
export interface Bar {
  readonly label: string
  readonly value: number
}

interface BarsOf {
  readonly id: string
  readonly title: string
  readonly description: string
  /** Heads of the table: what a bar is, what is counted. */
  readonly columns: readonly [string, string]
  readonly bars: readonly Bar[]
}

const width = 440
const rowHeight = 30
const nameWidth = 158
const valueWidth = 56

/** Bars lying on their side, each with its words and its number: readable on a phone and in grey. */
export function bars({ id, title, description, columns, bars: given }: BarsOf): Chart {
  const height = given.length * rowHeight + 8
  const y = scaleBand(
    given.map((_, index) => index),
    [4, height - 4]
  ).padding(0.25)
  const x = scaleLinear([0, max(given, bar => bar.value) || 1], [0, width - nameWidth - valueWidth])
  const rows = given.flatMap((bar, index) => {
    const top = y(index) ?? 0
    const middle = top + y.bandwidth() / 2 + 5
    return [
      label(nameWidth - 10, middle, bar.label, { anchor: 'end' }),
      element('rect', {
        class: 'chart__bar',
        x: nameWidth,
        y: round(top),
        width: round(x(bar.value)),
        height: round(y.bandwidth())
      }),
      label(nameWidth + x(bar.value) + 8, middle, bar.value.toLocaleString('en-US'), { kind: 'chart__value' })
    ]
  })
  return {
    id,
    title,
    description,
    svg: drawing(id, { width, height }, title, description, [
      element('line', { class: 'chart__axis', x1: nameWidth, x2: nameWidth, y1: 0, y2: height }),
      ...rows
    ]),
    table: { columns, rows: given.map(bar => [bar.label, bar.value]) }
  }
}
