import { type Doc, decode, encode, isDoc, numeric, type Value } from './bson-codec.ts'
import { uint32 } from './bson-order.ts'
import { CommandError } from './errors.ts'
import { Index, type IndexSpec } from './index-entries.ts'
import { show } from './show.ts'
import type { Storage } from './storage.ts'

/** What the catalog keeps of a collection. `bytes` is the size of all documents. */
interface Description {
  id: number
  namespace: string
  options: Doc
  count: number
  nextRecord: number
  bytes: number
  indexes: Index[]
}

/** A record's number within its collection, growing with each insertion: the order of a plain scan. */
export type RecordId = number

export interface StoredRecord {
  id: RecordId
  bytes: Buffer
}

/** The documents of one collection with their index entries, changed together. */
export class Collection {
  readonly id: number
  namespace: string
  readonly options: Doc
  count: number
  bytes: number
  readonly indexes: Index[]
  private nextRecord: number
  private readonly storage: Storage

  constructor(storage: Storage, description: Description) {
    this.storage = storage
    this.id = description.id
    this.namespace = description.namespace
    this.options = description.options
    this.count = description.count
    this.bytes = description.bytes
    this.nextRecord = description.nextRecord
    this.indexes = description.indexes
  }

  static from(storage: Storage, doc: Doc): Collection {
    const options = doc.get('options')
    const indexes = doc.get('indexes')
    const number = (name: string) => numeric(doc.get(name)) ?? 0
    return new Collection(storage, {
      id: number('id'),
      namespace: String(doc.get('ns')),
      options: isDoc(options) ? options : new Map(),
      count: number('count'),
      nextRecord: number('next'),
      bytes: number('bytes'),
      indexes: Array.isArray(indexes) ? indexes.filter(isDoc).map(index => Index.from(storage, index)) : []
    })
  }

  describe(): Doc {
    return new Map<string, Value>([
      ['id', this.id],
      ['ns', this.namespace],
      ['options', this.options],
      ['count', this.count],
      ['next', this.nextRecord],
      ['bytes', this.bytes],
      ['indexes', this.indexes.map(index => index.describe())]
    ])
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
  insert(doc: Doc, bytes: Buffer = encode(doc)): RecordId {
    const id = this.nextRecord
    const changes = this.indexes.map(index => index.changes(id, undefined, doc))
    this.refuseDuplicates(changes)
    this.nextRecord++
    this.count++
    this.bytes += bytes.length
    this.storage.documents.putSync(this.key(id), bytes)
    for (const change of changes) change.apply()
    this.storage.touch(this)
    return id
  }

  replace(record: StoredRecord, old: Doc, doc: Doc, bytes: Buffer) {
    const changes = this.indexes.map(index => index.changes(record.id, old, doc))
    this.refuseDuplicates(changes)
    this.bytes += bytes.length - record.bytes.length
    this.storage.documents.putSync(this.key(record.id), bytes)
    for (const change of changes) change.apply()
    this.storage.touch(this)
  }

  remove(record: StoredRecord, old: Doc) {
    const changes = this.indexes.map(index => index.changes(record.id, old, undefined))
    this.storage.documents.removeSync(this.key(record.id))
    for (const change of changes) change.apply()
    this.count--
    this.bytes -= record.bytes.length
    this.storage.touch(this)
  }

  addIndex(spec: IndexSpec): Index {
    const index = new Index(this.storage, this.storage.newId(), spec)
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

  rename(namespace: string) {
    this.storage.collections.delete(this.namespace)
    this.namespace = namespace
    this.storage.collections.set(namespace, this)
    this.storage.touch(this)
  }

  private refuseDuplicates(changes: readonly ReturnType<Index['changes']>[]) {
    for (const { index, duplicate } of changes) {
      if (!duplicate) continue
      const fields = index.fields.map(({ name }, i): [string, Value] => [name, duplicate[i] ?? null])
      const shown = fields.map(([name, value]) => `${name}: ${show(value)}`).join(', ')
      throw new CommandError(
        'DuplicateKey',
        `E11000 duplicate key error collection: ${this.namespace} index: ${index.spec.name} dup key: { ${shown} }`,
        new Map<string, Value>([
          ['keyPattern', index.spec.key],
          ['keyValue', new Map(fields)]
        ])
      )
    }
  }

  private key(id: RecordId): Buffer {
    const key = Buffer.allocUnsafe(10)
    key.set(uint32(this.id))
    key.writeUIntBE(id, 4, 6)
    return key
  }
}
