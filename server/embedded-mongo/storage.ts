import { mkdirSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, open, type RootDatabase } from 'lmdb'
import { decode, encode } from './bson-codec.ts'
import { uint32 } from './bson-order.ts'
import { checkStorage } from './check.ts'
import { Collection } from './collection.ts'
import { fail, messageOf, StoreError } from './errors.ts'
import { fillUp, NotAStore } from './torn.ts'
import { upgrades as knownUpgrades, type Upgrade } from './upgrades.ts'
import { type Doc, docOf, numeric } from './values.ts'

/** Keys and values as the bytes they are. */
export type Bytes = Database<Buffer, Buffer>

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

  /** Opens the files. Throws a StoreError, one plain sentence, when they cannot be had. A newer version's are refused. */
  constructor(dir: string, upgrades = knownUpgrades) {
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
      this.bringUp(upgrades)
      const [problem] = wasShort ? checkStorage(this).problems : []
      if (problem !== undefined)
        throw new StoreError(`The file store.mdb in ${dir} is damaged: ${problem}. Restore it from a backup.`)
    } catch (error) {
      this.root.close()
      throw error instanceof StoreError ? error : new StoreError(openFailure(dir, error))
    }
  }

  close(): Promise<void> {
    return this.root.close()
  }

  /**
   * Throws OutOfDiskSpace unless there is ample room for changes of about `bytes`. Asked before every transaction,
   * because LMDB's binding can bring the process down when a commit meets a full disk.
   */
  refuseFullDisk(bytes: number) {
    const { bavail, bsize } = statfsSync(this.dir)
    if (bavail * bsize < bytes * 4 + spareBytes)
      fail('OutOfDiskSpace', `There is no space left on the disk that holds ${this.dir}.`)
  }

  /**
   * Runs changes as one transaction and flushes it to disk; when `change` throws, nothing of it is kept. Inside
   * another `write` it is a step that is undone by itself.
   */
  write<T>(change: () => T): T {
    this.saveChanged()
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

  create(namespace: string): Collection {
    if (this.collections.has(namespace)) fail('NamespaceExists', `Collection ${namespace} already exists.`)
    const collection = new Collection(this, docOf({ id: this.newId(), ns: namespace }))
    this.collections.set(namespace, collection)
    collection.addIndex(docOf({ v: 2, key: docOf({ _id: 1 }), name: '_id_' }))
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
    this.catalog.putSync(nextIdKey, encode(docOf({ next: this.nextId })))
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
      const collection = new Collection(this, decode(value))
      this.collections.set(collection.namespace, collection)
    }
  }

  /** Brings older files up one version at a time, each step in a transaction with its new number. */
  private bringUp(upgrades: readonly Upgrade[]) {
    const newest = upgrades.length + 1
    const version = numeric(this.read(formatKey)?.get('version'))
    if (version === undefined) return this.setFormat(newest)
    if (version > newest)
      throw new StoreError(
        `The data in ${this.dir} was written by a newer version of this program (format ${version}, this one reads ${newest}).`
      )
    this.load()
    for (const [i, upgrade] of upgrades.slice(version - 1).entries())
      this.write(() => {
        upgrade(this)
        this.setFormat(version + i + 1)
      })
  }

  setFormat(version: number) {
    this.catalog.putSync(formatKey, encode(docOf({ version })))
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
  const why = messageOf(error)
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
