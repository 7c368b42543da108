import { randomUUID } from 'node:crypto'
import mongoose, { type Schema } from 'mongoose'

/**
 * One number that grows with every write of a record that pages show. What is kept of pages and lists is kept by
 * it, so that a withdrawal holds at once, in every process that uses the store.
 */
const revisions = () => mongoose.connection.collection<{ _id: string; n: number; store: string }>('revisions')

const ID = 'records'

/** The number as it stands, with a name of the store that no other store has; `0` where nothing was ever written. */
export async function currentRevision(): Promise<string> {
  const found = await revisions().findOne({ _id: ID })
  return found ? `${found.store}.${found.n}` : '0'
}

/** Says that records changed; for writes that pass mongoose by, such as a restore. */
export function bumpRevision(): Promise<unknown> {
  waiting ??= afterRunning().then(() => {
    waiting = undefined
    running = revisions().updateOne(
      { _id: ID },
      { $inc: { n: 1 }, $setOnInsert: { store: randomUUID() } },
      { upsert: true }
    )
    return running
  })
  return waiting
}

// Writes that come together share one increment, which starts after all of them are done.
let running: Promise<unknown> = Promise.resolve()
let waiting: Promise<unknown> | undefined
const afterRunning = (): Promise<unknown> => running.catch(() => undefined)

const queryWrites = [
  'updateOne',
  'updateMany',
  'replaceOne',
  'deleteOne',
  'deleteMany',
  'findOneAndUpdate',
  'findOneAndReplace',
  'findOneAndDelete'
] as const

/** A schema plugin: every write of this collection is followed by a new revision, before it is reported as done. */
export function isShown(schema: Schema): void {
  schema.post([...queryWrites], { query: true, document: false }, async () => void (await bumpRevision()))
  schema.post('save', async () => void (await bumpRevision()))
  schema.post('insertMany', async () => void (await bumpRevision()))
  schema.post('bulkWrite', async () => void (await bumpRevision()))
}
