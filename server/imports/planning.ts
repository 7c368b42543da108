import { slugOf } from '../domain/slug.ts'
import type { ConfirmedLetter } from '../letters/logging.ts'
import { type ColumnField, cellsBy, headed, type Mapping } from './columns.ts'
import { dayInCell } from './dates.ts'
import { lettersOfLog } from './log-letters.ts'
import { lettersOfQuestions } from './question-letters.ts'
import type { Row } from './table.ts'

/** A row as mapped: its cells by what they hold, its dates read. */
export interface MappedRow {
  readonly line: number
  readonly cells: Readonly<Record<ColumnField, string>>
  readonly date: string | null
  readonly received: string | null
  readonly due: string | null
}

/** A row that cannot be taken over, and why. */
export interface BadRow {
  readonly line: number
  readonly reason: string
}

/** A letter that a table gives, with the lines it comes from and what is kept as internal notes on its questions. */
export interface PlannedLetter {
  readonly letter: ConfirmedLetter
  readonly lines: readonly number[]
  /** For each question its own due date, and the desk's notes by the recipient's place; empty for a log. */
  readonly questions: readonly {
    readonly due: ConfirmedLetter['due'] | null
    readonly notes: readonly { readonly recipient: number; readonly note: string }[]
  }[]
}

/** What an import would do. Making one writes nothing. */
export interface ImportPlan {
  readonly letters: readonly PlannedLetter[]
  readonly bad: readonly BadRow[]
  /** Rows that hold nothing in any column that counts. */
  readonly blank: number
  /** Rows that say what a row before them says. */
  readonly repeated: number
}

export interface PlanOptions {
  readonly mapping: Mapping
  /** The desk's slug: the same table imported for two desks gives two letters. */
  readonly desk: string
  /** The organization letters were put to, where no column says. */
  readonly organization: string | null
  /** The file's name, which becomes the letters' source. */
  readonly source: string
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
  const made = isByQuestion ? lettersOfQuestions(good, options) : lettersOfLog(good, options)
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

/** The key under which a letter of a table is logged: the same however often and from whichever file it comes. */
export const letterKey = (...words: readonly (string | null)[]): string =>
  `import ${words.map(word => slugOf(word ?? '')).join(' ')}`

export const nothingStated = { basis: 'none', date: null, count: null, from: null, quote: null } as const
