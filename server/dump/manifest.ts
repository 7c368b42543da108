import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** The layout of dumps themselves. */
export const DUMP_FORMAT = 1

const manifestSchema = z.object({
  format: z.literal(DUMP_FORMAT),
  /** The layout of the records, see models/migrations/table.ts. */
  layout: z.number().int().min(0),
  takenAt: z.iso.datetime(),
  collections: z.array(
    z.object({
      name: z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,60}$/),
      documents: z.number().int().min(0),
      /** Of the lines before they were compressed. */
      sha256: z.string().regex(/^[0-9a-f]{64}$/)
    })
  ),
  /** Of the names and checksums above: two dumps with the same hash hold the same records. */
  hash: z.string()
})

export type Manifest = z.output<typeof manifestSchema>
export type DumpedCollection = Manifest['collections'][number]

/** Thrown for a dump that cannot be trusted, or not be loaded here; one line that says what is wrong. */
export class BadDump extends Error {}

export const MANIFEST = 'manifest.json'
export const fileOf = (folder: string, name: string): string => join(folder, `${name}.ejsonl.gz`)

/** Empty collections do not count: a store that never had any files equals one whose files were all removed. */
export function hashOf(collections: readonly DumpedCollection[]): string {
  const lines = collections
    .filter(({ documents }) => documents > 0)
    .map(({ name, sha256 }) => `${name} ${sha256}\n`)
    .toSorted()
  return createHash('sha256').update(lines.join('')).digest('hex')
}

/** Reads what a dump says it holds. Throws BadDump. */
export function readManifest(folder: string): Manifest {
  const manifest = manifestSchema.safeParse(parsed(folder))
  if (!manifest.success)
    throw new BadDump(
      `${join(folder, MANIFEST)} is not of a dump that this release reads (${manifest.error.issues[0]?.path.join('.')}).`
    )
  if (manifest.data.hash !== hashOf(manifest.data.collections))
    throw new BadDump(`${join(folder, MANIFEST)} was altered: its hash does not match what it lists.`)
  return manifest.data
}

function parsed(folder: string): unknown {
  let text: string
  try {
    text = readFileSync(join(folder, MANIFEST), 'utf8')
  } catch {
    throw new BadDump(`${folder} is no complete dump: it has no ${MANIFEST}, which is written last.`)
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new BadDump(`${join(folder, MANIFEST)} is cut short or was altered: it is no JSON.`)
  }
}
