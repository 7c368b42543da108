import { publicGroupLabels } from '../domain/dispositions.ts'
import { type Chart, cut, drawing, element, label, round } from './svg.ts'

/** One cell of a matrix: its code (a public group, `review` or `withdrawn`) and its words. */
export interface MatrixCell {
  readonly code: string
  readonly label: string
}

/** Each state has a sign of its own, so that the picture is read without colours. */
const signs: Readonly<Record<string, { readonly sign: string; readonly words: string }>> = {
  no_reply: { sign: '○', words: publicGroupLabels.no_reply },
  replied: { sign: '◐', words: publicGroupLabels.replied },
  answered: { sign: '●', words: publicGroupLabels.answered },
  refused: { sign: '✕', words: publicGroupLabels.refused },
  review: { sign: '◇', words: 'Not yet reviewed' },
  withdrawn: { sign: '–', words: 'Withdrawn' }
}

interface MatrixOf {
  readonly id: string
  readonly title: string
  /** Heads of the columns: question numbers. */
  readonly columns: readonly string[]
  readonly rows: readonly { readonly label: string; readonly cells: readonly (MatrixCell | null)[] }[]
}

const width = 440
const side = 34
const nameWidth = 164
/** More questions than stand side by side go on in another band, so that the picture stays as wide as a phone. */
const bandLength = Math.floor((width - nameWidth) / side)
const headHeight = 26
const rowHeight = 40

/** Recipients by questions: what came back in each cell, as a sign and as words. */
export function matrix({ id, title, columns, rows }: MatrixOf): Chart {
  const bands = Array.from({ length: Math.ceil(columns.length / bandLength) }, (_, band) => band * bandLength)
  const bandHeight = headHeight + rows.length * rowHeight
  const used = [...new Set(rows.flatMap(({ cells }) => cells.flatMap(cell => cell?.code ?? [])))]
  const legendTop = bands.length * bandHeight + 12
  const height = legendTop + Math.ceil(used.length / 2) * 24
  const description = rows
    .map(({ label: name, cells }) => `${name}: ${summary(cells)}`)
    .join('. ')
    .concat('.')
  return {
    id,
    title,
    description,
    svg: drawing(id, { width, height }, title, description, [
      ...bands.flatMap((from, band) => bandOf({ columns, rows }, from, band * bandHeight)),
      ...used.flatMap((code, index) =>
        keyOf(code, 4 + (index % 2) * 216, legendTop + Math.floor(index / 2) * 24)
      )
    ]),
    table: {
      columns: ['Recipient', ...columns.map(column => `Question ${column}`)],
      rows: rows.map(({ label: name, cells }) => [name, ...cells.map(cell => cell?.label ?? 'not asked')])
    }
  }
}

function bandOf({ columns, rows }: Pick<MatrixOf, 'columns' | 'rows'>, from: number, top: number): string[] {
  const centre = (index: number): number => nameWidth + (index - from) * side + side / 2
  const shown = columns.slice(from, from + bandLength)
  return [
    ...shown.map((column, index) =>
      label(centre(from + index), top + 18, column, { anchor: 'middle', kind: 'chart__small' })
    ),
    ...rows.flatMap(({ label: name, cells }, row) => {
      const middle = top + headHeight + row * rowHeight + rowHeight / 2
      return [
        ...nameOf(name, middle),
        ...cells
          .slice(from, from + bandLength)
          .flatMap((cell, index) => (cell ? signOf(cell.code, centre(from + index), middle) : []))
      ]
    })
  ]
}

function signOf(code: string, x: number, middle: number): string[] {
  return [
    element('rect', {
      class: `chart__cell chart__cell--${code}`,
      x: round(x - side / 2 + 2),
      y: round(middle - side / 2 + 2),
      width: side - 4,
      height: side - 4
    }),
    label(x, middle + 6, signs[code]?.sign ?? '?', { anchor: 'middle', kind: 'chart__sign' })
  ]
}

/** A name on one line or two. */
function nameOf(name: string, middle: number): string[] {
  const words = name.split(' ')
  const first: string[] = []
  while (words[0] !== undefined && [...first, words[0]].join(' ').length <= lineLength)
    first.push(words.shift() ?? '')
  if (words.length === 0) return [label(0, middle + 4, first.join(' '), { kind: 'chart__name' })]
  return [
    label(0, middle - 4, first.length > 0 ? first.join(' ') : cut(words.shift() ?? '', lineLength), {
      kind: 'chart__name'
    }),
    label(0, middle + 13, cut(words.join(' '), lineLength), { kind: 'chart__name' })
  ]
}

const lineLength = 22

/** What a sign means. */
const keyOf = (code: string, x: number, top: number): string[] => [
  element('rect', { class: `chart__cell chart__cell--${code}`, x, y: top, width: 18, height: 18 }),
  label(x + 9, top + 14, signs[code]?.sign ?? '?', { anchor: 'middle', kind: 'chart__small chart__sign' }),
  label(x + 26, top + 14, signs[code]?.words ?? code, { kind: 'chart__small' })
]

const summary = (cells: readonly (MatrixCell | null)[]): string => {
  const counts = new Map<string, number>()
  for (const cell of cells) if (cell) counts.set(cell.label, (counts.get(cell.label) ?? 0) + 1)
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ')
}
