import { BSONRegExp, Timestamp } from 'bson'
import { compare, isEqual } from './bson-order.ts'
import { fail, refuse } from './errors.ts'
import { compileFilter, isOperators, type Matcher } from './match.ts'
import { type Hits, isIndex } from './paths.ts'
import { compareBy } from './sort.ts'
import {
  combined,
  type Doc,
  docOf,
  isDoc,
  type Maybe,
  numeric,
  show,
  typeName,
  type Value,
  wholeNumber
} from './values.ts'

/** What an update is applied with: the matched elements, the moment, and whether the document is being inserted. */
export interface UpdateContext {
  hits: Hits
  now: Date
  isInsert: boolean
}

/** Changes a document in place, or returns the one that takes its place. */
export type Updater = (doc: Doc, context: UpdateContext) => Doc

/** What one operator makes of one field: its new value from its old one; undefined (either way) means there is none. */
interface Leaf {
  apply(old: Maybe, doc: Doc, context: UpdateContext): Maybe
  /** Whether the way to the field is made where it is missing. */
  creates: boolean
}

interface Change extends Leaf {
  path: string[]
}

type Filters = ReadonlyMap<string, Matcher>

/** An update document, by operators or a whole replacement, made ready. */
export const compileUpdate = (update: Maybe, arrayFilters: readonly Value[] = []): Updater => {
  if (Array.isArray(update)) return refuse('an update given as a pipeline')
  if (!isDoc(update)) return fail('FailedToParse', 'Update argument must be either an object or an array')
  if (isReplacement(update)) {
    if (arrayFilters.length > 0) fail('FailedToParse', 'arrayFilters may not be specified for a replacement')
    return replacement(update)
  }
  const filters = compileArrayFilters(arrayFilters)
  const changes = [...update].flatMap(([operator, operand]) => changesOf(operator, operand))
  changes.sort((a, b) => comparePaths(a.path, b.path))
  refuseConflicts(changes)
  refuseUnusedFilters(changes, filters)
  return (doc, context) => {
    const concrete = changes.flatMap(change =>
      concretePaths(doc, change.path, filters, context.hits).map(path => ({ ...change, path }))
    )
    if (concrete.some(({ path }, i) => path !== changes[i]?.path)) refuseConflicts(concrete)
    for (const change of concrete) setAt(doc, change.path, change, old => change.apply(old, doc, context))
    return doc
  }
}

/** Whether an update replaces the whole document rather than naming operators. */
export const isReplacement = (update: Maybe): boolean =>
  isDoc(update) && ![...update.keys()][0]?.startsWith('$')

const replacement = (update: Doc): Updater => {
  for (const name of update.keys()) if (name.startsWith('$')) dollarField(name)
  return doc => {
    const id = update.has('_id') ? update.get('_id') : doc.get('_id')
    const rest = [...update].filter(([name]) => name !== '_id')
    return new Map(id === undefined ? rest : [['_id', id], ...rest])
  }
}

const dollarField = (name: string): never =>
  fail('DollarPrefixedFieldName', `The dollar ($) prefixed field '${name}' is not allowed in an update.`)

const compileArrayFilters = (list: readonly Value[]): Filters => {
  const filters = new Map<string, Matcher>()
  for (const filter of list) {
    if (!isDoc(filter)) return fail('TypeMismatch', 'Each array filter must be an object')
    const [name, other] = new Set(namesIn(filter))
    if (name === undefined || other !== undefined)
      return fail('FailedToParse', 'An array filter needs a single top-level field name')
    if (!/^[a-z][A-Za-z0-9]*$/.test(name))
      fail('BadValue', `The name in an array filter must be alphanumeric and begin in lower case: '${name}'`)
    if (filters.has(name)) fail('FailedToParse', `Found multiple array filters with the name ${name}`)
    filters.set(name, compileFilter(filter))
  }
  return filters
}

const namesIn = (filter: Doc): string[] =>
  [...filter].flatMap(([name, condition]) => {
    if (!name.startsWith('$')) return [name.split('.')[0] ?? name]
    return Array.isArray(condition) ? condition.filter(isDoc).flatMap(namesIn) : []
  })

const refuseUnusedFilters = (changes: readonly Change[], filters: Filters) => {
  const parts = changes.flatMap(({ path }) => path)
  const used = new Set(parts.flatMap(part => /^\$\[(.+)\]$/.exec(part)?.[1] ?? []))
  for (const name of filters.keys())
    if (!used.has(name)) fail('FailedToParse', `The array filter '${name}' was not used in the update`)
  for (const name of used)
    if (!filters.has(name)) fail('BadValue', `No array filter found for '${name}' in path`)
}

