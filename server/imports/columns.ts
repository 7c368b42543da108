import type { Row } from './table.ts'

/** What a column of somebody's table can hold. A table with a `question` column is one row a question. */
export const columnFields = [
  'reference',
  'letter',
  'date',
  'received',
  'from',
  'subject',
  'organization',
  'number',
  'question',
  'due',
  'status',
  'note'
] as const
export type ColumnField = (typeof columnFields)[number]

export const columnLabels: Record<ColumnField, string> = {
  reference: 'Control number or ID',
  letter: 'Letter (rows with the same are one letter)',
  date: 'Date of the letter, asked on',
  received: 'Received on',
  from: 'From: who signed',
  subject: 'Subject',
  organization: 'Put to (agency)',
  number: 'Number of the question',
  question: 'Question',
  due: 'Due on',
  status: 'Status, as kept so far',
  note: 'Note'
}

/** For each column of the table, by its place, what it holds; null: it is left out. */
export type Mapping = readonly (ColumnField | null)[]

/** The row of headings, and the rows below it. */
export interface HeadedTable {
  readonly headings: readonly string[]
  readonly rows: readonly Row[]
}

/**
 * Finds the row of headings: among the first fifteen the one whose named columns hold most in the rows below it. Logs
 * begin with the title of a report, were pasted under other headings, and repeat their own on every page.
 */
export function headed(rows: readonly Row[]): HeadedTable {
  const counted = rows
    .slice(0, 15)
    .map((row, at) => ({ at, filled: filledUnder(row, rows.slice(at + 1, at + 40)) }))
  const best = counted.toSorted((one, other) => other.filled - one.filled || one.at - other.at)[0]
  const headings = rows[best?.at ?? 0]?.cells ?? []
  const most = namedIn(headings)
  return {
    headings,
    rows: rows
      .slice((best?.at ?? 0) + 1)
      .filter(({ cells }) => most < 2 || namedIn(cells) < Math.max(2, most - 1))
  }
}

function filledUnder(heading: Row, below: readonly Row[]): number {
  const named = heading.cells.flatMap((cell, at) => (fieldNamed(cell) === null ? [] : [at]))
  return below.reduce((sum, row) => sum + named.filter(at => row.cells[at]).length, 0)
}

const namedIn = (cells: readonly string[]): number => cells.filter(cell => fieldNamed(cell) !== null).length

/** What the headings say the columns hold; of two columns for the same, the first. */
export function guessed(headings: readonly string[]): Mapping {
  const taken = new Set<ColumnField>()
  return headings.map(heading => {
    const field = fieldNamed(heading)
    if (field === null || taken.has(field)) return null
    taken.add(field)
    return field
  })
}

const names: readonly [ColumnField, RegExp][] = [
  ['question', /^(questions?|question text|ask|request)$/],
  ['number', /^(q|question)? ?(no|nr|number|#)$/],
  [
    'reference',
    /^(wf ?#|id|control (no|nr|number|#)|tracking (no|number|#)|case (no|number|#)|reference|ref|accession( number)?|workflow.*)$/
  ],
  ['received', /^(receive|received|receipt)( (dale|date|on))?$|^date received$|^filed[ _]date$/],
  ['due', /^(due|deadline|suspense)( (date|on))?$|^response due$/],
  ['date', /^(date|letter date|date of letter|date sent|sent|sent on|asked|asked on|document date)$/],
  [
    'from',
    /^(from|signed by|signers?|signator(y|ies)|member|members|congressman( name)?|correspondent|author|requester|sender)$/
  ],
  ['letter', /^(letter|letter title|title)$/],
  ['subject', /^(subject|subject of request|re|description|topic|summary)$/],
  ['organization', /^(agency|organization|to|put to|recipient|department|addressee|office)$/],
  ['status', /^(status|answer|disposition|answered)$/],
  ['note', /^(note|notes|comments?|remarks)$/]
]

function fieldNamed(heading: string): ColumnField | null {
  const plain = heading
    .toLowerCase()
    .replace(/(?<![.:?*])[.:?*]+$/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return names.find(([, pattern]) => pattern.test(plain))?.[0] ?? null
}

/** What tables of one origin have in common: their headings. A mapping is kept under it. */
export const signatureOf = (headings: readonly string[]): string =>
  headings.map(heading => heading.toLowerCase()).join('|')

/** The cell of a row that holds something; empty where no column does. */
export const cellsBy = (row: Row, mapping: Mapping): Record<ColumnField, string> => {
  const cells = Object.fromEntries(columnFields.map(field => [field, ''])) as Record<ColumnField, string>
  for (const [at, field] of mapping.entries()) if (field !== null) cells[field] = row.cells[at] ?? ''
  return cells
}
