import { nothingStated } from '../domain/due-date.ts'
import { askOf } from '../intake/read/ask-kind.ts'
import {
  letterKey,
  type MappedRow,
  type PlannedLetter,
  type PlanOptions,
  type TableKind
} from './mapped-rows.ts'
import { signersIn } from './people.ts'

/** A spreadsheet that has a row for each question: what a committee keeps by hand. */
export const questionTable: TableKind = { whyNot, keyOf, letterOf }

const titleOf = ({ letter, subject, reference }: MappedRow['cells']): string => letter || subject || reference

function whyNot({ cells }: MappedRow, { organization }: PlanOptions): string | null {
  if (cells.question === '') return 'The question is missing.'
  if (titleOf(cells) === '') return 'It does not say which letter asked.'
  if (cells.organization === '' && organization === null)
    return 'It does not say whom the question was put to.'
  return null
}

function keyOf({ cells, date }: MappedRow, { desk }: PlanOptions): string {
  return letterKey(desk, titleOf(cells), date)
}

function letterOf(
  key: string,
  rows: readonly MappedRow[],
  { organization, source }: PlanOptions
): PlannedLetter {
  const first = rows[0]
  if (!first) throw new Error('A letter without a row.')
  const agencies = [...new Set(rows.map(({ cells }) => cells.organization || organization || ''))]
  const asked = rows.filter(
    (row, at) => rows.findIndex(one => one.cells.question === row.cells.question) === at
  )
  const putTo = (row: MappedRow) => agencies.indexOf(row.cells.organization || organization || '')
  const sameAs = (row: MappedRow) => rows.filter(one => one.cells.question === row.cells.question)
  const due = mostCommonDue(asked, source)
  const letter = {
    key,
    subject: titleOf(first.cells).slice(0, 300),
    text: null,
    source: {
      kind: 'typed' as const,
      title: `Spreadsheet ${source}, line ${first.line}`,
      link: null,
      retrievedOn: null
    },
    letterDate: first.date,
    chamber: null,
    signatories: signersIn(first.cells.from).map((one, at) => ({ ...one, bioguide: null, isLead: at === 0 })),
    recipients: agencies.map(name => ({
      name: null,
      title: null,
      organization: name,
      receivedOn: first.received
    })),
    due,
    topics: [],
    questions: asked.map(row => ({
      number: row.cells.number || null,
      text: row.cells.question,
      start: 0,
      end: 0,
      ask: askOf(row.cells.question),
      parts: [],
      about: [],
      recipients: sameAs(row).map(putTo)
    }))
  }
  const questions = asked.map(row => ({
    due: row.due === due.date ? null : dueOf(row, source),
    notes: sameAs(row).flatMap(one => {
      const note = noteOf(one)
      return note === null ? [] : [{ recipient: putTo(one), note }]
    })
  }))
  return { letter, lines: rows.map(({ line }) => line), questions }
}

function mostCommonDue(rows: readonly MappedRow[], source: string): PlannedLetter['letter']['due'] {
  const counts = new Map<string | null, MappedRow[]>()
  for (const row of rows) counts.set(row.due, [...(counts.get(row.due) ?? []), row])
  const most = [...counts.values()].toSorted((one, other) => other.length - one.length)[0]?.[0]
  return most ? dueOf(most, source) : nothingStated
}

/** The spreadsheet is what states the date, and is quoted for it. */
const dueOf = ({ due, cells, line }: MappedRow, source: string): PlannedLetter['letter']['due'] =>
  due === null
    ? nothingStated
    : { ...nothingStated, basis: 'stated', date: due, quote: `Due ${cells.due} (${source}, line ${line})` }

/** A judgement needs its reply and its evidence, so a status kept elsewhere is a note and no more. */
function noteOf({ cells: { status, note } }: MappedRow): string | null {
  return [status && `Status as kept so far: ${status}.`, note].filter(Boolean).join(' ') || null
}
