import { randomUUID } from 'node:crypto'
import mongoose, { type Query, type Schema } from 'mongoose'
import { mayBeReadNearby, seenByNearReads } from './near-reads.ts'

/** What a write touched: records by their ids, and whether others of a kind; null where it may be anything. */
export interface Touched {
  readonly letters: readonly string[]
  readonly questions: readonly string[]
  readonly replies: readonly string[]
  /** Desks or organizations. */
  readonly directory: boolean
  readonly references: boolean
}

/** As an older release notes it: what it says nothing of may have been touched. */
type Noted = Pick<Touched, 'letters' | 'questions'> & Partial<Touched>

interface RevisionDocument {
  _id: string
  n: number
  store: string
  /** One entry for each of the last increments, the latest last. */
  recent?: (Noted | null)[]
}

/**
 * One number that grows with every write of a record that pages show. What is kept of pages and lists is kept by
 * it, so that a withdrawal holds at once, in every process that uses the store.
 */
const revisions = () => mongoose.connection.collection<RevisionDocument>('revisions')

const ID = 'records'

/** So many increments are remembered; who has seen less reads everything anew. */
const remembered = 40

/** More records than this in one increment are as good as any. */
const mostTouched = 200

let countWrites: () => number | null = () => null
let seen: { readonly count: number; readonly revision: string } | null = null

/**
 * Tells how all writes to the store are counted, where this process can see that without asking it: it then asks for
 * the number only after a write. Null where it cannot.
 */
export function countWritesBy(count: () => number | null): void {
  countWrites = count
  seen = null
}

/** The number as it stands where that is known without asking the store. */
export function knownRevision(): string | null {
  const count = countWrites()
  return seen !== null && seen.count === count ? seen.revision : null
}

/** The number as it stands, with a name of the store that no other store has; `0` where nothing was ever written. */
export async function currentRevision(): Promise<string> {
  const count = countWrites()
  const revision = await readRevision()
  // Of what was written meanwhile it may know or not: the count has moved on, and it is asked for again.
  seen = count === null ? null : { count, revision }
  return revision
}

async function readRevision(): Promise<string> {
  const found = await revisions().findOne(
    { _id: ID },
    { projection: { n: 1, store: 1 }, ...seenByNearReads() }
  )
  return found ? keyOf(found) : '0'
}

/** The number as it stands, and what was touched since an earlier one; null where that is not known any more. */
export async function touchedSince(earlier: string): Promise<{ revision: string; touched: Touched | null }> {
  const found = await revisions().findOne({ _id: ID }, seenByNearReads())
  if (!found) return { revision: '0', touched: null }
  const recent = found.recent ?? []
  const since = found.n - Number(earlier.split('.')[1])
  const isKnown = earlier.startsWith(`${found.store}.`) && since >= 0 && since <= recent.length
  const entries = isKnown ? recent.slice(recent.length - since) : [null]
  return { revision: keyOf(found), touched: together(entries) }
}

const keyOf = ({ store, n }: Pick<RevisionDocument, 'store' | 'n'>): string => `${store}.${n}`

/** What several writes touched; null as soon as one of them may have touched any record, or there are many. */
function together(entries: readonly (Noted | null)[]): Touched | null {
  const letters = new Set<string>()
  const questions = new Set<string>()
  const replies = new Set<string>()
  let directory = false
  let references = false
  for (const entry of entries) {
    if (!entry?.replies) return null
    for (const id of entry.letters) letters.add(id)
    for (const id of entry.questions) questions.add(id)
    for (const id of entry.replies) replies.add(id)
    directory ||= entry.directory ?? true
    references ||= entry.references ?? true
  }
  return letters.size + questions.size + replies.size > mostTouched
    ? null
    : { letters: [...letters], questions: [...questions], replies: [...replies], directory, references }
}

/** Says that records changed; without saying which, for writes that pass mongoose by, such as a restore. */
export function bumpRevision(touched: Touched | null = null): Promise<unknown> {
  gathered.push(touched)
  waiting ??= afterRunning().then(() => {
    waiting = undefined
    const all = together(gathered.splice(0))
    running = revisions().updateOne(
      { _id: ID },
      {
        $inc: { n: 1 },
        $setOnInsert: { store: randomUUID() },
        $push: { recent: { $each: [all], $slice: -remembered } }
      },
      { upsert: true }
    )
    return running
  })
  return waiting
}

// Writes that come together share one increment, which starts after all of them are done.
let running: Promise<unknown> = Promise.resolve()
let waiting: Promise<unknown> | undefined
const gathered: (Touched | null)[] = []
const afterRunning = (): Promise<unknown> => running.catch(() => undefined)

const queryWrites = [
  'updateOne',
  'updateMany',
  'replaceOne',
  'deleteOne',
  'deleteMany',
  'findOneAndUpdate',
  'findOneAndReplace',
  'findOneAndDelete'
] as const

/** A schema plugin: every write of this collection is followed by a new revision, before it is reported as done. */
export function isShown(schema: Schema): void {
  schema.plugin(mayBeReadNearby)
  schema.post(
    [...queryWrites],
    { query: true, document: false },
    async function (this: Query<unknown, unknown>) {
      await bumpRevision(touchedBy(this.model.modelName, this.getFilter()))
    }
  )
  schema.post('save', async doc => {
    const name =
      'constructor' in doc && 'modelName' in doc.constructor ? String(doc.constructor.modelName) : ''
    await bumpRevision(touchedBy(name, doc.toObject()))
  })
  schema.post('insertMany', async () => void (await bumpRevision()))
  schema.post('bulkWrite', async () => void (await bumpRevision()))
}

const nothing: Touched = { letters: [], questions: [], replies: [], directory: false, references: false }

/** What a filter or a record names. What is few, or of little weight, is read anew all together. */
function touchedBy(model: string, named: object): Touched | null {
  const id = idIn(named, '_id')
  switch (model) {
    case 'Letter':
      return id === null ? null : { ...nothing, letters: [id] }
    case 'Question': {
      if (id !== null) return { ...nothing, questions: [id] }
      const letterId = idIn(named, 'letterId')
      return letterId === null ? null : { ...nothing, letters: [letterId] }
    }
    case 'Response':
      return id === null ? null : { ...nothing, replies: [id] }
    case 'Desk':
    case 'Organization':
      return { ...nothing, directory: true }
    case 'Reference':
      return { ...nothing, references: true }
    default:
      // Members are in no list that is held.
      return nothing
  }
}

function idIn(named: object, field: '_id' | 'letterId'): string | null {
  const value: unknown = Object.entries(named).find(([name]) => name === field)?.[1]
  if (value instanceof mongoose.Types.ObjectId) return value.toHexString()
  return typeof value === 'string' && /^[0-9a-f]{24}$/.test(value) ? value : null
}
