import { mkdirSync } from 'node:fs'
import mongoose, { type Connection } from 'mongoose'
import type { Config } from './config.ts'
import { openStore } from './embedded-mongo/index.ts'

/** An open connection for every model, to the embedded store or to the MongoDB that was given. */
export interface Database {
  readonly connection: Connection
  /** What a person is told: where the records are. */
  readonly where: string
  readonly isEmbedded: boolean
  close(): Promise<void>
}

/**
 * Connects mongoose. Indexes are made here and nowhere else, before anything is read, so that no query
 * meets a collection without them. Throws with one plain sentence when the store cannot be opened.
 */
export async function openDatabase(config: Pick<Config, 'DATA_DIR' | 'MONGODB_URI'>): Promise<Database> {
  mongoose.set('sanitizeFilter', true)
  mongoose.set('strictQuery', true)
  mongoose.set('autoIndex', false)
  mongoose.set('autoCreate', false)
  if (config.MONGODB_URI) {
    await mongoose.connect(config.MONGODB_URI, { serverSelectionTimeoutMS: 10_000 })
    await makeIndexes()
    return {
      connection: mongoose.connection,
      where: `MongoDB at ${new URL(config.MONGODB_URI).host}`,
      isEmbedded: false,
      close: () => mongoose.disconnect()
    }
  }
  mkdirSync(config.DATA_DIR, { recursive: true, mode: 0o700 })
  const store = await openStore({ dir: config.DATA_DIR })
  await mongoose.connect(store.uri, { serverSelectionTimeoutMS: 10_000 })
  await makeIndexes()
  return {
    connection: mongoose.connection,
    where: config.DATA_DIR,
    isEmbedded: true,
    close: async () => {
      await mongoose.disconnect()
      await store.close()
    }
  }
}

const makeIndexes = async () => {
  for (const name of mongoose.modelNames()) await mongoose.model(name).createIndexes()
}
