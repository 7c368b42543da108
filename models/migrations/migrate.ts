import { hostname } from 'node:os'
import type { mongo } from 'mongoose'
import { systemClock } from '../../server/clock.ts'
import { fingerprintOf, indexesWanted, makeIndexes } from './indexes.ts'
import { withLock } from './lock.ts'
import { type LayoutState, layouts, readLayout, WrongLayout } from './state.ts'
import { type Migration, migrations } from './table.ts'

export interface MigrateOptions {
  /** Called before records that are there are changed, by the instance that changes them. */
  readonly beforeChange?: (from: number, to: number) => Promise<void>
  /** Told what is done, in words for people. */
  readonly tell?: (line: string) => void
  /** A load goes on where another was cut short: its records may not be whole yet. */
  readonly isLoading?: boolean
  readonly table?: readonly Migration[]
}

/**
 * Brings records and indexes to this release, once, whichever instance comes first; the others wait. One read where
 * there is nothing to do. Throws WrongLayout where a newer release has been here, or a load was cut short.
 */
export async function migrate(db: mongo.Db, options: MigrateOptions = {}): Promise<void> {
  const { table = migrations } = options
  const wanted = indexesWanted()
  const indexes = fingerprintOf(wanted)
  const isDone = async () => isCurrent(checked(await readLayout(db), table, options), table, indexes)
  if (await isDone()) return
  await withLock(db, isDone, async () => {
    const before = await readLayout(db)
    const isNew = before === null && (await db.listCollections({ name: 'letters' }).toArray()).length === 0
    if (before?.indexes !== indexes) {
      if (!isNew) options.tell?.('Making the indexes of this release.')
      await makeIndexes(db, wanted)
    }
    await changeRecords(db, before?.version ?? 0, isNew, options)
    await layouts(db).updateOne({ _id: 'layout' }, { $set: { indexes } })
  })
}

/** The layout this release works with. */
export const latestVersion = (table: readonly Migration[] = migrations): number => table.at(-1)?.version ?? 0

const isCurrent = (state: LayoutState | null, table: readonly Migration[], indexes: string): boolean =>
  state !== null && state.version === latestVersion(table) && state.indexes === indexes

function checked(
  state: LayoutState | null,
  table: readonly Migration[],
  { isLoading }: MigrateOptions
): LayoutState | null {
  if (state && state.version > latestVersion(table))
    throw new WrongLayout(
      `These records were written by a newer release (layout ${state.version}, this one knows ${latestVersion(table)}): start that release, or restore the backup taken before it.`
    )
  if (state?.loading && !isLoading)
    throw new WrongLayout(
      `A load into these records was cut short, so they are not whole: npm run load -- --replace ${state.loading.from}`
    )
  return state
}

async function changeRecords(
  db: mongo.Db,
  from: number,
  isNew: boolean,
  { table = migrations, beforeChange, tell }: MigrateOptions
): Promise<void> {
  const due = table.filter(({ version }) => version > from)
  if (!isNew && from > 0 && due.length > 0) await beforeChange?.(from, latestVersion(table))
  for (const { version, what, change } of due) {
    if (!isNew) tell?.(`Bringing the records to layout ${version}: ${what}.`)
    await change(db)
    const done = { version, what, at: systemClock.now(), by: `${hostname()}:${process.pid}` }
    await layouts(db).updateOne(
      { _id: 'layout' },
      { $set: { version }, $push: { done }, $setOnInsert: { indexes: '' } },
      { upsert: true }
    )
  }
}
