import { BSONRegExp, MaxKey, MinKey } from 'bson'
import { cutKey, directed, following, identity, isEqual, sortable, typeOrder } from './bson-order.ts'
import type { Collection } from './collection.ts'
import { fail, refuse } from './errors.ts'
import type { Index } from './index-entries.ts'
import { compileFilter, isOperators } from './match.ts'
import type { SortField } from './sort.ts'
import { readTextQuery, type TextQuery } from './text.ts'
import { type Doc, docOf, isDoc, isPresent, type Maybe, numeric, types, type Value } from './values.ts'

/** A range of key bytes: from `low`, up to and without `high`. */
export interface Range {
  low: Buffer
  high: Buffer
}

/** How the records of a query are found. Whatever the way, each is still held against the whole filter. */
export type Plan =
  | { kind: 'scan'; reverse: boolean; sorts: boolean }
  | { kind: 'nothing'; sorts: true }
  | IndexPlan
  | { kind: 'or'; branches: Plan[]; sorts: false }
  | { kind: 'text'; index: Index; text: NonNullable<Index['text']>; query: TextQuery; sorts: false }

interface IndexPlan {
  kind: 'index'
  index: Index
  ranges: Range[]
  /** The fields of the index that its ranges hold. */
  bounds: ReadonlySet<string>
  reverse: boolean
  sorts: boolean
  /** Whether every entry in the ranges belongs to a record that matches. */
  isExact: boolean
}

/** What a plan is chosen for. */
export interface Query {
  filter: Doc
  sort: readonly SortField[]
  limit: number
  hint?: Maybe
}

/** The cheapest way known to find what a query asks for. Throws BadValue when a hint names no index. */
export const choosePlan = (collection: Collection, query: Query): Plan => {
  const text = textOperand(query.filter)
  if (text !== undefined) return textPlan(collection, text)
  const natural = naturalOrder(query)
  if (natural !== undefined) return { kind: 'scan', reverse: natural < 0, sorts: true }
  const conditions = conditionsOf(query.filter)
  const plans = indexesFor(collection, query.hint).flatMap(index => planFor(index, conditions, query) ?? [])
  const costs = plans.map(plan => costOf(plan, query))
  const best = plans[costs.indexOf(Math.min(...costs))]
  const scan: Plan = { kind: 'scan', reverse: false, sorts: query.sort.length === 0 }
  return best ?? planForOr(collection, query) ?? scan
}

const textPlan = (collection: Collection, operand: Value): Plan => {
  const index = collection.indexes.find(({ text }) => text)
  if (!index?.text) return fail('IndexNotFound', 'text index required for $text query')
  return { kind: 'text', index, text: index.text, query: readTextQuery(operand), sorts: false }
}

const textOperand = (filter: Doc): Maybe => {
  const and = filter.get('$and')
  const inner = Array.isArray(and) ? and.filter(isDoc).map(textOperand) : []
  return filter.get('$text') ?? inner.find(isPresent)
}

const naturalOrder = ({ sort, hint }: Query): number | undefined => {
  const [first] = sort
  if (first?.name === '$natural') return first.direction
  return sort.length === 0 && isDoc(hint) ? numeric(hint.get('$natural')) : undefined
}

const indexesFor = (collection: Collection, hint: Maybe): Index[] => {
  if (isDoc(hint) && hint.has('$natural')) return []
  if (hint === undefined || (isDoc(hint) && hint.size === 0))
    return collection.indexes.filter(({ text }) => !text)
  const named = collection.indexes.find(({ name, spec }) => name === hint || isEqual(spec.get('key'), hint))
  if (!named) return fail('BadValue', 'hint provided does not correspond to an existing index')
  return named.text ? refuse('a hint that names a text index') : [named]
}

type Condition = [operator: string, operand: Value]
type Conditions = Map<string, Condition[]>

/** All the operators a filter's top level demands of each path; an equality is `$eq`. */
export const conditionsOf = (filter: Doc, into: Conditions = new Map()): Conditions => {
  for (const [name, condition] of filter)
    if (name === '$and' && Array.isArray(condition)) {
      for (const branch of condition) if (isDoc(branch)) conditionsOf(branch, into)
    } else if (!name.startsWith('$')) {
      const plain: Condition = [condition instanceof BSONRegExp ? '$regex' : '$eq', condition]
      into.set(name, [...(into.get(name) ?? []), ...(isOperators(condition) ? condition : [plain])])
    }
  return into
}

