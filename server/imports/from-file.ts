import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { DeskRecord } from '../../models/desk.ts'
import { File } from '../../models/file.ts'
import { Import } from '../../models/import.ts'
import { plainName } from '../intake/files/kinds.ts'
import { columnFields, guessed, headed, type Mapping, signatureOf } from './columns.ts'
import { planImport } from './planning.ts'
import { carriedOut, foreseen, type ImportOutcome } from './running.ts'
import { NotTable, readTable } from './table.ts'

export interface FromFile {
  readonly organization: string | null
  /** `field=heading`, as a person writes it on a command line. */
  readonly map: readonly string[]
  readonly isDry: boolean
  readonly now: Date
}

/** Takes a table over from a file, or says what that would do; gives the lines to print. */
export async function importTable(path: string, desk: DeskRecord, options: FromFile): Promise<string[]> {
  const rows = readTable(await readFile(path))
  const { headings } = headed(rows)
  const signature = signatureOf(headings)
  const last = await Import.lastFor(desk._id, signature)
  const mapping = withWords(rememberedOr(guessed(headings), last?.mapping), headings, options.map)
  if (!mapping.some(field => field === 'subject' || field === 'question'))
    throw new NotTable(
      `No column is known to hold the subject or the question. Say which: --map subject=HEADING, one of ${headings.filter(Boolean).join(', ')}`
    )
  const organization = options.organization ?? last?.organization ?? null
  const name = plainName(basename(path))
  const plan = planImport(rows, { mapping, desk: desk.slug, organization, source: name })
  if (options.isDry) return said(await foreseen(plan), plan, true)
  const by = { id: null, name: 'Import' }
  const outcome = await carriedOut(plan, desk, by, options.now)
  const { _id: fileId } = await File.keep(path, options.now)
  const record = {
    name,
    mapping: [...mapping],
    organization,
    doneAt: options.now,
    createdBy: by,
    changedAt: options.now
  }
  await Import.updateOne(
    { deskId: desk._id, fileId, signature },
    { $set: record, $setOnInsert: { createdAt: options.now } },
    { upsert: true }
  )
  return said(outcome, plan, false)
}

/** The mapping kept for these headings, as far as its words are still known. */
export const rememberedOr = (guess: Mapping, kept: readonly (string | null)[] | undefined): Mapping =>
  kept && kept.length === guess.length
    ? kept.map(word => columnFields.find(field => field === word) ?? null)
    : guess

function withWords(mapping: Mapping, headings: readonly string[], words: readonly string[]): Mapping {
  const said = words.map(word => {
    const [name, heading = ''] = word.split(/=(.*)/s)
    const field = columnFields.find(one => one === name)
    const at = headings.findIndex(one => one.toLowerCase() === heading.trim().toLowerCase())
    if (!field)
      throw new NotTable(`${name} is nothing that a column can hold. There is: ${columnFields.join(', ')}.`)
    if (at < 0)
      throw new NotTable(`There is no column ${heading}. There is: ${headings.filter(Boolean).join(', ')}.`)
    return { field, at }
  })
  return mapping.map(
    (field, at) =>
      said.find(one => one.at === at)?.field ?? (said.some(one => one.field === field) ? null : field)
  )
}

function said(
  outcome: ImportOutcome,
  { blank, repeated }: { blank: number; repeated: number },
  isDry: boolean
): string[] {
  const { logged, known, questions, bad } = outcome
  return [
    `${isDry ? 'Would log' : 'Logged'} ${logged} letters${questions > 0 ? ` with ${questions} questions` : ''}; logged before: ${known}; rows repeated: ${repeated}, blank: ${blank}, not taken over: ${bad.length}.`,
    ...bad.map(({ line, reason }) => `  line ${line}: ${reason}`)
  ]
}
