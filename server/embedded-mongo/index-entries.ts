import { keyBytes, uint32 } from './bson-order.ts'
import type { RecordId } from './collection.ts'
import { fail } from './errors.ts'
import { compileFilter, type Matcher } from './match.ts'
import { keyValues, someValue } from './paths.ts'
import type { Storage } from './storage.ts'
import { postingsOf } from './text.ts'
import { type Doc, docOf, isDoc, isPresent, type Maybe, numeric } from './values.ts'

/** What one write does to one index: checked first, then applied, so that a refusal leaves nothing behind. */
export interface EntryChanges {
  index: Index
  /** The values of a key that another record has already. */
  duplicate: Maybe[] | undefined
  apply(): void
}

const idBytes = 6

interface Key {
  bytes: Buffer
  values: Maybe[]
  /** Of a word in a text index: how much it counts. */
  score?: number
}

/** The entries of one index: key bytes then the record's number; in a unique index the number is the value. */
export class Index {
  readonly id: number
  /** The index as `listIndexes` shows it. */
  readonly spec: Doc
  readonly name: string
  readonly fields: { name: string; path: string[]; direction: 1 | -1 }[]
  readonly isUnique: boolean
  readonly isSparse: boolean
  /** The filter of a partial index. */
  readonly partial: Doc | undefined
  /** Of a text index: the fields it reads, each with its weight. */
  readonly weights: Doc | undefined
  /** For each field, whether any document ever led through an array there. */
  readonly multikey: boolean[]
  /** Whether any key was too long to be kept whole, so that order and equality of entries are not exact. */
  isCut: boolean
  private readonly paths: string[][]
  private readonly storage: Storage
  private readonly covers: Matcher | undefined

  /** An index as `describe` wrote it down; of a new one there is only `id` and what was asked for. */
  constructor(storage: Storage, described: Doc) {
    const { id, multikey, cut, ...spec } = Object.fromEntries(described)
    const [key, partial, weights] = [spec.key, spec.partialFilterExpression, spec.weights]
    this.storage = storage
    this.id = numeric(id) ?? 0
    this.spec = docOf(spec)
    this.name = String(spec.name)
    this.fields = [...(isDoc(key) ? key : [])].map(([name, value]) => ({
      name,
      path: name.split('.'),
      direction: (numeric(value) ?? 1) < 0 ? -1 : 1
    }))
    this.isUnique = spec.unique === true || this.name === '_id_'
    this.isSparse = spec.sparse === true
    this.partial = isDoc(partial) ? partial : undefined
    this.weights = isDoc(weights) ? weights : undefined
    this.multikey = this.fields.map((_, i) => Array.isArray(multikey) && multikey[i] === true)
    this.isCut = cut === true
    this.paths = this.fields.map(({ path }) => path)
    this.covers = this.partial && compileFilter(this.partial)
  }

  describe(): Doc {
    const { id, multikey, isCut } = this
    return new Map([['id', id], ...this.spec, ['multikey', [...multikey]], ['cut', isCut]])
  }

  get isMultikey(): boolean {
    return this.multikey.includes(true)
  }

  /** What replacing `old` by `doc` means here; undefined stands for a document that is not there. */
  changes(id: RecordId, old: Doc | undefined, doc: Doc | undefined): EntryChanges {
    const { entries } = this.storage
    const [before, after] = [this.keysOf(old), this.keysOf(doc)]
    const added = [...after].flatMap(([text, key]) => (before.has(text) ? [] : [key]))
    const removed = [...before].flatMap(([text, key]) => (after.has(text) ? [] : [key]))
    const isTaken = ({ bytes }: Key) => this.isUnique && entries.get(this.whole(bytes)) !== undefined
    return {
      index: this,
      duplicate: added.find(isTaken)?.values,
      apply: () => {
        for (const { bytes } of removed) entries.removeSync(this.entry(bytes, id))
        for (const { bytes, score } of added)
          entries.putSync(this.entry(bytes, id), this.isUnique ? idBuffer(id) : scoreBuffer(score))
      }
    }
  }

  /** The records whose key is in a range of bytes, in its order. Use within one turn of the event loop. */
  *range(low: Buffer, high: Buffer, reverse: boolean): Generator<RecordId> {
    const [start, end] = [this.whole(low), this.whole(high)]
    const backwards = { start: end, end: start, reverse, inclusiveEnd: true, exclusiveStart: true }
    for (const { key, value } of this.storage.entries.getRange(reverse ? backwards : { start, end }))
      yield this.isUnique ? value.readUIntBE(0, idBytes) : idAtEnd(key)
  }

  /** The records that have a word, with how much it counts in each. */
  *postings(stem: string): Generator<{ id: RecordId; score: number }> {
    const range = { start: this.whole(termKey(stem)), end: this.whole(termKey(stem, 1)) }
    for (const { key, value } of this.storage.entries.getRange(range))
      yield { id: idAtEnd(key), score: value.readFloatBE(0) }
  }

  /** Whether the entry of this key and record is there. */
  has(bytes: Buffer, id: RecordId): boolean {
    const value = this.storage.entries.get(this.entry(bytes, id))
    return value !== undefined && (!this.isUnique || value.readUIntBE(0, idBytes) === id)
  }

  /** How many entries there are. */
  count(): number {
    return this.storage.entries.getKeysCount(this.all)
  }

  clear() {
    for (const key of [...this.storage.entries.getKeys(this.all)]) this.storage.entries.removeSync(key)
  }

  /** The keys a document has here, by their bytes as text; none when the index leaves the document out. */
  keysOf(doc: Doc | undefined): Map<string, Key> {
    const keys = new Map<string, Key>()
    if (!doc || (this.covers && !this.covers(doc)) || (this.isSparse && this.isAbsent(doc))) return keys
    if (this.weights)
      for (const [stem, score] of postingsOf(doc, this.weights))
        keys.set(`${stem} ${score}`, { bytes: termKey(stem), values: [stem], score })
    else
      for (const values of keyValues(doc, this.paths, this.parallel, this.multikey)) {
        const { bytes, isCut } = keyBytes(values, this.fields)
        this.isCut ||= isCut
        keys.set(bytes.toString('latin1'), { bytes, values })
      }
    return keys
  }

  private readonly parallel = (): never => {
    const names = this.fields.map(({ name }) => name).join('] [')
    return fail('CannotIndexParallelArrays', `cannot index parallel arrays [${names}]`)
  }

  private isAbsent(doc: Doc): boolean {
    return this.paths.every(path => !someValue(doc, path, false, isPresent))
  }

  private get all() {
    return { start: Buffer.from(uint32(this.id)), end: Buffer.from(uint32(this.id + 1)) }
  }

  private whole(bytes: Buffer): Buffer {
    return Buffer.concat([Buffer.from(uint32(this.id)), bytes])
  }

  private entry(bytes: Buffer, id: RecordId): Buffer {
    return this.isUnique ? this.whole(bytes) : Buffer.concat([this.whole(bytes), idBuffer(id)])
  }
}

const scoreBuffer = (score: number | undefined): Buffer => {
  if (score === undefined) return Buffer.from([1])
  const bytes = Buffer.alloc(4)
  bytes.writeFloatBE(score)
  return bytes
}

const termKey = (stem: string, end = 0): Buffer => Buffer.from(`${stem}${String.fromCharCode(end)}`)

const idBuffer = (id: RecordId): Buffer => {
  const bytes = Buffer.allocUnsafe(idBytes)
  bytes.writeUIntBE(id, 0, idBytes)
  return bytes
}

const idAtEnd = (key: Buffer): RecordId => key.readUIntBE(key.length - idBytes, idBytes)
