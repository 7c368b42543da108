import { type ColumnField, cellsBy, headed } from './columns.ts'
import { dayInCell } from './dates.ts'
import { correspondenceLog } from './log-letters.ts'
import {
  type BadRow,
  lettersOf,
  type MappedRow,
  type PlannedLetter,
  type PlanOptions
} from './mapped-rows.ts'
import { questionTable } from './question-letters.ts'
import type { Row } from './table.ts'

/** What an import would do. Making one writes nothing. */
export interface ImportPlan {
  readonly letters: readonly PlannedLetter[]
  readonly bad: readonly BadRow[]
  /** Rows that hold nothing in any column that counts. */
  readonly blank: number
  /** Rows that say what a row before them says. */
  readonly repeated: number
}

/** Works out the letters of a table; a row that cannot be read is reported and the rest goes on. */
export function planImport(rows: readonly Row[], options: PlanOptions): ImportPlan {
  const bad: BadRow[] = []
  const seen = new Set<string>()
  const good: MappedRow[] = []
  let blank = 0
  let repeated = 0
  for (const row of headed(rows).rows) {
    const cells = cellsBy(row, options.mapping)
    const said = Object.values(cells).join('\u0000')
    if (Object.values(cells).every(cell => cell === '')) blank += 1
    else if (seen.has(said)) repeated += 1
    else {
      seen.add(said)
      const read = mapped(row.line, cells)
      if ('reason' in read) bad.push(read)
      else good.push(read)
    }
  }
  const isByQuestion = options.mapping.includes('question')
  const made = lettersOf(good, isByQuestion ? questionTable : correspondenceLog, options)
  return {
    letters: made.letters,
    bad: [...bad, ...made.bad].sort((one, other) => one.line - other.line),
    blank,
    repeated
  }
}

function mapped(line: number, cells: Record<ColumnField, string>): MappedRow | BadRow {
  const [date, received, due] = [dayInCell(cells.date), dayInCell(cells.received), dayInCell(cells.due)]
  for (const [day, cell] of [
    [date, cells.date],
    [received, cells.received],
    [due, cells.due]
  ] as const)
    if (day === undefined) return { line, reason: `“${cell.slice(0, 40)}” is no date.` }
  return { line, cells, date: date ?? null, received: received ?? null, due: due ?? null }
}
