import { type Doc, isDoc, numeric, type Value } from './bson-codec.ts'
import { type KeyBytes, keyBytes, uint32 } from './bson-order.ts'
import type { RecordId } from './collection.ts'
import { CommandError } from './errors.ts'
import { compileFilter, type Matcher } from './match.ts'
import { keyValues, ParallelArrays, someValue } from './paths.ts'
import type { Storage } from './storage.ts'
import { postingsOf } from './text.ts'

/** An index as it was asked for; `key` is `{field: 1 | -1}`. */
export interface IndexSpec {
  name: string
  key: Doc
  unique: boolean
  sparse: boolean
  partial?: Doc
  /** Seconds after which a document goes, counted from its date in the one field of the key. */
  expireAfterSeconds?: number
  hidden?: boolean
  /** Of a text index: the fields it reads, each with its weight. */
  weights?: Doc
}

export interface IndexField {
  name: string
  path: string[]
  direction: 1 | -1
}

/** What one write does to one index: checked first, then applied, so that a refusal leaves nothing behind. */
export interface EntryChanges {
  index: Index
  duplicate: (Value | undefined)[] | undefined
  apply(): void
}

const idBytes = 6

interface Key extends KeyBytes {
  values: (Value | undefined)[]
  /** Of a word in a text index: how much it counts. */
  score?: number
}

/** The entries of one index: key bytes then the record's number; in a unique index the number is the value. */
export class Index {
  readonly id: number
  readonly spec: IndexSpec
  readonly fields: IndexField[]
  /** For each field, whether any document ever led through an array there. */
  readonly multikey: boolean[]
  /** Whether any key was too long to be kept whole, so that order and equality of entries are not exact. */
  isCut = false
  private readonly paths: string[][]
  private readonly directions: number[]
  private readonly storage: Storage
  private readonly covers: Matcher | undefined

  constructor(storage: Storage, id: number, spec: IndexSpec) {
    this.storage = storage
    this.id = id
    this.spec = spec
    this.fields = [...spec.key].map(([name, value]) => ({
      name,
      path: name.split('.'),
      direction: (numeric(value) ?? 1) < 0 ? -1 : 1
    }))
    this.paths = this.fields.map(field => field.path)
    this.directions = this.fields.map(field => field.direction)
    this.multikey = this.fields.map(() => false)
    this.covers = spec.partial && compileFilter(spec.partial)
  }

