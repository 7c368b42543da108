import { BSONRegExp, MaxKey, MinKey } from 'bson'
import { type Doc, isDoc, numeric, type Value } from './bson-codec.ts'
import { cutKey, directed, following, isEqual, longestKey, sortable, typeOrder } from './bson-order.ts'
import type { Collection } from './collection.ts'
import { CommandError, refuse } from './errors.ts'
import type { Index } from './index-entries.ts'
import { compileFilter, isOperators } from './match.ts'
import type { SortField } from './sort.ts'
import { readTextQuery, type TextQuery } from './text.ts'

/** A range of key bytes: from `low`, up to and without `high`. */
export interface Range {
  low: Buffer
  high: Buffer
}

/** How the records of a query are found. Whatever the way, each is still held against the whole filter. */
export type Plan =
  | { kind: 'scan'; reverse: boolean; sorts: boolean }
  | { kind: 'nothing' }
  | {
      kind: 'index'
      index: Index
      ranges: Range[]
      reverse: boolean
      sorts: boolean
      isExact: boolean
      bounds: Doc
    }
  | { kind: 'or'; branches: Plan[]; sorts: false }
  | { kind: 'text'; index: Index; weights: Doc; query: TextQuery; sorts: false }

/** What a plan is chosen for. */
export interface Query {
  filter: Doc
  sort: readonly SortField[]
  limit: number
  hint?: Value | undefined
}

/** The cheapest way known to find what a query asks for. Throws BadValue when a hint names no index. */
export const choosePlan = (collection: Collection, query: Query): Plan => {
  const text = textPlan(collection, query.filter)
  if (text) return text
  const natural = naturalSort(query)
  if (natural) return { kind: 'scan', reverse: natural < 0, sorts: true }
  const conditions = conditionsOf(query.filter)
  const candidates = hinted(collection, query.hint)
    .map(index => planFor(index, conditions, query, query.hint !== undefined))
    .filter(plan => plan !== undefined)
  let best: Plan | undefined
  let least = Number.POSITIVE_INFINITY
  for (const plan of candidates) {
    const cost = costOf(plan, query)
    if (cost < least) [best, least] = [plan, cost]
  }
  if (best) return best
  return planForOr(collection, query) ?? { kind: 'scan', reverse: false, sorts: query.sort.length === 0 }
}

const textPlan = (collection: Collection, filter: Doc): Plan | undefined => {
  const operand = textOperand(filter)
  if (operand === undefined) return undefined
  const index = collection.indexes.find(({ spec }) => spec.weights !== undefined)
  const weights = index?.spec.weights
  if (!index || !weights) throw new CommandError('IndexNotFound', 'text index required for $text query')
  return { kind: 'text', index, weights, query: readTextQuery(operand), sorts: false }
}

const textOperand = (filter: Doc): Value | undefined => {
  for (const [name, condition] of filter) {
    if (name === '$text') return condition
    if (name === '$and' && Array.isArray(condition))
      for (const branch of condition) {
        const inner = isDoc(branch) ? textOperand(branch) : undefined
        if (inner !== undefined) return inner
      }
  }
  return undefined
}

const naturalSort = ({ sort, hint }: Query): number | undefined => {
  const [first] = sort
  if (first?.name === '$natural') return first.direction
  const natural = isDoc(hint) ? numeric(hint.get('$natural')) : undefined
  return natural !== undefined && sort.length === 0 ? natural : undefined
}

const hinted = (collection: Collection, hint: Value | undefined): Index[] => {
  if (hint === undefined || (isDoc(hint) && (hint.size === 0 || hint.has('$natural')))) {
    return isDoc(hint) && hint.has('$natural')
      ? []
      : collection.indexes.filter(index => !index.spec.hidden && !index.spec.weights)
  }
  const named = collection.indexes.find(({ spec }) =>
    typeof hint === 'string' ? spec.name === hint : isDoc(hint) && isEqual(spec.key, hint)
  )
  if (!named)
    throw new CommandError(
      'BadValue',
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index'
    )
  if (named.spec.weights) refuse('a hint that names a text index')
  return [named]
}

const hasBounds = (plan: Plan): boolean => plan.kind === 'index' && plan.bounds.size > 0

/** All the operators a filter's top level demands of each path; an equality is `$eq`. */
type Conditions = Map<string, [string, Value][]>

const conditionsOf = (filter: Doc, into: Conditions = new Map()): Conditions => {
  for (const [name, condition] of filter) {
    if (name === '$and' && Array.isArray(condition)) {
      for (const branch of condition) if (isDoc(branch)) conditionsOf(branch, into)
    } else if (!name.startsWith('$')) {
      const list = into.get(name) ?? []
      into.set(name, list)
      if (isOperators(condition)) list.push(...condition)
      else list.push([condition instanceof BSONRegExp ? '$regex' : '$eq', condition])
    }
  }
  return into
}