/** The server applies changes, and so adds new fields, in order of their paths: numbers as numbers, the rest as text. */
const comparePaths = (a: readonly string[], b: readonly string[]): number => {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i] ?? '', b[i] ?? '']
    if (x !== y) return isIndex(x) && isIndex(y) ? Number(x) - Number(y) : x < y ? -1 : 1
  }
  return a.length - b.length
}

/** No two changes may be of one field, or of a field and what is inside it, or mix `$[]` with names and positions. */
const refuseConflicts = (changes: readonly Change[]) => {
  const whole = new Set<string>()
  const isFilteredAt = new Map<string, boolean>()
  const conflict = (name: string) =>
    fail('ConflictingUpdateOperators', `Updating '${name}' would create a conflict`)
  for (const { path } of changes) {
    const name = path.join('.')
    if (whole.has(name)) conflict(name)
    whole.add(name)
  }
  for (const { path } of changes)
    for (const [i, part] of path.entries()) {
      const [before, isFiltered] = [path.slice(0, i).join('.'), part.startsWith('$[')]
      if (whole.has(before) || (isFilteredAt.get(before) ?? isFiltered) !== isFiltered)
        conflict(path.join('.'))
      isFilteredAt.set(before, isFiltered)
    }
}

const changesOf = (operator: string, operand: Value): Change[] => {
  const compile = operators[operator]
  if (!compile && operator === '$bit') refuse('$bit')
  if (!compile && operator !== '$rename')
    return fail('FailedToParse', `Unknown modifier: ${operator}. Expected a valid update modifier`)
  if (!isDoc(operand))
    return fail('FailedToParse', `Modifiers operate on fields but we found ${typeName(operand)} instead.`)
  return [...operand].flatMap(([name, value]) => {
    const path = pathOf(name)
    return compile ? [{ path, ...compile(value) }] : rename(path, value)
  })
}

const pathOf = (name: string): string[] => {
  const path = name.split('.')
  if (path.includes('')) fail('EmptyFieldName', `The update path '${name}' contains an empty field name.`)
  if (path[0]?.startsWith('$')) fail('BadValue', `Cannot have a positional element first in path '${name}'`)
  for (const part of path)
    if (part.startsWith('$') && part !== '$' && !/^\$\[.*\]$/.test(part)) dollarField(part)
  if (path.filter(part => part === '$').length > 1)
    fail('BadValue', `Too many positional (i.e. '$') elements found in path '${name}'`)
  return path
}

/** A path with its `$`, `$[]` and `$[name]` replaced by the positions they stand for in this document. */
const concretePaths = (doc: Doc, path: string[], filters: Filters, hits: Hits): string[][] => {
  const special = path.findIndex(part => part.startsWith('$'))
  if (special < 0) return [path]
  const [before, part = '', after] = [path.slice(0, special), path[special], path.slice(special + 1)]
  return positionsOf(doc, before, part, filters, hits).flatMap(i =>
    concretePaths(doc, [...before, String(i), ...after], filters, hits)
  )
}

const positionsOf = (doc: Doc, before: string[], part: string, filters: Filters, hits: Hits): number[] => {
  if (part === '$') {
    const index = hits.get(before.join('.')) ?? [...hits.values()].at(-1)
    if (index !== undefined) return [index]
    return fail('BadValue', 'The positional operator did not find the match needed from the query.')
  }
  const array = valueAt(doc, before)
  if (!Array.isArray(array))
    return fail('BadValue', `Cannot apply array updates to ${before.join('.')}, which is ${show(array)}`)
  const name = part.slice(2, -1)
  const isMeant = (element: Value) => name === '' || filters.get(name)?.(docOf({ [name]: element }))
  return array.flatMap((element, i) => (isMeant(element) ? [i] : []))
}

const valueAt = (value: Maybe, path: readonly string[]): Maybe => {
  let inner = value
  for (const part of path)
    if (isDoc(inner)) inner = inner.get(part)
    else inner = Array.isArray(inner) && isIndex(part) ? inner[Number(part)] : undefined
  return inner
}

const setAt = (
  at: Doc | Value[],
  path: readonly string[],
  { creates }: Pick<Leaf, 'creates'>,
  change: (old: Maybe) => Maybe
) => {
  const [part = '', ...rest] = path
  const notViable = (field = '', element: Maybe = null) =>
    fail('PathNotViable', `Cannot create field '${field}' in element ${show(element)}`)
  if (Array.isArray(at) && !isIndex(part)) return creates ? notViable(part, at) : undefined
  const old = Array.isArray(at) ? at[Number(part)] : at.get(part)
  if (rest.length === 0) return put(at, part, old, change(old))
  if (isDoc(old) || Array.isArray(old)) return setAt(old, rest, { creates }, change)
  if (!creates) return
  if (old !== undefined) notViable(rest[0], old)
  const made: Doc = new Map()
  setAt(made, rest, { creates }, change)
  if (made.size > 0) put(at, part, undefined, made)
}

