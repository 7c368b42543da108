import { type Chart, drawing, element, label, round } from './svg.ts'

/** One cell of a matrix: its code (a public group, `review` or `withdrawn`) and its words. */
export interface MatrixCell {
  readonly code: string
  readonly label: string
}

/** Each state has a sign of its own, so that the picture is read without colours. */
const signs: Readonly<Record<string, string>> = {
  no_reply: '○',
  replied: '◐',
  answered: '●',
  refused: '✕',
  review: '◇',
  withdrawn: '–'
}

interface MatrixOf {
  readonly id: string
  readonly title: string
  /** Heads of the columns: question numbers. */
  readonly columns: readonly string[]
  readonly rows: readonly { readonly label: string; readonly cells: readonly (MatrixCell | null)[] }[]
}

const side = 34
const nameWidth = 170

/** Recipients by questions: what came back in each cell, as a sign and as words. */
export function matrix({ id, title, columns, rows }: MatrixOf): Chart {
  const width = Math.max(440, nameWidth + columns.length * side + 8)
  const height = 34 + rows.length * side
  const description = rows
    .map(({ label: name, cells }) => `${name}: ${summary(cells)}`)
    .join('. ')
    .concat('.')
  return {
    id,
    title,
    description,
    svg: drawing(id, { width, height }, title, description, [
      ...columns.map((column, index) =>
        label(nameWidth + index * side + side / 2, 18, column, { anchor: 'middle', kind: 'chart__small' })
      ),
      ...rows.flatMap(({ label: name, cells }, row) => {
        const top = 28 + row * side
        return [
          label(nameWidth - 10, top + side / 2 + 5, cut(name), { anchor: 'end' }),
          ...cells.flatMap((cell, index) =>
            cell
              ? [
                  element('rect', {
                    class: `chart__cell chart__cell--${cell.code}`,
                    x: round(nameWidth + index * side + 2),
                    y: top + 2,
                    width: side - 4,
                    height: side - 4
                  }),
                  label(nameWidth + index * side + side / 2, top + side / 2 + 6, signs[cell.code] ?? '?', {
                    anchor: 'middle',
                    kind: 'chart__sign'
                  })
                ]
              : []
          )
        ]
      })
    ]),
    table: {
      columns: ['Recipient', ...columns.map(column => `Question ${column}`)],
      rows: rows.map(({ label: name, cells }) => [name, ...cells.map(cell => cell?.label ?? 'not asked')])
    }
  }
}

const summary = (cells: readonly (MatrixCell | null)[]): string => {
  const counts = new Map<string, number>()
  for (const cell of cells) if (cell) counts.set(cell.label, (counts.get(cell.label) ?? 0) + 1)
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ')
}

const cut = (text: string): string => (text.length > 22 ? `${text.slice(0, 21)}…` : text)
