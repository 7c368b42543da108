import { Long } from 'bson'
import { encode } from './bson-codec.ts'
import { fail } from './errors.ts'
import { type Doc, docOf } from './values.ts'

/** Gives the next document of a result, as bytes; undefined when there are no more. */
export type Source = () => Uint8Array | undefined

/** A result that is there already. */
export const sourceOf = (docs: readonly Doc[]): Source => {
  const left = docs.values()
  return () => {
    const { value, done } = left.next()
    return done ? undefined : encode(value)
  }
}

interface Cursor {
  namespace: string
  next: Source
  /** The document that the next batch begins with; undefined when all have been given. */
  ahead: Uint8Array | undefined
  usedAt: number
}

const idleLimit = 10 * 60 * 1000
const batchBytes = 16 * 1024 * 1024
const usualFirst = 101

/** The results that clients have not read to their end. Replies are given as bytes. */
export class Cursors {
  private readonly open = new Map<number, Cursor>()
  private lastId = Math.floor(Math.random() * 2 ** 40)
  private readonly now: () => Date

  constructor(now: () => Date) {
    this.now = now
  }

  /** The reply to a command with a new result; what does not fit its first batch waits here. */
  start(namespace: string, next: Source, batchSize = usualFirst, isSingle = false): Buffer {
    const cursor = { namespace, next, ahead: next(), usedAt: this.now().getTime() }
    const batch = batchOf(cursor, batchSize)
    const id = cursor.ahead && !isSingle ? ++this.lastId : 0
    if (id > 0) this.open.set(id, cursor)
    return reply('firstBatch', batch, id, namespace)
  }

  more(id: number, namespace: string, batchSize = Number.POSITIVE_INFINITY): Buffer {
    const cursor = this.open.get(id) ?? fail('CursorNotFound', `cursor id ${id} not found`)
    if (cursor.namespace !== namespace)
      fail(13, `Requested getMore on namespace '${namespace}', but cursor belongs to ${cursor.namespace}`)
    const batch = batchOf(cursor, batchSize)
    cursor.usedAt = this.now().getTime()
    if (!cursor.ahead) this.open.delete(id)
    return reply('nextBatch', batch, cursor.ahead ? id : 0, namespace)
  }

  /** Whether there was such a cursor. */
  kill(id: number): boolean {
    return this.open.delete(id)
  }

  killAll(namespace: string) {
    for (const [id, cursor] of this.open) if (cursor.namespace === namespace) this.open.delete(id)
  }

  killIdle() {
    const limit = this.now().getTime() - idleLimit
    for (const [id, cursor] of this.open) if (cursor.usedAt < limit) this.open.delete(id)
  }
}

/** The next documents, at most so many and no more than a message holds. */
const batchOf = (cursor: Cursor, most: number): Uint8Array[] => {
  const batch: Uint8Array[] = []
  let bytes = 0
  for (let one = cursor.ahead; one && batch.length < most; one = cursor.ahead) {
    bytes += one.length
    if (bytes > batchBytes && batch.length > 0) break
    batch.push(one)
    cursor.ahead = cursor.next()
  }
  return batch
}

/** `{cursor: {<name>: batch, id, ns}, ok: 1}`, into which the documents go as the bytes they are. */
const reply = (name: string, batch: readonly Uint8Array[], id: number, ns: string): Buffer => {
  const list = wrapped(batch.flatMap((bytes, i) => [element(3, String(i)), bytes]))
  const cursor = wrapped([element(4, name), list, fieldsOf(docOf({ id: Long.fromNumber(id), ns }))])
  return wrapped([element(3, 'cursor'), cursor, fieldsOf(docOf({ ok: 1 }))])
}

const element = (type: number, name: string): Buffer => Buffer.from(`${String.fromCharCode(type)}${name}\0`)
const fieldsOf = (doc: Doc): Buffer => encode(doc).subarray(4, -1)

const wrapped = (parts: readonly Uint8Array[]): Buffer => {
  const bytes = Buffer.concat([Buffer.alloc(4), ...parts, Buffer.alloc(1)])
  bytes.writeInt32LE(bytes.length)
  return bytes
}
