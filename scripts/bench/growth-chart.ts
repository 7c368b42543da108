import { scaleLog } from 'd3-scale'
import { drawing, element, label, round } from '../../server/charts/svg.ts'
import type { Growth } from './growth.ts'

const [width, height] = [760, 520]
const [left, right, top, bottom] = [60, 470, 20, 470]

const colors = ['#005ea2', '#d54309', '#008817', '#7a2db8', '#936f38', '#1b1b1b', '#c05600', '#0d7ea2']

/** Cost against size, both on scales of powers, so that an exponent is a slope. Stands by itself as a file. */
export function growthChart(grown: readonly Growth[]): string {
  const waited = grown.filter(({ isWaitedFor }) => isWaitedFor)
  const points = waited.flatMap(one => one.points)
  const extent = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)]
  const x = scaleLog(extent(points.map(({ size }) => size)), [left, right])
  const y = scaleLog(extent(points.map(({ cpuMs }) => cpuMs)), [bottom, top]).nice()
  const title = 'How cost grows with the number of letters'
  const said = waited.map(({ what, exponent }) => `${what} ${exponent.toFixed(2)}`).join(', ')
  const svg = drawing(
    'growth',
    { width, height },
    title,
    `Milliseconds of processor time; exponents: ${said}.`,
    [
      element('rect', { x: 0, y: 0, width, height, fill: '#ffffff' }),
      ...y.ticks(5).flatMap(tick => [
        element('line', { x1: left, x2: right, y1: round(y(tick)), y2: round(y(tick)), stroke: '#dfe1e2' }),
        label(left - 6, y(tick) + 4, /^0?\.?0*[125]0*$/.test(String(tick)) ? `${tick} ms` : '', {
          anchor: 'end'
        })
      ]),
      ...sizesIn(points).map(size =>
        label(x(size), bottom + 20, size.toLocaleString('en-US'), { anchor: 'middle' })
      ),
      ...waited.flatMap((one, at) => line(one, at, x, y))
    ]
  ).toString()
  return svg.replace(
    '<svg ',
    '<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="12" '
  )
}

const sizesIn = (points: readonly { readonly size: number }[]): number[] => [
  ...new Set(points.map(({ size }) => size))
]

function line(
  { what, points, exponent }: Growth,
  at: number,
  x: (size: number) => number,
  y: (ms: number) => number
) {
  const color = colors[at % colors.length] ?? '#000000'
  const path = points
    .map(({ size, cpuMs }, i) => `${i === 0 ? 'M' : 'L'}${round(x(size))} ${round(y(cpuMs))}`)
    .join('')
  const dash = at >= colors.length ? { 'stroke-dasharray': '5 3' } : {}
  const rowY = top + 14 + at * 22
  return [
    element('path', { d: path, fill: 'none', stroke: color, 'stroke-width': 2, ...dash }),
    element('line', {
      x1: right + 20,
      x2: right + 44,
      y1: rowY - 4,
      y2: rowY - 4,
      stroke: color,
      'stroke-width': 2,
      ...dash
    }),
    label(right + 50, rowY, `${what}: ${exponent.toFixed(2)}`)
  ]
}
