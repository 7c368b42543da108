import { slugOf } from '../domain/slug.ts'
import type { ConfirmedLetter } from '../letters/logging.ts'
import type { ColumnField, Mapping } from './columns.ts'

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

export interface PlanOptions {
  readonly mapping: Mapping
  /** The desk's slug: the same table imported for two desks gives two letters. */
  readonly desk: string
  /** The organization letters were put to, where no column says. */
  readonly organization: string | null
  /** The file's name, which becomes the letters' source. */
  readonly source: string
}

/** What makes letters of one kind of table. */
export interface TableKind {
  /** Why a row cannot be taken over; null where it can. */
  whyNot(row: MappedRow, options: PlanOptions): string | null
  /** Rows with one key are one letter. */
  keyOf(row: MappedRow, options: PlanOptions): string
  letterOf(key: string, rows: readonly MappedRow[], options: PlanOptions): PlannedLetter
}

/** The letters that a table gives, in the order of their first rows, and the rows that are left out. */
export function lettersOf(
  rows: readonly MappedRow[],
  { whyNot, keyOf, letterOf }: TableKind,
  options: PlanOptions
): { letters: PlannedLetter[]; bad: BadRow[] } {
  const bad: BadRow[] = []
  const groups = new Map<string, MappedRow[]>()
  for (const row of rows) {
    const reason = whyNot(row, options)
    const key = reason === null ? keyOf(row, options) : ''
    if (reason === null) groups.set(key, [...(groups.get(key) ?? []), row])
    else bad.push({ line: row.line, reason })
  }
  return { letters: [...groups].map(([key, same]) => letterOf(key, same, options)), bad }
}

/** The key under which a letter of a table is logged: the same however often and from whichever file it comes. */
export const letterKey = (...words: readonly (string | null)[]): string =>
  `import ${words.map(word => slugOf(word ?? '')).join(' ')}`
