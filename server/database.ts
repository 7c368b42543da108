import mongoose, { type Connection, type ConnectOptions, mongo } from 'mongoose'
import { type MigrateOptions, migrate } from '../models/migrations/migrate.ts'
import { closeNearReads, openNearReads, type PublicReads } from '../models/near-reads.ts'
import { countWritesBy } from '../models/revision.ts'
import type { Config } from './config.ts'
import { type EmbeddedStore, openStore, StoreError } from './embedded-mongo/index.ts'

/** An open connection for every model, to the embedded store or to the MongoDB that was given. */
export interface Database {
  readonly connection: Connection
  /** What a person is told: where the records are. */
  readonly where: string
  readonly isEmbedded: boolean
  /** Whether this process serves the embedded store itself, rather than living on another's. */
  readonly isOwner: boolean
  close(): Promise<void>
}

type StoreSettings = Pick<Config, 'DATA_DIR' | 'MONGODB_URI'> & Partial<Pick<Config, 'PUBLIC_READS'>>

/** Thrown when no MongoDB answers; the message is one line that says what to look at, without the password. */
export class StoreUnreachable extends Error {}

export interface OpenOptions extends MigrateOptions {
  /** A script, which ends soon: as owner of the embedded store it waits for its clients, and a server waits for it. */
  readonly isPassing?: boolean
}

/** How long to look for a server before a command fails. A replica set elects a primary in less. */
const SELECT_WITHIN_MS = 10_000

const ofMongo: ConnectOptions = {
  serverSelectionTimeoutMS: SELECT_WITHIN_MS,
  connectTimeoutMS: SELECT_WITHIN_MS,
  // A page needs a handful at once. Atlas's smallest clusters allow 500 over all instances.
  maxPoolSize: 50,
  monitorCommands: true,
  // A watched command hands its whole reply to who watches, read from its bytes a second time. Nobody looks at the
  // records there: left as bytes they cost nothing, and what is asked for is read as ever.
  fieldsAsRaw: { firstBatch: true, nextBatch: true }
}

/**
 * The embedded store answers one at a time. While it writes a large batch or looks through a large record on a busy
 * machine, the driver's look at whether it is alive must not take its silence for death: it would break off what the
 * store is at, which would then begin anew and never end. When its process ends, the socket says so at once.
 */
const ofEmbedded: ConnectOptions = { ...ofMongo, connectTimeoutMS: 300_000 }

/**
 * Connects mongoose and brings the records to this release. Indexes are made by the migration and nowhere else, before
 * anything is read. Throws with one plain sentence when the store cannot be opened.
 */
export async function openDatabase(config: StoreSettings, options: OpenOptions = {}): Promise<Database> {
  mongoose.set('sanitizeFilter', true)
  mongoose.set('strictQuery', true)
  mongoose.set('autoIndex', false)
  mongoose.set('autoCreate', false)
  for (let tries = 1; ; tries += 1) {
    try {
      return await openOnce(config, options)
    } catch (error) {
      if (config.MONGODB_URI || tries === MOST_TRIES || !(error instanceof mongo.MongoNetworkError))
        throw error
    }
  }
}

/** The process that served the folder may end between being found there and being asked: then the next try finds out. */
const MOST_TRIES = 5

async function openOnce(config: StoreSettings, options: OpenOptions): Promise<Database> {
  const opened = config.MONGODB_URI
    ? await openMongo(config.MONGODB_URI, config.PUBLIC_READS ?? 'primary')
    : await openEmbedded(config, options)
  try {
    await migrate(dbOf(opened.connection), options)
    return opened
  } catch (error) {
    await opened.close()
    throw error
  }
}

/** The driver's database behind an open connection. */
export function dbOf({ db }: Connection): mongo.Db {
  if (!db) throw new Error('The connection to the store is not open.')
  return db
}

async function openMongo(uri: string, reads: PublicReads): Promise<Database> {
  const hosts = hostsOf(uri)
  await mongoose.connect(uri, unlessIn(uri)).catch(error => {
    throw new StoreUnreachable(whyUnreachable(hosts, error))
  })
  openNearReads(mongoose.connection.getClient(), reads)
  return {
    connection: mongoose.connection,
    where: `MongoDB at ${hosts}`,
    isEmbedded: false,
    isOwner: false,
    close: async () => {
      await closeNearReads()
      await mongoose.disconnect()
    }
  }
}

async function openEmbedded(
  { DATA_DIR }: Pick<Config, 'DATA_DIR'>,
  { isPassing }: OpenOptions
): Promise<Database> {
  const store = await openFolder(DATA_DIR, isPassing === true)
  try {
    await mongoose.connect(store.uri, ofEmbedded)
  } catch (error) {
    await store.close()
    throw error
  }
  countWritesBy(() => store.writeCount())
  return {
    connection: mongoose.connection,
    where: DATA_DIR,
    isEmbedded: true,
    get isOwner() {
      return store.isOwner
    },
    close: async () => {
      countWritesBy(() => null)
      await mongoose.disconnect()
      await store.close()
    }
  }
}

async function openFolder(dir: string, waitForClientsOnClose: boolean): Promise<EmbeddedStore> {
  try {
    return await openStore({ dir, waitForClientsOnClose })
  } catch (error) {
    if (!(error instanceof StoreError) || !/not writable|cannot be made/.test(error.message)) throw error
    throw new StoreError(`${error.message} Let this user write there, or set DATA_DIR to another folder.`)
  }
}

/** What the address says for itself is left to it. */
const unlessIn = (uri: string): ConnectOptions =>
  Object.fromEntries(Object.entries(ofMongo).filter(([name]) => !new RegExp(`[?&]${name}=`, 'i').test(uri)))

/** A replica set's address names several hosts, which `URL` does not read. */
export const hostsOf = (uri: string): string => /^[^:]+:\/\/(?:[^@/]*@)?([^/?]*)/.exec(uri)?.[1] ?? ''

function whyUnreachable(hosts: string, error: unknown): string {
  const isRefused = error instanceof mongo.MongoServerError
  const why = error instanceof Error ? error.message.split('\n')[0] : String(error)
  return isRefused
    ? `MONGODB_URI: the MongoDB at ${hosts} refused the connection (${why}). Check the user, the password and the database in it.`
    : `MONGODB_URI: no MongoDB answers at ${hosts} (${why}). Check the address, and that this machine may reach it.`
}