const planFor = (index: Index, conditions: Conditions, query: Query): Plan | undefined => {
  const isForced = query.hint !== undefined
  const { partial, isSparse } = index
  if (partial && !implies(conditions, partial))
    return isForced ? fail('BadValue', 'the hinted partial index cannot answer this query') : undefined
  // A sparse index that is asked for by name is used as it is, as the server does.
  if (isSparse && !isForced && !demandsOneOf(index, conditions)) return undefined
  const { equal, ...found } = rangesFor(index, conditions)
  if (found.ranges.length === 0) return { kind: 'nothing', sorts: true }
  const isOrdered = !index.isMultikey && !index.isCut
  const direction = isOrdered ? sortDirection(index, query.sort, equal) : undefined
  if (found.bounds.size === 0 && !isForced && (query.sort.length === 0 || !direction)) return undefined
  const isAll = [...query.filter.keys()].every(name => found.bounds.has(name))
  const sorts = query.sort.length === 0 || direction !== undefined
  const isExact = found.isExact && isOrdered && isAll
  return { kind: 'index', index, ...found, isExact, reverse: direction === -1, sorts }
}

/** Whether what the filter matches has an entry in a sparse index. */
const demandsOneOf = (index: Index, conditions: Conditions): boolean =>
  index.fields.some(({ name }) => (conditions.get(name) ?? []).some(excludesMissing))

const excludesMissing = ([operator, operand]: Condition): boolean => {
  if (operator === '$exists') return operand === true
  const operands = operator === '$in' && Array.isArray(operand) ? operand : [operand]
  return (
    ['$eq', '$gt', '$gte', '$lt', '$lte', '$in'].includes(operator) &&
    operands.every(one => one !== null && ![BSONRegExp, MinKey, MaxKey].some(type => one instanceof type))
  )
}

/** Whether every document a query can match is one that a partial index covers. */
const implies = (conditions: Conditions, partial: Doc): boolean =>
  [...partial.keys()].every(name => !name.startsWith('$') || name === '$and') &&
  [...conditionsOf(partial)].every(([path, demanded]) =>
    demanded.every(one => (conditions.get(path) ?? []).some(given => impliesOne(given, one)))
  )

const impliesOne = (given: Condition, demanded: Condition): boolean => {
  const [[operator, value], [wanted, operand]] = [given, demanded]
  if (operator === wanted && isEqual(value, operand)) return true
  if (wanted === '$exists' && operand === true) return excludesMissing(given)
  const matches = compileFilter(docOf({ v: docOf({ [wanted]: operand }) }))
  const passes = (one: Value) => one !== null && !Array.isArray(one) && matches(docOf({ v: one }))
  if (operator === '$eq') return passes(value)
  if (operator === '$in') return Array.isArray(value) && value.every(passes)
  const [side, bound] = [operator.slice(0, 3), wanted.slice(0, 3)]
  return ['$gt', '$lt'].includes(side) && side === bound && wanted.length >= operator.length && passes(value)
}

interface Interval {
  ranges: Range[]
  /** Whether each range is a single value. */
  isPoints: boolean
  /** Whether every key within belongs to a value that passes. */
  isExact: boolean
}

const mostRanges = 5000

/** The ranges of an index that a filter leaves; `equal` is how many leading fields are held to one value each. */
const rangesFor = (index: Index, conditions: Conditions) => {
  let prefixes: Buffer[] = [Buffer.alloc(0)]
  const bounds = new Set<string>()
  let [isExact, equal, usedArray] = [true, 0, false]
  for (const [i, { name, direction }] of index.fields.entries()) {
    const isArray = index.multikey[i] === true
    const given = conditions.get(name)
    const usable = isArray && usedArray ? undefined : given
    const interval = usable && (intervalsOf(usable, isArray) ?? (index.isSparse && wholeOf(usable, index)))
    if (!interval) break
    usedArray ||= isArray
    bounds.add(name)
    isExact &&= interval.isExact
    if (!interval.isPoints || prefixes.length * interval.ranges.length > mostRanges) {
      const ends = interval.ranges.map(range => turned(range, direction))
      ends.sort((a, b) => Buffer.compare(a.low, b.low))
      const ranges = prefixes.flatMap(prefix =>
        ends.map(({ low, high }) => widened(Buffer.concat([prefix, low]), Buffer.concat([prefix, high])))
      )
      return { ranges, bounds, isExact, equal }
    }
    const points = interval.ranges.map(({ low }) => directed(low, direction)).sort(Buffer.compare)
    prefixes = prefixes.flatMap(prefix => points.map(point => Buffer.concat([prefix, point])))
    if (equal === i && points.length === 1) equal++
  }
  return { ranges: prefixes.map(prefix => widened(prefix, following(prefix))), bounds, isExact, equal }
}

/** The range of the inverted keys. */
const turned = ({ low, high }: Range, direction: number): Range =>
  direction > 0
    ? { low, high }
    : { low: following(directed(high, direction)), high: following(directed(low, direction)) }

/** Of a key too long to be kept only the beginning can be compared; all that begin alike are then within. */
const widened = (low: Buffer, high: Buffer): Range => {
  const cut = cutKey(high)
  return { low: cutKey(low), high: cut.length < high.length ? following(cut) : high }
}