const longestPadding = 1_500_000

const put = (at: Doc | Value[], part: string, old: Maybe, value: Maybe) => {
  if (!Array.isArray(at)) return value === undefined ? at.delete(part) : at.set(part, value)
  const index = Number(part)
  // What is taken out of an array leaves null in its place.
  if (value === undefined) {
    if (old !== undefined) at[index] = null
    return
  }
  if (index - at.length > longestPadding) fail('BadValue', "can't backfill more than 1500000 elements")
  while (at.length < index) at.push(null)
  at[index] = value
}

/** Two changes: the target takes the value and takes it away from the source; the source only stands for conflicts. */
const rename = (from: string[], operand: Value): Change[] => {
  if (typeof operand !== 'string') return fail('BadValue', "The 'to' field for $rename must be a string")
  const to = pathOf(operand)
  if ([...from, ...to].some(part => part.startsWith('$')))
    fail('BadValue', 'The source and target field for $rename may not be dynamic')
  if (from.join('.') === operand) fail('BadValue', 'The source and target field for $rename must differ')
  const apply = (old: Maybe, doc: Doc): Maybe => {
    for (const path of [from, to])
      for (let i = 1; i < path.length; i++)
        if (Array.isArray(valueAt(doc, path.slice(0, i))))
          fail('BadValue', `The fields of $rename cannot be array elements: '${path.join('.')}'`)
    const moved = valueAt(doc, from)
    if (moved === undefined) return old
    setAt(doc, from, { creates: false }, () => undefined)
    return moved
  }
  return [
    { path: to, creates: true, apply },
    { path: from, ...existing(old => old) }
  ]
}

const creating = (apply: Leaf['apply']): Leaf => ({ creates: true, apply })
const existing = (apply: Leaf['apply']): Leaf => ({ creates: false, apply })

/** A change of a field that must be an array where there is one. */
const onArray = (change: (list: Value[]) => Value[], code: 'BadValue' | 'TypeMismatch' = 'BadValue'): Leaf =>
  existing(old => {
    if (old === undefined) return old
    return Array.isArray(old) ? change(old) : fail(code, `a ${typeName(old)} is not an array`)
  })

/** The same, and where there is no field it becomes one. */
const onNewArray = (change: (list: Value[]) => Value[]): Leaf => {
  const { apply } = onArray(change)
  return creating((old = [], doc, context) => apply(old, doc, context))
}

const operators: Record<string, (operand: Value) => Leaf> = {
  $set: operand => creating(() => operand),
  $unset: () => existing(() => undefined),
  $setOnInsert: operand => creating((old, _, { isInsert }) => (isInsert ? operand : old)),
  $inc: operand => arithmetic(operand, (a, b) => a + b, operand),
  $mul: operand => arithmetic(operand, (a, b) => a * b),
  $min: operand => creating(old => (old === undefined || compare(operand, old) < 0 ? operand : old)),
  $max: operand => creating(old => (old === undefined || compare(operand, old) > 0 ? operand : old)),
  $currentDate: operand => {
    const type = isDoc(operand) && operand.size === 1 ? operand.get('$type') : typeof operand
    if (type !== 'boolean' && type !== 'date' && type !== 'timestamp')
      fail('BadValue', "The '$type' string field is required to be 'date' or 'timestamp'")
    const stamp = (now: Date) => new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 })
    return creating((_, __, { now }) => (type === 'timestamp' ? stamp(now) : now))
  },
  $push: operand => push(operand),
  $addToSet: operand => {
    const values = isDoc(operand) && operand.has('$each') ? each(operand, ['$each']) : [operand]
    return onNewArray(old => {
      const list = [...old]
      for (const value of values) if (!list.some(one => isEqual(one, value))) list.push(value)
      return list
    })
  },
  $pop: operand => {
    const end = numeric(operand)
    if (end !== 1 && end !== -1) fail('FailedToParse', `$pop expects 1 or -1, found: ${show(operand)}`)
    return onArray(list => (end === 1 ? list.slice(0, -1) : list.slice(1)), 'TypeMismatch')
  },
  $pull: operand => {
    const matches = pulls(operand)
    return onArray(list => list.filter(element => !matches(element)))
  },
  $pullAll: operand => {
    if (!Array.isArray(operand)) return fail('BadValue', '$pullAll requires an array argument')
    return onArray(list => list.filter(element => !operand.some(one => isEqual(one, element))))
  }
}

