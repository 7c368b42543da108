import { decode, encode } from './bson-codec.ts'
import { uint32 } from './bson-order.ts'
import { CommandError } from './errors.ts'
import { type EntryChanges, Index } from './index-entries.ts'
import type { Storage } from './storage.ts'
import { type Doc, docOf, isDoc, numeric, show } from './values.ts'

/** A record's number within its collection, growing with each insertion: the order of a plain scan. */
export type RecordId = number

const nothing = Buffer.alloc(0)

export interface StoredRecord {
  id: RecordId
  bytes: Buffer
}

/** The documents of one collection with their index entries, changed together. */
export class Collection {
  readonly id: number
  namespace: string
  count: number
  /** The size of all documents. */
  bytes: number
  readonly indexes: Index[]
  private nextRecord: number
  private readonly storage: Storage

  /** A collection as `describe` wrote it down; of a new one there is only `id` and `ns`. */
  constructor(storage: Storage, doc: Doc) {
    const indexes = doc.get('indexes')
    this.storage = storage
    this.id = numeric(doc.get('id')) ?? 0
    this.namespace = String(doc.get('ns'))
    this.count = numeric(doc.get('count')) ?? 0
    this.nextRecord = numeric(doc.get('next')) ?? 1
    this.bytes = numeric(doc.get('bytes')) ?? 0
    this.indexes = Array.isArray(indexes) ? indexes.filter(isDoc).map(index => new Index(storage, index)) : []
  }

  describe(): Doc {
    const { id, namespace, count, bytes, nextRecord } = this
    const indexes = this.indexes.map(index => index.describe())
    return docOf({ id, ns: namespace, count, next: nextRecord, bytes, indexes })
  }

  get idIndex(): Index {
    const [index] = this.indexes
    if (!index) throw new Error(`${this.namespace} has lost its _id index`)
    return index
  }

  read(id: RecordId): Buffer | undefined {
    return this.storage.documents.get(this.key(id))
  }

  /** All records in the order they were inserted, from after `after`. Use within one turn of the event loop. */
  *scan(after: RecordId = 0, reverse = false): Generator<StoredRecord> {
    const [low, high] = [this.key(after + 1), this.key(2 ** 48 - 1)]
    const range = reverse ? { start: high, end: low, reverse, inclusiveEnd: true } : { start: low, end: high }
    for (const { key, value } of this.storage.documents.getRange(range))
      yield { id: key.readUIntBE(4, 6), bytes: value }
  }

  /** Stores a document that has its `_id`; `bytes` are its encoding. Throws DuplicateKey, and then nothing is stored. */
  insert(doc: Doc, bytes: Buffer = encode(doc)) {
    this.replace({ id: this.nextRecord, bytes: nothing }, undefined, doc, bytes)
    this.nextRecord++
    this.count++
  }

  /** Removes a record, and gives the document it was; undefined where there is none. */
  remove(id: RecordId): Doc | undefined {
    const bytes = this.read(id)
    const old = bytes && decode(bytes)
    if (!bytes || !old) return undefined
    this.replace({ id, bytes }, old, undefined, nothing)
    this.count--
    return old
  }

  /** Puts a document in the place of another, either of which may be none. Each key is looked up before a byte is put. */
  replace({ id, bytes: before }: StoredRecord, old: Doc | undefined, doc: Doc | undefined, bytes: Buffer) {
    const changes = this.indexes.map(index => index.changes(id, old, doc))
    this.refuseDuplicates(changes)
    this.bytes += bytes.length - before.length
    if (doc) this.storage.documents.putSync(this.key(id), bytes)
    else this.storage.documents.removeSync(this.key(id))
    for (const change of changes) change.apply()
    this.storage.touch(this)
  }

  /** Makes an index, given as `listIndexes` shows it, over all that is there. Throws DuplicateKey. */
  addIndex(spec: Doc): Index {
    const index = new Index(this.storage, new Map([['id', this.storage.newId()], ...spec]))
    for (const { id, bytes } of this.scan()) {
      const change = index.changes(id, undefined, decode(bytes))
      this.refuseDuplicates([change])
      change.apply()
    }
    this.indexes.push(index)
    this.storage.touch(this)
    return index
  }

  dropIndex(index: Index) {
    index.clear()
    this.indexes.splice(this.indexes.indexOf(index), 1)
    this.storage.touch(this)
  }

  clear() {
    for (const index of this.indexes) index.clear()
    const keys = [...this.storage.documents.getKeys({ start: this.key(0), end: this.key(2 ** 48 - 1) })]
    for (const key of keys) this.storage.documents.removeSync(key)
    this.count = 0
    this.bytes = 0
  }

  private refuseDuplicates(changes: readonly EntryChanges[]) {
    for (const { index, duplicate } of changes) {
      if (!duplicate) continue
      const keyValue: Doc = new Map()
      for (const [i, { name }] of index.fields.entries()) keyValue.set(name, duplicate[i] ?? null)
      const message = `E11000 duplicate key error collection: ${this.namespace} index: ${index.name} dup key: ${show(keyValue)}`
      throw new CommandError('DuplicateKey', message, docOf({ keyPattern: index.spec.get('key'), keyValue }))
    }
  }

  private key(id: RecordId): Buffer {
    const key = Buffer.allocUnsafe(10)
    key.set(uint32(this.id))
    key.writeUIntBE(id, 4, 6)
    return key
  }
}
