import { constants, copyFileSync, mkdirSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, open, type RootDatabase } from 'lmdb'
import { type Doc, decode, encode, numeric } from './bson-codec.ts'
import { uint32 } from './bson-order.ts'
import { checkStorage } from './check.ts'
import { Collection } from './collection.ts'
import { CommandError, StoreError } from './errors.ts'
import { fillUp, NotAStore } from './torn.ts'

/** Raised when the layout of the files changes; an older folder is brought up by `upgrades`, a newer one refused. */
export const formatVersion = 1

/** What brings files of version 1, 2, ... to the next one; there has been one version so far. */
const upgrades: ((storage: Storage) => void)[] = []

type Bytes = Database<Buffer, Buffer>

/** One data folder: documents, index entries and the catalog, in one LMDB file. Not safe for two processes. */
export class Storage {
  readonly file: string
  private readonly dir: string
  readonly documents: Bytes
  readonly entries: Bytes
  readonly collections = new Map<string, Collection>()
  private readonly root: RootDatabase
  private readonly catalog: Bytes
  private readonly changed = new Set<Collection>()
  private nextId = 1

  constructor(dir: string) {
    this.dir = dir
    this.file = join(dir, 'store.mdb')
    let wasShort: boolean
    try {
      mkdirSync(dir, { recursive: true, mode: 0o700 })
      wasShort = fillUp(this.file)
      const binary = { encoding: 'binary', keyEncoding: 'binary' } as const
      this.root = open({ path: this.file, noSubdir: true, overlappingSync: false, maxDbs: 4, ...binary })
      this.catalog = this.root.openDB({ name: 'catalog', ...binary })
      this.documents = this.root.openDB({ name: 'documents', ...binary })
      this.entries = this.root.openDB({ name: 'entries', ...binary })
    } catch (error) {
      throw new StoreError(openFailure(dir, error))
    }
    try {
      this.checkFormat(dir)
      this.load()
      if (wasShort) this.refuseTorn(dir)
    } catch (error) {
      this.root.close()
      throw error instanceof StoreError ? error : new StoreError(openFailure(dir, error))
    }
  }

  private refuseTorn(dir: string) {
    const [problem] = checkStorage(this).problems
    if (problem)
      throw new StoreError(`The file store.mdb in ${dir} is damaged: ${problem}. Restore it from a backup.`)
  }

  /** Copies the file, in one turn and so between transactions. Throws when there is something at that path. */
  copyTo(path: string) {
    copyFileSync(this.file, path, constants.COPYFILE_EXCL)
  }

  close(): Promise<void> {
    return this.root.close()
  }

  get bytes(): number {
    const stats: { pageSize?: number; lastPageNumber?: number } = this.root.getStats()
    return (stats.pageSize ?? 0) * ((stats.lastPageNumber ?? 0) + 1)
  }

  /**
   * Throws OutOfDiskSpace unless there is ample room for changes of about `bytes`. Asked before every transaction,
   * because LMDB's binding can bring the process down when a commit meets a full disk.
   */
  refuseFullDisk(bytes: number) {
    const { bavail, bsize } = statfsSync(this.dir)
    if (bavail * bsize < bytes * 4 + spareBytes)
      throw new CommandError('OutOfDiskSpace', `There is no space left on the disk that holds ${this.dir}.`)
  }

  /** Runs changes as one transaction and flushes it to disk; when `change` throws, nothing of it is kept. */
  write<T>(change: () => T): T {
    try {
      return this.root.transactionSync(() => {
        const result = change()
        this.saveChanged()
        return result
      })
    } catch (error) {
      this.load()
      throw error
    }
  }

  /** Inside `write`: a step that is undone by itself when it throws. */
  attempt<T>(step: () => T): T {
    this.saveChanged()
    try {
      return this.root.transactionSync(() => {
        const result = step()
        this.saveChanged()
        return result
      })
    } catch (error) {
      this.load()
      throw error
    }
  }

  collection(namespace: string): Collection | undefined {
    return this.collections.get(namespace)
  }

  create(namespace: string, options: Doc = new Map()): Collection {
    if (this.collections.has(namespace))
      throw new CommandError('NamespaceExists', `Collection ${namespace} already exists.`)
    const collection = new Collection(this, {
      id: this.newId(),
      namespace,
      options,
      count: 0,
      nextRecord: 1,
      bytes: 0,
      indexes: []
    })
    this.collections.set(namespace, collection)
    collection.addIndex({ name: '_id_', key: new Map([['_id', 1]]), unique: true, sparse: false })
    return collection
  }

  drop(collection: Collection) {
    collection.clear()
    this.collections.delete(collection.namespace)
    this.changed.delete(collection)
    this.catalog.removeSync(catalogKey(collection.id))
  }

  /** Notes that what the catalog says of a collection has changed; it is saved with the transaction. */
  touch(collection: Collection) {
    this.changed.add(collection)
  }

  newId(): number {
    const id = this.nextId++
    this.catalog.putSync(nextIdKey, encode(new Map([['next', this.nextId]])))
    return id
  }

  private saveChanged() {
    for (const collection of this.changed)
      this.catalog.putSync(catalogKey(collection.id), encode(collection.describe()))
    this.changed.clear()
  }

  private load() {
    this.collections.clear()
    this.changed.clear()
    this.nextId = numeric(this.read(nextIdKey)?.get('next')) ?? 1
    for (const { value } of this.catalog.getRange({ start: Buffer.from('c'), end: Buffer.from('d') })) {
      const collection = Collection.from(this, decode(value))
      this.collections.set(collection.namespace, collection)
    }
  }

  private checkFormat(dir: string) {
    const version = numeric(this.read(formatKey)?.get('version'))
    if (version === undefined) this.setFormat(formatVersion)
    else if (version > formatVersion)
      throw new StoreError(
        `The data in ${dir} was written by a newer version of this program (format ${version}, this one reads ${formatVersion}).`
      )
    else this.upgradeFrom(version)
  }

  /** Brings older files up one version at a time, each step in a transaction with its new number. */
  private upgradeFrom(version: number) {
    for (const [i, upgrade] of upgrades.slice(version - 1).entries())
      this.root.transactionSync(() => {
        upgrade(this)
        this.setFormat(version + i + 1)
      })
  }

  setFormat(version: number) {
    this.catalog.putSync(formatKey, encode(new Map([['version', version]])))
  }

  private read(key: Buffer): Doc | undefined {
    const bytes = this.catalog.get(key)
    return bytes && decode(bytes)
  }
}

const spareBytes = 8 * 1024 * 1024

const formatKey = Buffer.from('format')
const nextIdKey = Buffer.from('next')
const catalogKey = (id: number) => Buffer.from([0x63, ...uint32(id)])

const openFailure = (dir: string, error: unknown): string => {
  const why = error instanceof Error ? error.message : String(error)
  if (/EACCES|EROFS|EPERM|permission denied|read-only/i.test(why))
    return `The data folder ${dir} is not writable.`
  if (/ENOSPC|no space/i.test(why)) return `There is no space left on the disk that holds ${dir}.`
  if (
    error instanceof NotAStore ||
    /MDB_INVALID|MDB_CORRUPTED|MDB_PAGE_NOTFOUND|MDB_VERSION_MISMATCH|not an LMDB/i.test(why)
  )
    return `The file store.mdb in ${dir} is damaged or is no store of this program (${why}).`
  return `The data folder ${dir} cannot be opened: ${why}.`
}