/** A number changed by another, in the wider of their types; where there is none, `start`, or a zero of that type. */
const arithmetic = (operand: Value, combine: (a: number, b: number) => number, start?: Value): Leaf => {
  const by = numeric(operand)
  if (by === undefined) return fail('TypeMismatch', `Cannot increment or multiply with ${show(operand)}`)
  return creating(old => {
    if (old === undefined) return start ?? combined(operand, operand, 0)
    const number = numeric(old)
    if (number === undefined)
      return fail('TypeMismatch', `Cannot apply arithmetic to a value of non-numeric type ${typeName(old)}`)
    return combined(old, operand, combine(number, by))
  })
}

const each = (operand: Doc, known: readonly string[]): Value[] => {
  for (const key of operand.keys()) if (!known.includes(key)) fail('BadValue', `Unrecognized clause: ${key}`)
  const values = operand.get('$each')
  return Array.isArray(values) ? values : fail('TypeMismatch', 'The argument to $each must be an array')
}

const push = (operand: Value): Leaf => {
  const modifiers: Doc = isDoc(operand) && operand.has('$each') ? operand : docOf({ $each: [operand] })
  const values = each(modifiers, ['$each', '$slice', '$sort', '$position'])
  const [position, slice] = ['$position', '$slice'].map(key =>
    modifiers.has(key)
      ? (wholeNumber(modifiers.get(key)) ?? fail('BadValue', `The value for ${key} must be an integer value`))
      : undefined
  )
  const sort = modifiers.has('$sort') ? pushOrder(modifiers.get('$sort')) : undefined
  return onNewArray(old => {
    const list = [...old]
    list.splice(position ?? list.length, 0, ...values)
    if (sort) list.sort(sort)
    if (slice === undefined) return list
    return slice >= 0 ? list.slice(0, slice) : list.slice(slice)
  })
}

const pushOrder = (spec: Maybe): ((a: Value, b: Value) => number) => {
  const direction = numeric(spec)
  if (direction === 1 || direction === -1) return (a, b) => direction * compare(a, b)
  if (!isDoc(spec) || spec.size === 0)
    return fail('BadValue', 'The $sort is invalid: use 1, -1 or {field: 1/-1}')
  const order = compareBy(spec)
  const asDoc = (value: Value): Doc => (isDoc(value) ? value : new Map())
  return (a, b) => order(asDoc(a), asDoc(b))
}

/** Which elements `$pull` takes: by a filter of their fields, by operators on themselves, or by being equal. */
const pulls = (operand: Value): ((element: Value) => boolean) => {
  if (Array.isArray(operand)) return element => isEqual(element, operand)
  if (isDoc(operand) && !isOperators(operand)) {
    const matcher = compileFilter(operand)
    return element => isDoc(element) && matcher(element)
  }
  const isOnElement = isDoc(operand)
  const matcher = compileFilter(docOf({ v: isOnElement ? docOf({ $elemMatch: operand }) : operand }))
  return element =>
    isOnElement ? matcher(docOf({ v: [element] })) : !Array.isArray(element) && matcher(docOf({ v: element }))
}

/** The document an upsert starts from: the values its filter requires. */
export const upsertBase = (filter: Doc): Doc => {
  const base: Doc = new Map()
  for (const [name, value] of equalities(filter)) {
    if (name.startsWith('_id.')) fail(111, `An upsert cannot make the dotted path '${name}'`)
    setAt(base, pathOf(name), { creates: true }, old => (old === undefined || name === '_id' ? value : old))
  }
  return base
}

const equalities = (filter: Doc): [string, Value][] =>
  [...filter].flatMap(([name, condition]): [string, Value][] => {
    if (Array.isArray(condition) && (name === '$and' || (name === '$or' && condition.length === 1)))
      return condition.filter(isDoc).flatMap(equalities)
    if (name.startsWith('$')) return []
    const value = isOperators(condition) ? demanded(condition) : unlessRegex(condition)
    return value === undefined ? [] : [[name, value]]
  })

const demanded = (operators: Doc): Maybe => {
  if (operators.has('$eq')) return operators.get('$eq')
  const list = operators.get('$in') ?? operators.get('$all')
  const [only] = Array.isArray(list) && list.length === 1 ? list : []
  return isOperators(only) ? undefined : unlessRegex(only)
}

const unlessRegex = (value: Maybe): Maybe => (value instanceof BSONRegExp ? undefined : value)
