import { keyBytes, uint32 } from './bson-order.ts'
import type { RecordId } from './collection.ts'
import { fail } from './errors.ts'
import { compileFilter, type Matcher } from './match.ts'
import { keyValues, someValue } from './paths.ts'
import { Postings, postingBytes } from './postings.ts'
import type { Storage } from './storage.ts'
import { postingsOf, saysTheSame } from './text.ts'
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
  /** Of a text index: the fields it reads, each with its weight, and which records each word is in. */
  readonly text: { weights: Doc; postings: Postings } | undefined
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
    this.text = isDoc(weights) ? { weights, postings: new Postings(storage.entries, this.id) } : undefined
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
    if (this.text) return this.wordChanges(this.text, id, old, doc)
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
        for (const { bytes } of added)
          entries.putSync(this.entry(bytes, id), this.isUnique ? idBuffer(id) : there)
      }
    }
  }

  private wordChanges(
    { weights, postings }: NonNullable<Index['text']>,
    id: RecordId,
    old: Doc | undefined,
    doc: Doc | undefined
  ): EntryChanges {
    const apply = () => {
      const [covered, coveredOld] = [this.coveredBy(doc), this.coveredBy(old)]
      // Most changes leave the words alone, and to find the words of a long text costs more than all else.
      if (covered && coveredOld && saysTheSame(covered, coveredOld, weights)) return
      const [before, after] = [this.wordsOf(old), this.wordsOf(doc)]
      for (const stem of before.keys()) if (!after.has(stem)) postings.remove(stem, id)
      for (const [stem, score] of after) if (before.get(stem) !== score) postings.put(stem, id, score)
    }
    return { index: this, duplicate: undefined, apply }
  }

  /** The records whose key is in a range of bytes, in its order. Use within one turn of the event loop. */
  *range(low: Buffer, high: Buffer, reverse: boolean): Generator<RecordId> {
    const [start, end] = [this.whole(low), this.whole(high)]
    const backwards = { start: end, end: start, reverse, inclusiveEnd: true, exclusiveStart: true }
    for (const { key, value } of this.storage.entries.getRange(reverse ? backwards : { start, end }))
      yield this.isUnique ? value.readUIntBE(0, idBytes) : idAtEnd(key)
  }

  /** How many entries a document has here, and how many of them are not there. */
  owed(doc: Doc, id: RecordId): { count: number; missing: number } {
    const { text } = this
    const words = this.wordsOf(doc)
    const stems = [...words.keys()]
    const keys = [...this.keysOf(doc).values()]
    const missing = text
      ? stems.filter(stem => text.postings.get(stem, id) !== Math.fround(words.get(stem) ?? 0))
      : keys.filter(({ bytes }) => !this.has(bytes, id))
    return { count: stems.length + keys.length, missing: missing.length }
  }

  private has(bytes: Buffer, id: RecordId): boolean {
    const value = this.storage.entries.get(this.entry(bytes, id))
    return value !== undefined && (!this.isUnique || value.readUIntBE(0, idBytes) === id)
  }

  /** How many entries there are. */
  count(): number {
    if (!this.text) return this.storage.entries.getKeysCount(this.all)
    let count = 0
    for (const { value } of this.storage.entries.getRange(this.all)) count += value.length / postingBytes
    return count
  }

  clear() {
    this.takeAll(() => {})
  }

  /** Takes every entry out, in their order, giving each to `into`; a few thousand at a time are held. */
  takeAll(into: (key: Buffer, value: Buffer) => void) {
    const { entries } = this.storage
    for (let some = this.firstEntries(); some.length > 0; some = this.firstEntries())
      for (const { key, value } of some) {
        into(key, value)
        entries.removeSync(key)
      }
  }

  private firstEntries() {
    return [...this.storage.entries.getRange({ ...this.all, limit: 5000 })]
  }

  /** How much each word of a document counts, in a text index. */
  private wordsOf(doc: Doc | undefined): ReadonlyMap<string, number> {
    const covered = this.text && this.coveredBy(doc)
    return covered ? postingsOf(covered, this.text.weights) : new Map()
  }

  /** The keys a document has here, by their bytes as text; none when the index leaves the document out. */
  private keysOf(doc: Doc | undefined): Map<string, Key> {
    const keys = new Map<string, Key>()
    const covered = this.text ? undefined : this.coveredBy(doc)
    if (!covered || (this.isSparse && this.isAbsent(covered))) return keys
    for (const values of keyValues(covered, this.paths, this.parallel, this.multikey)) {
      const { bytes, isCut } = keyBytes(values, this.fields)
      this.isCut ||= isCut
      keys.set(bytes.toString('latin1'), { bytes, values })
    }
    return keys
  }

  private coveredBy(doc: Doc | undefined): Doc | undefined {
    return doc && this.covers && !this.covers(doc) ? undefined : doc
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

const there = Buffer.from([1])

const idBuffer = (id: RecordId): Buffer => {
  const bytes = Buffer.allocUnsafe(idBytes)
  bytes.writeUIntBE(id, 0, idBytes)
  return bytes
}

const idAtEnd = (key: Buffer): RecordId => key.readUIntBE(key.length - idBytes, idBytes)