/** The keys that one field's operators allow; with arrays only one operator can be used, as each may be met by another element. */
const intervalsOf = (given: readonly Condition[], isArray: boolean): Interval | undefined => {
  const usable = given.flatMap(([operator, operand]) => intervalOf(operator, operand, isArray) ?? [])
  const single = usable.filter(({ ranges }) => ranges.length === 1)
  const best = usable.find(({ isPoints }) => isPoints) ?? usable[0]
  if (!best || best.isPoints || isArray || single.length < 2)
    return best && { ...best, isExact: best.isExact && given.length === 1 }
  const { low, high } = single.flatMap(({ ranges }) => ranges).reduce(intersection)
  return {
    ranges: Buffer.compare(low, high) < 0 ? [{ low, high }] : [],
    isPoints: false,
    isExact: single.length === given.length && single.every(({ isExact }) => isExact)
  }
}

const intersection = (a: Range, b: Range): Range => ({
  low: Buffer.compare(a.low, b.low) > 0 ? a.low : b.low,
  high: Buffer.compare(a.high, b.high) < 0 ? a.high : b.high
})

const intervalOf = (operator: string, operand: Value, isArray: boolean): Interval | undefined => {
  switch (operator) {
    case '$eq':
      return pointsOf([operand], isArray)
    case '$in':
      return Array.isArray(operand) ? pointsOf(operand, isArray) : undefined
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return ordered(operator, operand)
  }
  return undefined
}

/** All entries of a sparse index, for a field that must be there. */
const wholeOf = (given: readonly Condition[], { fields }: Index): Interval | undefined => {
  if (!given.some(([operator, operand]) => operator === '$exists' && operand === true)) return undefined
  const ranges = [{ low: Buffer.alloc(0), high: Buffer.from([255]) }]
  const isExact = given.length === 1 && fields.length === 1
  return { ranges, isPoints: false, isExact }
}

const beginningWith = (low: Buffer): Range => ({ low, high: following(low) })

// Undefined is the key of an empty array, which null must also find when it stands inside one.
const pointsOf = (values: readonly Value[], isArray: boolean): Interval | undefined => {
  if (values.some(value => Array.isArray(value) || value instanceof BSONRegExp)) return undefined
  const all: Maybe[] = isArray && values.includes(null) ? [...values, undefined] : [...values]
  const keys = new Map(all.map(value => [identity(value), sortable(value)]))
  const points = [...keys.values()].sort(Buffer.compare)
  return { ranges: points.map(beginningWith), isPoints: true, isExact: true }
}

const ordered = (operator: string, operand: Value): Interval | undefined => {
  const number = numeric(operand)
  const type = typeOrder(operand)
  const isSimple = ![types.null, types.array, types.object, types.minKey, types.maxKey].some(
    one => one.order === type
  )
  if (!isSimple || Number.isNaN(number)) return undefined
  const key = sortable(operand)
  // NaN, the smallest number, is no number to any comparison.
  const floor = number === undefined ? Buffer.from([type]) : sortable(Number.NEGATIVE_INFINITY)
  const edge = operator === '$gt' || operator === '$lte' ? following(key) : key
  const range = operator.startsWith('$g')
    ? { low: edge, high: Buffer.from([type + 1]) }
    : { low: floor, high: edge }
  return { ranges: [range], isPoints: false, isExact: true }
}

/** 1 or -1 when reading the index that way gives the order asked for, by the fields after those held to one value. */
const sortDirection = (index: Index, sort: readonly SortField[], equal: number): 1 | -1 | undefined => {
  const held = new Set(index.fields.slice(0, equal).map(({ name }) => name))
  const wanted = sort.filter(({ name }) => !held.has(name))
  const turns = wanted.map(({ name, direction }, i) => {
    const field = index.fields[equal + i]
    return field?.name === name ? field.direction * direction : 0
  })
  const [turn = sort.length > 0 ? 1 : 0, other] = new Set(turns)
  if (turn === 0 || other !== undefined) return undefined
  return turn > 0 ? 1 : -1
}

const planForOr = (collection: Collection, query: Query): Plan | undefined => {
  const or = query.filter.get('$or')
  if (!Array.isArray(or) || query.hint !== undefined) return undefined
  const branches = or
    .filter(isDoc)
    .map(filter => choosePlan(collection, { filter, sort: [], limit: 0 }))
    .filter(plan => plan.kind !== 'scan')
  return branches.length === or.length ? { kind: 'or', branches, sorts: false } : undefined
}

const mostCounted = 1000

/** How many entries a plan would look at, counted up to a limit, plus what sorting them costs. */
const costOf = (plan: Plan, query: Query): number => {
  if (plan.kind !== 'index') return 0
  const { index, ranges, bounds, isExact, sorts } = plan
  if (index.isUnique && isExact && ranges.length === 1 && bounds.size === index.fields.length) return 1
  let entries = bounds.size === 0 ? mostCounted * 4 : 0
  for (const { low, high } of ranges) {
    if (entries >= mostCounted) break
    for (const _ of index.range(low, high, false)) if (++entries >= mostCounted) break
  }
  if (sorts && query.limit > 0) return isExact ? Math.min(entries, query.limit) : entries * 0.75 - 0.01
  return sorts ? entries - 0.01 : entries * 1.5
}
