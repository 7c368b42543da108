import { type Doc, decode, type Value } from './bson-codec.ts'
import type { Collection, RecordId, StoredRecord } from './collection.ts'
import type { Variables } from './expressions.ts'
import { compileFilter, fieldsOf, type Matcher } from './match.ts'
import { choosePlan, type Plan } from './plan.ts'
import { compareKeys, type SortField, sortFields, sortKey } from './sort.ts'
import { demandsMore, hasPhrases } from './text.ts'

export interface QueryOptions {
  filter: Doc
  sort?: Doc | undefined
  skip?: number
  limit?: number
  hint?: Value | undefined
  variables?: Variables
}

/** What a query found: the records in order, and how it went about it. */
export interface Answer {
  ids: RecordId[]
  plan: Plan
  keysExamined: number
  documentsExamined: number
  matcher: Matcher
  /** Of a text search: how well each record fits. */
  scores: ReadonlyMap<RecordId, number>
}

/** Finds the records a query asks for, in one turn of the event loop. */
export const runQuery = (collection: Collection | undefined, options: QueryOptions): Answer => {
  const { filter, skip = 0, limit = 0 } = options
  const matcher = compileFilter(filter, options.variables)
  const sort = sortFields(options.sort ?? new Map())
  const work = new Work(matcher, filter)
  if (!collection) return { ids: [], plan: { kind: 'nothing' }, matcher, scores: work.scores, ...work.counts }
  const plan = choosePlan(collection, {
    filter,
    sort,
    limit: limit > 0 ? limit + skip : 0,
    hint: options.hint
  })
  const most = limit > 0 ? skip + limit : Number.POSITIVE_INFINITY
  const ids = isSorted(plan, sort)
    ? work.take(collection, plan, most)
    : work.sorted(collection, plan, sort, most)
  return { ids: skip > 0 ? ids.slice(skip) : ids, plan, matcher, scores: work.scores, ...work.counts }
}

const isSorted = (plan: Plan, sort: readonly SortField[]): boolean => {
  if (plan.kind === 'nothing') return true
  // The best fits come first: of ten thousand records that hold a common word, only those asked for are read.
  if (plan.kind === 'text') return sort.length === 1 && sort[0]?.isScore === true
  return plan.kind !== 'or' && plan.sorts
}

class Work {
  readonly counts = { keysExamined: 0, documentsExamined: 0 }
  readonly scores = new Map<RecordId, number>()
  private readonly matcher: Matcher
  private readonly wanted: Set<string> | undefined
  private readonly isUnfiltered: boolean

  constructor(matcher: Matcher, filter: Doc) {
    this.matcher = matcher
    this.wanted = fieldsOf(filter)
    this.isUnfiltered = filter.size === 0
  }

  take(collection: Collection, plan: Plan, most: number): RecordId[] {
    const ids: RecordId[] = []
    for (const { id, bytes } of this.records(collection, plan)) {
      if (!this.isUnfiltered && !this.matcher(decode(bytes, this.wanted))) continue
      ids.push(id)
      if (ids.length >= most) break
    }
    return ids
  }

  sorted(collection: Collection, plan: Plan, sort: readonly SortField[], most: number): RecordId[] {
    const wanted = this.wanted && new Set([...this.wanted, ...sort.map(field => field.path[0] ?? '')])
    const found: { id: RecordId; key: (Value | undefined)[] }[] = []
    const order = compareKeys(sort)
    const first = (count: number) => {
      found.sort((a, b) => order(a.key, b.key) || a.id - b.id)
      found.length = Math.min(found.length, count)
    }
    for (const { id, bytes } of this.records(collection, plan)) {
      const doc = decode(bytes, wanted)
      if (!this.matcher(doc)) continue
      found.push({ id, key: sortKey(doc, sort, this.scores.get(id)) })
      if (found.length > most * 2 + 1000) first(most)
    }
    first(most)
    return found.map(({ id }) => id)
  }

  private *records(collection: Collection, plan: Plan): Generator<StoredRecord> {
    if (plan.kind === 'nothing') return
    if (plan.kind === 'scan') {
      for (const record of collection.scan(0, plan.reverse)) {
        this.counts.documentsExamined++
        yield record
      }
      return
    }
    if (plan.kind === 'text') {
      yield* this.textRecords(collection, plan)
      return
    }
    const seen = mayRepeat(plan) ? new Set<RecordId>() : undefined
    for (const id of this.entries(plan)) {
      if (seen?.has(id)) continue
      seen?.add(id)
      const bytes = collection.read(id)
      this.counts.documentsExamined++
      if (bytes) yield { id, bytes }
    }
  }

  private *textRecords(collection: Collection, plan: Plan & { kind: 'text' }): Generator<StoredRecord> {
    for (const term of plan.query.terms) {
      const found = [...plan.index.postings(term)]
      this.counts.keysExamined += found.length
      // A word that few records have says more about those that do.
      const rarity = Math.log(1 + collection.count / Math.max(1, found.length))
      for (const { id, score } of found) this.scores.set(id, (this.scores.get(id) ?? 0) + score * rarity)
    }
    const bestFirst = [...this.scores].sort(([a, one], [b, other]) => other - one || a - b)
    for (const [id] of bestFirst) {
      const bytes = collection.read(id)
      this.counts.documentsExamined++
      if (!bytes) continue
      if (!demandsMore(plan.query) || hasPhrases(decode(bytes), plan.weights, plan.query)) yield { id, bytes }
    }
  }

  private *entries(plan: Plan): Generator<RecordId> {
    if (plan.kind === 'or') for (const branch of plan.branches) yield* this.entries(branch)
    if (plan.kind !== 'index') return
    const ranges = plan.reverse ? [...plan.ranges].reverse() : plan.ranges
    for (const { low, high } of ranges)
      for (const { id } of plan.index.range(low, high, plan.reverse)) {
        this.counts.keysExamined++
        yield id
      }
  }
}

const mayRepeat = (plan: Plan): boolean =>
  plan.kind === 'or' || (plan.kind === 'index' && plan.index.isMultikey)

/** How many records a query matches, from the catalog or the index alone where they know. */
export const countMatching = (collection: Collection | undefined, options: QueryOptions): number => {
  if (!collection) return 0
  const { filter, skip = 0, limit = 0 } = options
  const within = (count: number) => {
    const rest = Math.max(0, count - skip)
    return limit > 0 ? Math.min(rest, limit) : rest
  }
  if (filter.size === 0 && options.hint === undefined) return within(collection.count)
  compileFilter(filter, options.variables)
  const plan = choosePlan(collection, { filter, sort: [], limit: 0, hint: options.hint })
  if (plan.kind === 'index' && plan.isExact) {
    let count = 0
    for (const { low, high } of plan.ranges) for (const _ of plan.index.range(low, high, false)) count++
    return within(count)
  }
  return runQuery(collection, options).ids.length
}