  static from(storage: Storage, doc: Doc): Index {
    const key = doc.get('key')
    const partial = doc.get('partialFilterExpression')
    const weights = doc.get('weights')
    const expireAfterSeconds = numeric(doc.get('expireAfterSeconds'))
    const index = new Index(storage, numeric(doc.get('id')) ?? 0, {
      name: String(doc.get('name')),
      key: isDoc(key) ? key : new Map(),
      unique: doc.get('unique') === true,
      sparse: doc.get('sparse') === true,
      hidden: doc.get('hidden') === true,
      ...(isDoc(partial) ? { partial } : {}),
      ...(isDoc(weights) ? { weights } : {}),
      ...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds })
    })
    const multikey = doc.get('multikey')
    if (Array.isArray(multikey))
      multikey.forEach((one, i) => {
        index.multikey[i] = one === true
      })
    index.isCut = doc.get('cut') === true
    return index
  }

  describe(): Doc {
    return new Map<string, Value>([
      ['id', this.id],
      ...this.publicSpec(),
      ['multikey', [...this.multikey]],
      ['cut', this.isCut]
    ])
  }

  /** The index as `listIndexes` shows it. */
  publicSpec(): Doc {
    const { name, key, unique, sparse, partial, expireAfterSeconds, hidden, weights } = this.spec
    const doc = new Map<string, Value>([
      ['v', 2],
      ['key', key],
      ['name', name]
    ])
    if (unique && name !== '_id_') doc.set('unique', true)
    if (sparse) doc.set('sparse', true)
    if (partial) doc.set('partialFilterExpression', partial)
    if (expireAfterSeconds !== undefined) doc.set('expireAfterSeconds', expireAfterSeconds)
    if (hidden) doc.set('hidden', true)
    if (weights) {
      doc.set('weights', weights)
      doc.set('default_language', 'english')
      doc.set('language_override', 'language')
      doc.set('textIndexVersion', 3)
    }
    return doc
  }

  get isUnique(): boolean {
    return this.spec.unique || this.spec.name === '_id_'
  }

  get isMultikey(): boolean {
    return this.multikey.includes(true)
  }

  /** What replacing `old` by `doc` means here; undefined stands for a document that is not there. */
  changes(id: RecordId, old: Doc | undefined, doc: Doc | undefined): EntryChanges {
    const before = this.keysOf(old)
    const after = this.keysOf(doc)
    const added = [...after].filter(([key]) => !before.has(key))
    const removed = [...before].filter(([key]) => !after.has(key))
    const taken = this.isUnique
      ? added.find(([, { bytes }]) => this.storage.entries.get(this.whole(bytes)) !== undefined)
      : undefined
    return {
      index: this,
      duplicate: taken?.[1].values,
      apply: () => {
        for (const [, { bytes }] of removed) this.storage.entries.removeSync(this.entry(bytes, id))
        for (const [, { bytes, score }] of added)
          this.storage.entries.putSync(
            this.entry(bytes, id),
            this.isUnique ? idBuffer(id) : scoreBuffer(score)
          )
      }
    }
  }

  /** The record numbers of entries whose key is in a range of bytes, with their keys. Use within one turn of the event loop. */
  *range(low: Buffer, high: Buffer, reverse: boolean): Generator<{ key: Buffer; id: RecordId }> {
    const [start, end] = [this.whole(low), this.whole(high)]
    const range = reverse
      ? { start: end, end: start, reverse, inclusiveEnd: true, exclusiveStart: true }
      : { start, end }
    for (const { key, value } of this.storage.entries.getRange(range))
      yield this.isUnique
        ? { key: key.subarray(4), id: value.readUIntBE(0, idBytes) }
        : { key: key.subarray(4, key.length - idBytes), id: key.readUIntBE(key.length - idBytes, idBytes) }
  }

  /** The records that have a word, with how much it counts in each. */
  *postings(stem: string): Generator<{ id: RecordId; score: number }> {
    const bytes = termKey(stem)
    const start = this.whole(bytes)
    const end = this.whole(Buffer.concat([bytes.subarray(0, -1), Buffer.from([1])]))
    for (const { key, value } of this.storage.entries.getRange({ start, end }))
      yield { id: key.readUIntBE(key.length - idBytes, idBytes), score: value.readFloatBE(0) }
  }

  /** The record of a unique index under exactly this key. */
  find(bytes: Buffer): RecordId | undefined {
    return this.storage.entries.get(this.whole(bytes))?.readUIntBE(0, idBytes)
  }

  /** Whether the entry of this key and record is there. */
  has(bytes: Buffer, id: RecordId): boolean {
    const value = this.storage.entries.get(this.entry(bytes, id))
    return value !== undefined && (!this.isUnique || value.readUIntBE(0, idBytes) === id)
  }

  /** How many entries there are. */
  count(): number {
    const range = { start: Buffer.from(uint32(this.id)), end: Buffer.from(uint32(this.id + 1)) }
    return this.storage.entries.getKeysCount(range)
  }

  clear() {
    const range = { start: Buffer.from(uint32(this.id)), end: Buffer.from(uint32(this.id + 1)) }
    const keys = [...this.storage.entries.getKeys(range)]
    for (const key of keys) this.storage.entries.removeSync(key)
  }

  /** The keys a document has here, by their bytes as text; none when the index leaves the document out. */
  keysOf(doc: Doc | undefined): Map<string, Key> {
    const keys = new Map<string, Key>()
    if (!doc || (this.covers && !this.covers(doc)) || (this.spec.sparse && this.isAbsent(doc))) return keys
    if (this.spec.weights) {
      for (const [stem, score] of postingsOf(doc, this.spec.weights)) {
        const bytes = termKey(stem)
        keys.set(`${bytes.toString('latin1')} ${score}`, { bytes, isCut: false, values: [stem], score })
      }
      return keys
    }
    for (const values of this.keyValuesOf(doc)) {
      const key = keyBytes(values, this.directions)
      this.isCut ||= key.isCut
      keys.set(key.bytes.toString('latin1'), { ...key, values })
    }
    return keys
  }

  private keyValuesOf(doc: Doc) {
    try {
      return keyValues(doc, this.paths, this.multikey)
    } catch (error) {
      if (error instanceof ParallelArrays)
        throw new CommandError(
          'CannotIndexParallelArrays',
          `cannot index parallel arrays [${this.fields.map(field => field.name).join('] [')}]`
        )
      throw error
    }
  }

  private isAbsent(doc: Doc): boolean {
    return this.paths.every(path => !someValue(doc, path, false, value => value !== undefined))
  }

  private whole(bytes: Buffer): Buffer {
    return Buffer.concat([Buffer.from(uint32(this.id)), bytes])
  }

  private entry(bytes: Buffer, id: RecordId): Buffer {
    return this.isUnique ? this.whole(bytes) : Buffer.concat([this.whole(bytes), idBuffer(id)])
  }
}

const nothing = Buffer.from([1])
const scoreBuffer = (score: number | undefined): Buffer => {
  if (score === undefined) return nothing
  const bytes = Buffer.alloc(4)
  bytes.writeFloatBE(score)
  return bytes
}
const termKey = (stem: string): Buffer => Buffer.from(`${stem}\0`, 'utf8')
const idBuffer = (id: RecordId): Buffer => {
  const bytes = Buffer.allocUnsafe(idBytes)
  bytes.writeUIntBE(id, 0, idBytes)
  return bytes
}
