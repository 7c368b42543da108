import { createHash } from 'node:crypto'
import mongoose, { mongo } from 'mongoose'
import '../all.ts'

/** The indexes of one collection, as the store is asked to make them. */
export interface CollectionIndexes {
  readonly collection: string
  readonly indexes: readonly mongo.IndexDescription[]
}

/**
 * Collections that libraries write. They would make their indexes at every start, in every process; switched off
 * there, they are made here with all others.
 */
const ofLibraries: readonly CollectionIndexes[] = [
  // connect-mongo: a session is removed at its end.
  { collection: 'sessions', indexes: [{ key: { expires: 1 }, expireAfterSeconds: 0 }] },
  // rate-limiter-flexible: a count is found by its key, and removed when its time is over.
  {
    collection: 'limits',
    indexes: [
      { key: { expire: -1 }, expireAfterSeconds: 0 },
      { key: { key: 1 }, unique: true }
    ]
  }
]

/** Every index this release works with. */
export function indexesWanted(): CollectionIndexes[] {
  const ofModels = mongoose.modelNames().map(name => {
    const { schema, collection } = mongoose.model(name)
    return { collection: collection.name, indexes: schema.indexes().map(describe) }
  })
  return [...ofModels, ...ofLibraries].toSorted((a, b) => (a.collection < b.collection ? -1 : 1))
}

/** `background` has meant nothing to MongoDB since 4.2; mongoose still adds it. Its types are wider than the driver's. */
const describe = ([key, options]: ReturnType<mongoose.Schema['indexes']>[number]): mongo.IndexDescription => {
  const { background: _, ...rest } = options
  return { ...rest, key } as mongo.IndexDescription
}

/** Changes whenever a definition does: what was made for it need not be made again. */
export const fingerprintOf = (wanted: readonly CollectionIndexes[]): string =>
  createHash('sha256').update(JSON.stringify(wanted)).digest('hex').slice(0, 16)

/** Thrown when an index cannot be made; one sentence. */
export class IndexFailure extends Error {}

/** Makes what is missing. An index that is there under the same name but defined otherwise is made anew. */
export async function makeIndexes(db: mongo.Db, wanted: readonly CollectionIndexes[]): Promise<void> {
  for (const { collection, indexes } of wanted)
    for (const index of indexes) await makeIndex(db.collection(collection), index)
}

const CONFLICTS = [85, 86]
const DUPLICATE_KEY = 11000

async function makeIndex(collection: mongo.Collection, index: mongo.IndexDescription): Promise<void> {
  try {
    await collection.createIndexes([index])
  } catch (error) {
    if (!(error instanceof mongo.MongoServerError)) throw error
    if (error.code === DUPLICATE_KEY)
      throw new IndexFailure(
        `Two records of ${collection.collectionName} have the same ${Object.keys(index.key).join(', ')}, which must differ: ${error.message}`
      )
    if (!CONFLICTS.includes(Number(error.code))) throw error
    await collection.dropIndex(await conflicting(collection, index))
    await collection.createIndexes([index])
  }
}

/** The name of the index that is in the way: the one of the same keys, or of the same name. */
async function conflicting(collection: mongo.Collection, wanted: mongo.IndexDescription): Promise<string> {
  const there = await collection.listIndexes().toArray()
  const keysOf = (index: { key: unknown }) => JSON.stringify(index.key)
  const name = wanted.name ?? nameOf(wanted)
  const found =
    there.find(index => index.name === name) ?? there.find(index => keysOf(index) === keysOf(wanted))
  return String(found?.name ?? name)
}

/** The name the store gives an index that was given none. */
export const nameOf = ({ name, key }: mongo.IndexDescription): string =>
  name ??
  Object.entries(key)
    .map(([field, direction]) => `${field}_${direction}`)
    .join('_')
