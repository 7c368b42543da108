import { Long } from 'bson'
import { type Doc, RawDoc, type Value } from './bson-codec.ts'
import { CommandError } from './errors.ts'

/** Gives the next documents of a result, at most `count` of them; undefined when there are no more. */
export type Source = () => Uint8Array | undefined

interface Cursor {
  namespace: string
  next: Source
  usedAt: number
}

const idleLimit = 10 * 60 * 1000
const batchBytes = 16 * 1024 * 1024
const usualFirst = 101

/** The results that clients have not read to their end. */
export class Cursors {
  private readonly open = new Map<number, Cursor>()
  private lastId = Math.floor(Math.random() * 2 ** 40)
  private readonly now: () => Date

  constructor(now: () => Date) {
    this.now = now
  }

  get size(): number {
    return this.open.size
  }

  /** The reply's `cursor` for a new result; what does not fit its first batch waits here. */
  start(namespace: string, next: Source, batchSize = usualFirst, isSingle = false): Doc {
    const { batch, rest } = fill(next, batchSize)
    let id = 0
    if (rest && !isSingle) {
      id = ++this.lastId
      this.open.set(id, { namespace, next: rest, usedAt: this.now().getTime() })
    }
    return reply('firstBatch', batch, id, namespace)
  }

  more(id: number, namespace: string, batchSize = Number.POSITIVE_INFINITY): Doc {
    const cursor = this.open.get(id)
    if (!cursor) throw new CommandError('CursorNotFound', `cursor id ${id} not found`)
    if (cursor.namespace !== namespace)
      throw new CommandError(
        13,
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`
      )
    const { batch, rest } = fill(cursor.next, batchSize)
    if (rest) this.open.set(id, { namespace, next: rest, usedAt: this.now().getTime() })
    else this.open.delete(id)
    return reply('nextBatch', batch, rest ? id : 0, namespace)
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

const fill = (next: Source, most: number): { batch: RawDoc[]; rest: Source | undefined } => {
  const batch: RawDoc[] = []
  let bytes = 0
  while (batch.length < most) {
    const document = next()
    if (document === undefined) return { batch, rest: undefined }
    if (bytes + document.length > batchBytes && batch.length > 0)
      return { batch, rest: before(document, next) }
    bytes += document.length
    batch.push(new RawDoc(document))
  }
  if (most === 0) return { batch, rest: next }
  const ahead = next()
  return { batch, rest: ahead === undefined ? undefined : before(ahead, next) }
}

const before = (first: Uint8Array, next: Source): Source => {
  let waiting: Uint8Array | undefined = first
  return () => {
    const document = waiting
    waiting = undefined
    return document ?? next()
  }
}

const reply = (name: string, batch: RawDoc[], id: number, namespace: string): Doc =>
  new Map<string, Value>([
    [name, batch],
    ['id', Long.fromNumber(id)],
    ['ns', namespace]
  ])
