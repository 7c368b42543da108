import { max } from 'd3-array'
import { scaleBand, scaleLinear } from 'd3-scale'
import { stack } from 'd3-shape'
import { type Chart, drawing, element, label, round } from './svg.ts'

interface ColumnsOf {
  readonly id: string
  readonly title: string
  readonly description: string
  /** What a column stands for: `Year`. */
  readonly along: string
  /** The kinds that a column is stacked of, from the ground up; each with its class of fill. */
  readonly kinds: readonly { readonly key: string; readonly label: string }[]
  readonly columns: readonly { readonly label: string; readonly counts: Readonly<Record<string, number>> }[]
}

const width = 440
const height = 270
const ground = 196
const left = 44

/** Standing columns, stacked by kind; the kinds differ in pattern as well as in shade. */
export function stackedColumns({ id, title, description, along, kinds, columns }: ColumnsOf): Chart {
  const total = (counts: Readonly<Record<string, number>>) =>
    kinds.reduce((sum, { key }) => sum + (counts[key] ?? 0), 0)
  const x = scaleBand(
    columns.map(({ label: name }) => name),
    [left, width - 8]
  ).padding(0.2)
  const y = scaleLinear([0, max(columns, ({ counts }) => total(counts)) || 1], [ground, 16]).nice(4)
  const layers = stack<ColumnsOf['columns'][number], string>()
    .keys(kinds.map(({ key }) => key))
    .value(({ counts }, key) => counts[key] ?? 0)(columns)
  const every = Math.max(1, Math.ceil(columns.length / 8))
  return {
    id,
    title,
    description,
    svg: drawing(id, { width, height }, title, description, [
      patterns(id),
      ...y
        .ticks(4)
        .filter(Number.isInteger)
        .flatMap(tick => [
          element('line', {
            class: 'chart__grid',
            x1: left,
            x2: width - 8,
            y1: round(y(tick)),
            y2: round(y(tick))
          }),
          label(left - 6, y(tick) + 4, tick.toLocaleString('en-US'), { anchor: 'end', kind: 'chart__small' })
        ]),
      ...layers.flatMap((layer, kind) =>
        layer.map(([from, to], index) =>
          element('rect', {
            ...kindOf(id, kind),
            x: round(x(columns[index]?.label ?? '') ?? 0),
            width: round(x.bandwidth()),
            y: round(y(to)),
            height: round(Math.max(0, y(from) - y(to)))
          })
        )
      ),
      element('line', { class: 'chart__axis', x1: left, x2: width - 8, y1: ground, y2: ground }),
      ...columns.flatMap(({ label: name }, index) =>
        index % every === 0
          ? [
              label((x(name) ?? 0) + x.bandwidth() / 2, ground + 18, name, {
                anchor: 'middle',
                kind: 'chart__small'
              })
            ]
          : []
      ),
      ...legend(id, kinds)
    ]),
    table: {
      columns: [along, ...kinds.map(kind => kind.label), 'Together'],
      rows: columns.map(({ label: name, counts }) => [
        name,
        ...kinds.map(({ key }) => counts[key] ?? 0),
        total(counts)
      ])
    }
  }
}

/** Full, striped, empty, dotted: told apart without any colour. */
const kindOf = (id: string, kind: number): { class: string; fill?: string } =>
  kind % 2 === 0
    ? { class: `chart__kind chart__kind--${kind + 1}` }
    : { class: 'chart__kind', fill: `url(#${id}-pattern-${kind + 1})` }

const patterns = (id: string): string =>
  element('defs', {}, [
    element(
      'pattern',
      {
        id: `${id}-pattern-2`,
        width: 6,
        height: 6,
        patternUnits: 'userSpaceOnUse',
        patternTransform: 'rotate(45)'
      },
      [
        element('rect', { class: 'chart__ground', width: 6, height: 6 }),
        element('line', { class: 'chart__hatch', x1: 1.5, x2: 1.5, y1: 0, y2: 6 })
      ]
    ),
    element('pattern', { id: `${id}-pattern-4`, width: 6, height: 6, patternUnits: 'userSpaceOnUse' }, [
      element('rect', { class: 'chart__ground', width: 6, height: 6 }),
      element('circle', { class: 'chart__speck', cx: 3, cy: 3, r: 1.3 })
    ])
  ])

/** Two to a row, so that their words have room. */
const legend = (id: string, kinds: ColumnsOf['kinds']): string[] =>
  kinds.flatMap((kind, index) => {
    const x = left + (index % 2) * 200
    const y = ground + 34 + Math.floor(index / 2) * 22
    return [
      element('rect', { ...kindOf(id, index), x, y, width: 12, height: 12 }),
      label(x + 18, y + 11, kind.label, { kind: 'chart__small' })
    ]
  })