const planFor = (index: Index, conditions: Conditions, query: Query, isForced: boolean): Plan | undefined => {
  if (!coversAll(index, conditions)) {
    if (!isForced) return undefined
    // A sparse index that is asked for by name is used as it is, as the server does; a partial one is not.
    if (index.spec.partial)
      throw new CommandError(
        'BadValue',
        'error processing query: planner returned error :: caused by :: the hinted partial index cannot answer this query'
      )
  }
  const { ranges, bounds, isExact, equal } = rangesFor(index, conditions)
  if (ranges.length === 0) return { kind: 'nothing' }
  const direction =
    index.isMultikey || index.isCut ? undefined : sortDirection(index, query.sort, equal, ranges.length)
  const isOfUse = bounds.size > 0 || (query.sort.length > 0 && direction !== undefined) || isForced
  if (!isOfUse) return undefined
  return {
    kind: 'index',
    index,
    ranges,
    bounds,
    isExact: isExact && !index.isCut && !index.isMultikey && demandsOnly(conditions, bounds, query.filter),
    reverse: direction === -1,
    sorts: query.sort.length === 0 || direction !== undefined
  }
}

/** Whether every document the filter can match has an entry in the index. */
const coversAll = (index: Index, conditions: Conditions): boolean => {
  const { partial, sparse } = index.spec
  if (partial) return implies(conditions, partial)
  return !sparse || index.fields.some(({ name }) => (conditions.get(name) ?? []).some(excludesMissing))
}

const excludesMissing = ([operator, operand]: [string, Value]): boolean => {
  if (operator === '$exists') return operand === true
  if (operator === '$in')
    return Array.isArray(operand) && operand.every(one => one !== null && !(one instanceof BSONRegExp))
  return (
    ['$eq', '$gt', '$gte', '$lt', '$lte'].includes(operator) &&
    operand !== null &&
    !(operand instanceof MinKey) &&
    !(operand instanceof MaxKey)
  )
}

const implies = (conditions: Conditions, partial: Doc): boolean =>
  [...conditionsOf(partial)].every(([path, demanded]) => {
    const given = conditions.get(path) ?? []
    return demanded.every(([operator, operand]) => {
      if (operator === '$exists' && operand === true && given.some(excludesMissing)) return true
      const test = compileFilter(new Map([['v', new Map([[operator, operand]])]]))
      const passes = (value: Value) => !Array.isArray(value) && test(new Map([['v', value]]))
      return given.some(([theirs, value]) => {
        if (theirs === operator && isEqual(value, operand)) return true
        if (theirs === '$eq') return value !== null && passes(value)
        if (theirs === '$in') return Array.isArray(value) && value.every(one => one !== null && passes(one))
        if (operator === '$gt' || operator === '$gte')
          return (theirs === '$gt' || (theirs === '$gte' && operator === '$gte')) && passes(value)
        if (operator === '$lt' || operator === '$lte')
          return (theirs === '$lt' || (theirs === '$lte' && operator === '$lte')) && passes(value)
        return false
      })
    })
  }) && ![...partial.keys()].some(name => name.startsWith('$') && name !== '$and')

/** Whether the filter asks for nothing but what the bounds already hold. */
const demandsOnly = (conditions: Conditions, bounds: Doc, filter: Doc): boolean =>
  [...filter.keys()].every(name => !name.startsWith('$')) &&
  [...conditions.keys()].every(name => bounds.has(name))

interface Bounded {
  ranges: Range[]
  bounds: Doc
  isExact: boolean
  /** How many leading fields are held to one value each. */
  equal: number
}

const mostRanges = 5000

const rangesFor = (index: Index, conditions: Conditions): Bounded => {
  let prefixes: Buffer[] = [Buffer.alloc(0)]
  const bounds: Doc = new Map()
  let isExact = true
  let equal = 0
  let usedArray = false
  for (const [i, field] of index.fields.entries()) {
    const isArray = index.multikey[i] === true
    const given = conditions.get(field.name)
    const interval = given && !(isArray && usedArray) ? intervalsOf(given, isArray) : undefined
    if (!interval) break
    usedArray ||= isArray
    bounds.set(field.name, interval.shown)
    isExact &&= interval.isExact
    if (!interval.points || prefixes.length * interval.points.length > mostRanges)
      return {
        ranges: prefixes.flatMap(prefix =>
          interval.spans.map(span => spanned(prefix, span, field.direction))
        ),
        bounds,
        isExact,
        equal
      }
    const points = interval.points.map(point => directed(Buffer.from(point), field.direction))
    points.sort(Buffer.compare)
    prefixes = prefixes.flatMap(prefix => points.map(point => Buffer.concat([prefix, point])))
    if (equal === i && points.length === 1) equal++
  }
  return { ranges: prefixes.map(prefix => around(cutting(prefix))), bounds, isExact, equal }
}

