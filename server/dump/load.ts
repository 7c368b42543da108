import type { mongo } from 'mongoose'
import { indexesWanted, makeIndexes } from '../../models/migrations/indexes.ts'
import { latestVersion, migrate } from '../../models/migrations/migrate.ts'
import { layouts } from '../../models/migrations/state.ts'
import { bumpRevision } from '../../models/revision.ts'
import { inOrder } from './collections.ts'
import { BadDump, type Manifest } from './manifest.ts'
import { type Progress, silently } from './progress.ts'
import { batchesOf, verifyDump } from './read.ts'

export interface LoadOptions {
  readonly now: Date
  /** Puts the dump in the place of what is there; without it a store that holds records is left alone. */
  readonly replaces?: boolean
  readonly progress?: Progress
}

/**
 * Loads a dump that was checked from end to end first. While it goes on the store says of itself that it is not whole;
 * one that is cut short is finished by calling again. Throws BadDump.
 */
export async function loadDump(
  db: mongo.Db,
  folder: string,
  { now, replaces = false, progress = silently }: LoadOptions
): Promise<Manifest> {
  const manifest = await verifyDump(folder, progress)
  if (manifest.layout > latestVersion())
    throw new BadDump(
      `${folder} was taken from a newer release (layout ${manifest.layout}, this one knows ${latestVersion()}): load it with that release.`
    )
  const there = await recordsIn(db)
  if (there && !replaces)
    throw new BadDump(
      `There are records here already (${there}). To put the dump in their place, losing them, add --replace.`
    )
  const loading = { from: folder, at: now }
  await layouts(db).updateOne({ _id: 'layout' }, { $set: { loading } }, { upsert: true })
  await dropRecords(db)
  await makeIndexes(db, indexesWanted())
  for (const collection of manifest.collections) await loadCollection(db, folder, collection, progress)
  await layouts(db).updateOne({ _id: 'layout' }, { $set: { version: manifest.layout } })
  await migrate(db, { isLoading: true })
  await layouts(db).updateOne({ _id: 'layout' }, { $unset: { loading: 1 } })
  // Pages that other processes keep are of the records that were here before.
  await bumpRevision()
  return manifest
}

async function namesIn(db: mongo.Db): Promise<string[]> {
  return (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
}

/** The first collection that holds records, as a phrase; null where none does. */
async function recordsIn(db: mongo.Db): Promise<string | null> {
  for (const name of inOrder(await namesIn(db))) {
    const count = await db.collection(name).estimatedDocumentCount()
    if (count > 0) return `${count.toLocaleString('en-US')} in ${name}`
  }
  return null
}

/** People signed in to what was here before sign in anew; who may sign in may have changed. */
async function dropRecords(db: mongo.Db): Promise<void> {
  const names = await namesIn(db)
  const gone = [
    ...inOrder(names),
    ...['sessions', 'limits', 'revisions'].filter(name => names.includes(name))
  ]
  for (const name of gone) await db.collection(name).drop()
}

/**
 * So many batches are stored while the next is read: what arrives at the embedded store together shares a transaction
 * and its flush, and another machine is never waited for with nothing to do.
 */
const UNDER_WAY = 4

async function loadCollection(
  db: mongo.Db,
  folder: string,
  { name, documents }: Manifest['collections'][number],
  progress: Progress
): Promise<void> {
  const underWay: Promise<unknown>[] = []
  let done = 0
  for await (const batch of batchesOf(folder, name)) {
    if (underWay.length === UNDER_WAY) await underWay.shift()
    const storing = db.collection(name).insertMany(batch, { ordered: false })
    // Awaited when its turn comes; until then its failure is nobody's surprise.
    storing.catch(() => undefined)
    underWay.push(storing)
    done += batch.length
    if (done < documents) progress(name, done, documents)
  }
  await Promise.all(underWay)
  progress(name, documents, documents)
}
