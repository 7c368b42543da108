import type { DeskRecord } from '../../models/desk.ts'
import type { ImportRecord, RunningImport } from '../../models/import.ts'
import { paths } from '../paths.ts'
import { columnFields, columnLabels, headed } from './columns.ts'
import type { ImportOutcome } from './running.ts'
import type { Row } from './table.ts'

/** The page a table is handed in on. */
export const newImportPage = (desks: readonly DeskRecord[], typed: Readonly<Record<string, string>>) => ({
  title: 'Take over a table',
  section: 'new-letter' as const,
  unlisted: true,
  values: typed,
  action: paths.imports(),
  desks: desks.map(({ slug, name }) => ({ value: slug, label: name })),
  hasChoice: desks.length > 1
})

/** The page on which a person says what the columns hold and sees what that would do. */
export function importPage(record: ImportRecord, rows: readonly Row[], outcome: ImportOutcome) {
  const id = String(record._id)
  const { headings, rows: below } = headed(rows)
  return {
    title: `Take over ${record.name}`,
    section: 'new-letter' as const,
    unlisted: true,
    name: record.name,
    isDone: record.doneAt !== null,
    told: record.outcome ?? null,
    values: { organization: record.organization ?? '' },
    acts: { save: paths.import(id), log: paths.importAct(id, 'letters') },
    columns: headings.map((heading, at) => ({
      at,
      heading: heading || `Column ${at + 1}`,
      sample: below
        .map(({ cells }) => cells[at] ?? '')
        .filter(Boolean)
        .slice(0, 3)
        .map(cell => cell.slice(0, 80)),
      options: columnFields.map(field => ({
        value: field,
        label: columnLabels[field],
        isSelected: record.mapping[at] === field
      }))
    })),
    outcome: {
      ...outcome,
      bad: outcome.bad.slice(0, SHOWN_BAD),
      more: Math.max(0, outcome.bad.length - SHOWN_BAD),
      badCount: outcome.bad.length
    }
  }
}

/** The page shown while a long import is under way. */
export const workingPage = ({ _id, name }: ImportRecord, { done, total }: RunningImport) => ({
  title: `Taking over ${name}`,
  section: 'new-letter' as const,
  unlisted: true,
  name,
  done,
  total,
  self: paths.import(String(_id))
})

const SHOWN_BAD = 50
