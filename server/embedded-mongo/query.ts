import { decode } from './bson-codec.ts'
import type { Collection, RecordId, StoredRecord } from './collection.ts'
import type { Variables } from './expressions.ts'
import { compileFilter, fieldsOf, type Matcher } from './match.ts'
import { choosePlan, type Plan } from './plan.ts'
import { rank } from './ranking.ts'
import { compareKeys, type SortField, sortFields, sortKey } from './sort.ts'
import { demandsPhrases, hasPhrases } from './text.ts'
import type { Doc, Maybe } from './values.ts'

export interface QueryOptions {
  filter: Doc
  sort?: Doc | undefined
  skip?: number
  limit?: number
  hint?: Maybe
  variables?: Variables
}

/** What a query found: the records in order, and how it went about it. */
export interface Answer {
  ids: RecordId[]
  plan: Plan
  matcher: Matcher
  keysExamined: number
  documentsExamined: number
  /** Of a text search: how well each record fits. */
  scores: ReadonlyMap<RecordId, number>
}

/** Finds the records a query asks for, in one turn of the event loop. */
export const runQuery = (collection: Collection | undefined, options: QueryOptions): Answer => {
  const { filter, skip = 0, limit = 0, hint } = options
  const matcher = compileFilter(filter, options.variables, true)
  const sort = sortFields(options.sort ?? new Map())
  if (!collection) return new Work({ kind: 'nothing', sorts: true }, filter, matcher).answer([])
  const most = limit > 0 ? skip + limit : Number.POSITIVE_INFINITY
  const plan = choosePlan(collection, { filter, sort, limit: limit > 0 ? most : 0, hint })
  const work = new Work(plan, filter, matcher)
  const ids = work.take(collection, sort, most)
  return work.answer(skip > 0 ? ids.slice(skip) : ids)
}

// Of a text search the best fits come first: of ten thousand records with a common word, only those asked for are read.
const isInOrder = (plan: Plan, sort: readonly SortField[]): boolean =>
  plan.kind === 'text' ? sort.length === 1 && sort[0]?.isScore === true : plan.sorts

class Work {
  private readonly counts = { keysExamined: 0, documentsExamined: 0 }
  private readonly scores = new Map<RecordId, number>()
  private readonly plan: Plan
  private readonly matcher: Matcher
  private readonly wanted: Set<string> | undefined
  private readonly isUnfiltered: boolean

  constructor(plan: Plan, filter: Doc, matcher: Matcher) {
    this.plan = plan
    this.matcher = matcher
    this.wanted = fieldsOf(filter)
    this.isUnfiltered = filter.size === 0
  }

  answer(ids: RecordId[]): Answer {
    return { ids, plan: this.plan, matcher: this.matcher, scores: this.scores, ...this.counts }
  }

  /** The records that match, at most so many: as they come, or sorted where the plan does not give that order. */
  take(collection: Collection, sort: readonly SortField[], most: number): RecordId[] {
    const isOrdered = isInOrder(this.plan, sort)
    const wanted = this.wanted && new Set([...this.wanted, ...sort.map(({ path }) => path[0] ?? '')])
    const found: { id: RecordId; key: Maybe[] }[] = []
    const order = compareKeys(sort)
    const cut = () => {
      if (!isOrdered) found.sort((a, b) => order(a.key, b.key) || a.id - b.id)
      found.length = Math.min(found.length, most)
    }
    for (const { id, bytes } of this.records(collection)) {
      const doc = this.isUnfiltered && isOrdered ? undefined : decode(bytes, wanted)
      if (doc && !this.matcher(doc)) continue
      found.push({ id, key: doc && !isOrdered ? sortKey(doc, sort, this.scores.get(id)) : [] })
      if (isOrdered && found.length >= most) break
      if (found.length > most * 2 + 1000) cut()
    }
    cut()
    return found.map(({ id }) => id)
  }

  private *records(collection: Collection): Generator<StoredRecord> {
    const { plan, counts } = this
    if (plan.kind === 'scan')
      for (const record of collection.scan(0, plan.reverse)) {
        counts.documentsExamined++
        yield record
      }
    if (plan.kind === 'text') yield* this.found(plan, collection)
    const seen = mayRepeat(plan) ? new Set<RecordId>() : undefined
    for (const id of this.entries(plan)) {
      if (seen?.has(id)) continue
      seen?.add(id)
      const bytes = collection.read(id)
      counts.documentsExamined++
      if (bytes) yield { id, bytes }
    }
  }

  /** The records that a text search finds, the best first. */
  private *found({ text, query }: Plan & { kind: 'text' }, collection: Collection): Generator<StoredRecord> {
    const { postings, bestFirst } = rank(text.postings, query, collection.count)
    this.counts.keysExamined += postings
    const read = new Set([...text.weights.keys()].map(name => name.split('.')[0] ?? name))
    for (const { id, score } of bestFirst()) {
      const bytes = collection.read(id)
      this.counts.documentsExamined++
      if (!bytes || (demandsPhrases(query) && !hasPhrases(decode(bytes, read), text.weights, query))) continue
      this.scores.set(id, score)
      yield { id, bytes }
    }
  }

  private *entries(plan: Plan): Generator<RecordId> {
    if (plan.kind === 'or') for (const branch of plan.branches) yield* this.entries(branch)
    if (plan.kind !== 'index') return
    for (const { low, high } of plan.reverse ? [...plan.ranges].reverse() : plan.ranges)
      for (const id of plan.index.range(low, high, plan.reverse)) {
        this.counts.keysExamined++
        yield id
      }
  }
}

const mayRepeat = (plan: Plan): boolean =>
  plan.kind === 'or' || (plan.kind === 'index' && plan.index.isMultikey)

/** How many records a query matches, from the catalog or the index alone where they know. */
export const countMatching = (collection: Collection | undefined, options: QueryOptions): number => {
  const { filter, skip = 0, limit = 0, hint } = options
  const within = (count: number) => {
    const rest = Math.max(0, count - skip)
    return limit > 0 ? Math.min(rest, limit) : rest
  }
  compileFilter(filter, options.variables, true)
  if (!collection) return 0
  if (filter.size === 0 && hint === undefined) return within(collection.count)
  const plan = choosePlan(collection, { filter, sort: [], limit: 0, hint })
  if (plan.kind !== 'index' || !plan.isExact) return runQuery(collection, options).ids.length
  let count = 0
  for (const { low, high } of plan.ranges) for (const _ of plan.index.range(low, high, false)) count++
  return within(count)
}