/** A prefix longer than keys are kept: all keys that begin as it begins. */
const cutting = (bytes: Buffer): Buffer => (bytes.length > longestKey ? cutKey(bytes) : bytes)

const around = (prefix: Buffer): Range => ({ low: prefix, high: following(prefix) })

const spanned = (prefix: Buffer, span: Span, direction: number): Range => {
  const from = directed(Buffer.from(span.low), direction)
  const to = directed(Buffer.from(span.high), direction)
  const [first, last] = direction > 0 ? [from, to] : [to, from]
  const isLowIn = direction > 0 ? span.isLowIn : span.isHighIn
  const isHighIn = direction > 0 ? span.isHighIn : span.isLowIn
  const low = cutting(Buffer.concat([prefix, first]))
  const high = cutting(Buffer.concat([prefix, last]))
  return {
    low: isLowIn || low.length > longestKey - 40 ? low : following(low),
    high: isHighIn || high.length > longestKey - 40 ? following(high) : high
  }
}

interface Span {
  low: Buffer
  high: Buffer
  isLowIn: boolean
  isHighIn: boolean
}

interface Interval {
  points: Buffer[] | undefined
  spans: Span[]
  shown: Value
  /** Whether every key within belongs to a value that passes. */
  isExact: boolean
}

const span = (low: Buffer, isLowIn: boolean, high: Buffer, isHighIn: boolean): Span => ({
  low,
  high,
  isLowIn,
  isHighIn
})

/** The keys that one field's operators allow; with arrays only one operator can be used, as each may be met by another element. */
const intervalsOf = (given: readonly [string, Value][], isArray: boolean): Interval | undefined => {
  const usable = given.map(([operator, operand]) => ({
    operator,
    operand,
    interval: intervalOf(operator, operand, isArray)
  }))
  const points = usable.find(({ interval }) => interval?.points !== undefined)
  if (points?.interval) return { ...points.interval, isExact: points.interval.isExact && given.length === 1 }
  const spans = usable.filter(({ interval }) => interval !== undefined)
  const [first] = spans
  if (!first?.interval) return undefined
  if (isArray || spans.length === 1)
    return { ...first.interval, isExact: first.interval.isExact && given.length === 1 }
  let joined: Span | undefined
  for (const { interval } of spans) {
    const [one] = interval?.spans ?? []
    if (!one || interval?.spans.length !== 1) continue
    joined = joined ? intersect(joined, one) : one
  }
  const isEmpty = joined !== undefined && Buffer.compare(joined.low, joined.high) > 0
  return {
    points: isEmpty ? [] : undefined,
    spans: joined && !isEmpty ? [joined] : [],
    shown: new Map(given),
    isExact: spans.length === given.length && spans.every(({ interval }) => interval?.isExact === true)
  }
}

const intersect = (a: Span, b: Span): Span => {
  const low = Buffer.compare(a.low, b.low)
  const high = Buffer.compare(a.high, b.high)
  return {
    low: low >= 0 ? a.low : b.low,
    isLowIn: low > 0 ? a.isLowIn : low < 0 ? b.isLowIn : a.isLowIn && b.isLowIn,
    high: high <= 0 ? a.high : b.high,
    isHighIn: high < 0 ? a.isHighIn : high > 0 ? b.isHighIn : a.isHighIn && b.isHighIn
  }
}

const intervalOf = (operator: string, operand: Value, isArray: boolean): Interval | undefined => {
  switch (operator) {
    case '$eq':
      return pointsOf([operand], operand, isArray)
    case '$in':
      return Array.isArray(operand) ? pointsOf(operand, new Map([[operator, operand]]), isArray) : undefined
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return ordered(operator, operand)
    case '$regex':
      return prefixed(operand)
    default:
      return undefined
  }
}

// Undefined is the key of an empty array, which null must also find when it stands inside one.
const pointsOf = (values: readonly Value[], shown: Value, isArray: boolean): Interval | undefined => {
  if (values.some(value => Array.isArray(value) || value instanceof BSONRegExp)) return undefined
  const keys = new Map<string, Buffer>()
  for (const value of values)
    for (const key of value === null && isArray ? [sortable(null), sortable(undefined)] : [sortable(value)])
      keys.set(key.toString('latin1'), key)
  const points = [...keys.values()].sort(Buffer.compare)
  return { points, spans: points.map(point => span(point, true, point, true)), shown, isExact: true }
}

