import { longDay } from '../domain/day.ts'
import { nothingStated } from '../domain/due-date.ts'
import {
  letterKey,
  type MappedRow,
  type PlannedLetter,
  type PlanOptions,
  type TableKind
} from './mapped-rows.ts'
import { type LoggedSigner, signersIn, signersInSubject } from './people.ts'

/** A correspondence log: letters without texts, so without questions. Rows with one control number are one letter. */
export const correspondenceLog: TableKind = { whyNot, keyOf, letterOf }

function whyNot({ cells }: MappedRow, { organization }: PlanOptions): string | null {
  const { subject, from, reference, organization: own } = cells
  if (subject === '')
    return from || reference ? 'The subject is missing.' : 'This row is no letter: it has no subject.'
  if (own === '' && organization === null) return 'It does not say whom the letter was put to.'
  return null
}

function keyOf({ cells, date, received }: MappedRow, { desk, organization }: PlanOptions): string {
  const to = cells.organization || organization
  return cells.reference
    ? letterKey(desk, to, cells.reference)
    : letterKey(desk, to, date ?? received, cells.from, cells.subject)
}

function letterOf(
  key: string,
  rows: readonly MappedRow[],
  { organization, source }: PlanOptions
): PlannedLetter {
  const first = rows[0]
  if (!first) throw new Error('A letter without a row.')
  const { cells, date, received } = first
  const signers = distinct(rows.flatMap(row => signersOf(row)))
  const letter = {
    key,
    subject: shortened(cells.subject),
    text: null,
    source: {
      kind: 'mention' as const,
      title: `Correspondence log ${source}, line ${first.line}`,
      link: null,
      retrievedOn: null
    },
    letterDate: date,
    dateAsSaid: date === null && received !== null ? `received ${longDay(received)}` : null,
    chamber: chamberOf(signers),
    signatories: signers.map(({ name, title }, at) => ({ name, title, bioguide: null, isLead: at === 0 })),
    recipients: [
      {
        name: null,
        title: null,
        organization: cells.organization || organization || '',
        receivedOn: received
      }
    ],
    due: nothingStated,
    topics: [],
    note: noteOf(cells),
    questions: []
  }
  return { letter, lines: rows.map(({ line }) => line), questions: [] }
}

const signersOf = ({ cells }: MappedRow): LoggedSigner[] =>
  cells.from ? signersIn(cells.from) : signersInSubject(cells.subject)

const distinct = (signers: readonly LoggedSigner[]): LoggedSigner[] => [
  ...new Map(signers.map(signer => [signer.name.toLowerCase(), signer])).values()
]

function chamberOf(signers: readonly LoggedSigner[]) {
  const isSenate = signers.some(({ title }) => title === 'Senator')
  const isHouse = signers.some(({ title }) => title === 'Representative')
  return isSenate && isHouse
    ? ('joint' as const)
    : isSenate
      ? ('senate' as const)
      : isHouse
        ? ('house' as const)
        : null
}

const shortened = (subject: string): string =>
  subject.length <= 200 ? subject : `${subject.slice(0, 199).trimEnd()}…`

function noteOf({ reference, subject, status, note }: MappedRow['cells']): string | null {
  const said = [
    reference && `Control number ${reference}.`,
    subject.length > 200 && `As the log has it: ${subject}`,
    status && `Status in the log: ${status}.`,
    note
  ]
  return said.filter(Boolean).join(' ') || null
}