const ordered = (operator: string, operand: Value): Interval | undefined => {
  if (
    operand === null ||
    Array.isArray(operand) ||
    isDoc(operand) ||
    operand instanceof MinKey ||
    operand instanceof MaxKey
  )
    return undefined
  const number = numeric(operand)
  if (number !== undefined && Number.isNaN(number)) return undefined
  const type = typeOrder(operand)
  const key = sortable(operand)
  // NaN, the smallest number, is no number to any comparison.
  const floor = number === undefined ? Buffer.from([type]) : sortable(Number.NEGATIVE_INFINITY)
  const ceiling = Buffer.from([type + 1])
  const isOrEqual = operator.endsWith('e')
  return {
    points: undefined,
    spans: [
      operator.startsWith('$g') ? span(key, isOrEqual, ceiling, false) : span(floor, true, key, isOrEqual)
    ],
    shown: new Map([[operator, operand]]),
    isExact: true
  }
}

/** `/^abc/` allows the strings that begin so (and regexes, of which `$regex` finds the equal one). */
const prefixed = (operand: Value): Interval | undefined => {
  const pattern = operand instanceof BSONRegExp ? operand.pattern : operand
  const options = operand instanceof BSONRegExp ? operand.options : ''
  if (typeof pattern !== 'string' || options !== '' || pattern.includes('|')) return undefined
  const [whole, literal] = /^\^([A-Za-z0-9 _:/@,;<>=!"'#%&~-]+)/.exec(pattern) ?? []
  if (whole === undefined || literal === undefined) return undefined
  const kept = /^[*?{]/.test(pattern.slice(whole.length)) ? literal.slice(0, -1) : literal
  if (kept === '') return undefined
  const key = sortable(kept).subarray(0, -2)
  const regexes = typeOrder(new BSONRegExp('a'))
  return {
    points: undefined,
    spans: [
      span(key, true, key, true),
      span(Buffer.from([regexes]), true, Buffer.from([regexes + 1]), false)
    ],
    shown: new Map([['$regex', operand]]),
    isExact: false
  }
}

/** 1 or -1 when reading the index that way gives the order asked for. */
const sortDirection = (
  index: Index,
  sort: readonly SortField[],
  equal: number,
  ranges: number
): 1 | -1 | undefined => {
  if (sort.length === 0) return undefined
  let direction: number | undefined
  let at = 0
  const held = new Set(index.fields.slice(0, equal).map(field => field.name))
  for (const wanted of sort) {
    if (held.has(wanted.name)) continue
    while (at < equal && index.fields[at]?.name !== wanted.name) at++
    const field = index.fields[at++]
    if (field?.name !== wanted.name) return undefined
    const turn = field.direction * wanted.direction
    if (direction !== undefined && turn !== direction) return undefined
    direction = turn
  }
  if (direction === undefined) return 1
  // Several points of an earlier field each begin the order anew.
  if (ranges > 1 && index.fields[equal]?.name !== sort.find(({ name }) => !held.has(name))?.name)
    return undefined
  return direction === 1 ? 1 : -1
}

const planForOr = (collection: Collection, query: Query): Plan | undefined => {
  const or = query.filter.get('$or')
  if (!Array.isArray(or) || query.hint !== undefined) return undefined
  const branches: Plan[] = []
  for (const branch of or) {
    if (!isDoc(branch)) return undefined
    const plan = choosePlan(collection, { filter: branch, sort: [], limit: 0 })
    if (plan.kind === 'scan' || (plan.kind === 'index' && !hasBounds(plan))) return undefined
    branches.push(plan)
  }
  return { kind: 'or', branches, sorts: false }
}

const mostCounted = 1000

/** How many entries a plan would look at, counted up to a limit, plus what sorting them costs. */
const costOf = (plan: Plan, query: Query): number => {
  if (plan.kind !== 'index') return 0
  if (
    plan.index.isUnique &&
    plan.isExact &&
    plan.ranges.length === 1 &&
    plan.bounds.size === plan.index.fields.length
  )
    return 1
  let entries = 0
  for (const { low, high } of plan.ranges) {
    for (const _ of plan.index.range(low, high, false)) if (++entries >= mostCounted) break
    if (entries >= mostCounted) break
  }
  if (!hasBounds(plan)) entries = mostCounted * 4
  if (plan.sorts && query.limit > 0)
    return plan.isExact ? Math.min(entries, query.limit) : entries * 0.75 - 0.01
  return plan.sorts ? entries - 0.01 : entries * 1.5
}
