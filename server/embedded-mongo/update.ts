import { Long, Timestamp } from 'bson'
import { type Doc, double, integer, isDoc, numberKind, numeric, type Value } from './bson-codec.ts'
import { compare, isEqual } from './bson-order.ts'
import { combined, typeName } from './bson-types.ts'
import { CommandError, refuse } from './errors.ts'
import { compileFilter, isOperators, type Matcher } from './match.ts'
import { type Hits, isIndex } from './paths.ts'
import { show } from './show.ts'
import { compareBy } from './sort.ts'

/** What an update is applied with: the matched elements, the moment, and whether the document is being inserted. */
export interface UpdateContext {
  hits: Hits
  now: Date
  isInsert: boolean
}

/** Changes a document in place, or returns the one that takes its place. */
export type Updater = (doc: Doc, context: UpdateContext) => Doc

interface Change {
  path: string[]
  apply: Leaf
}

/** The new value of a field from its old one; undefined (either way) means there is none. */
type Apply = (old: Value | undefined, doc: Doc, context: UpdateContext) => Value | undefined
interface Leaf {
  apply: Apply
  /** Whether the way to the field is made where it is missing. */
  creates: boolean
}

const fail = (
  code: 'BadValue' | 'FailedToParse' | 'TypeMismatch' | 'PathNotViable',
  message: string
): never => {
  throw new CommandError(code, message)
}

/** An update document, by operators or a whole replacement, made ready. */
export const compileUpdate = (update: Value | undefined, arrayFilters: readonly Value[] = []): Updater => {
  if (Array.isArray(update)) return refuse('an update given as a pipeline')
  if (!isDoc(update)) return fail('FailedToParse', 'Update argument must be either an object or an array')
  const [first] = update.keys()
  if (!first?.startsWith('$')) {
    if (arrayFilters.length > 0)
      fail('FailedToParse', 'arrayFilters may not be specified for replacement-style updates')
    return replacement(update)
  }
  const filters = compileArrayFilters(arrayFilters)
  const changes = [...update].flatMap(([operator, operand]) => changesOf(operator, operand))
  changes.sort((a, b) => comparePaths(a.path, b.path))
  refuseConflicts(changes)
  refuseUnusedFilters(changes, filters)
  return (doc, context) => {
    for (const change of changes) applyChange(doc, change, filters, context)
    return doc
  }
}

/** Whether an update replaces the whole document rather than naming operators. */
export const isReplacement = (update: Value | undefined): boolean =>
  isDoc(update) && ![...update.keys()][0]?.startsWith('$')

const replacement =
  (update: Doc): Updater =>
  doc => {
    for (const name of update.keys())
      if (name.startsWith('$'))
        throw new CommandError(
          'DollarPrefixedFieldName',
          `The dollar ($) prefixed field '${name}' in '${name}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`
        )
    const id = doc.get('_id')
    const rest = [...update].filter(([name]) => name !== '_id')
    const kept = update.has('_id') ? update.get('_id') : id
    return new Map(kept === undefined ? rest : [['_id', kept], ...rest])
  }

const compileArrayFilters = (list: readonly Value[]): Map<string, Matcher> => {
  const filters = new Map<string, Matcher>()
  for (const filter of list) {
    if (!isDoc(filter)) return fail('TypeMismatch', 'Each array filter must be an object')
    const names = new Set([...namesIn(filter)])
    const [name] = names
    if (names.size === 0 || name === undefined)
      return fail('FailedToParse', 'Cannot use an expression without a top-level field name in arrayFilters')
    if (names.size > 1)
      return fail(
        'FailedToParse',
        `Error parsing array filter :: caused by :: Expected a single top-level field name, found ${[...names].map(one => `'${one}'`).join(' and ')}`
      )
    if (!/^[a-z][A-Za-z0-9]*$/.test(name))
      fail(
        'BadValue',
        `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`
      )
    if (filters.has(name))
      fail('FailedToParse', `Found multiple array filters with the same top-level field name ${name}`)
    filters.set(name, compileFilter(filter))
  }
  return filters
}

const namesIn = (filter: Doc): string[] =>
  [...filter].flatMap(([name, condition]) => {
    if (!name.startsWith('$')) return [name.split('.')[0] ?? name]
    return Array.isArray(condition) ? condition.filter(isDoc).flatMap(namesIn) : []
  })

const refuseUnusedFilters = (changes: readonly Change[], filters: ReadonlyMap<string, Matcher>) => {
  const used = new Set(changes.flatMap(change => change.path.map(part => /^\$\[(.+)\]$/.exec(part)?.[1])))
  for (const name of filters.keys())
    if (!used.has(name))
      fail('FailedToParse', `The array filter for identifier '${name}' was not used in the update`)
  for (const name of used)
    if (name !== undefined && !filters.has(name))
      fail('BadValue', `No array filter found for identifier '${name}' in path`)
}

/** The server applies changes, and so adds new fields, in order of their paths: numbers as numbers, the rest as text. */
const comparePaths = (a: readonly string[], b: readonly string[]): number => {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i] ?? '', b[i] ?? '']
    if (x === y) continue
    if (isIndex(x) && isIndex(y)) return Number(x) - Number(y)
    return x < y ? -1 : 1
  }
  return a.length - b.length
}

const refuseConflicts = (changes: readonly Change[]) => {
  const paths = changes.map(change => change.path.join('.'))
  for (const [i, path] of paths.entries())
    for (const other of paths.slice(i + 1))
      if (other === path || other.startsWith(`${path}.`))
        throw new CommandError(
          'ConflictingUpdateOperators',
          `Updating the path '${other}' would create a conflict at '${path}'`
        )
}

const changesOf = (operator: string, operand: Value): Change[] => {
  const compile = operators[operator]
  if (!compile)
    return fail(
      'FailedToParse',
      `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`
    )
  if (!isDoc(operand))
    return fail(
      'FailedToParse',
      `Modifiers operate on fields but we found type ${typeName(operand)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${show(operand)}}`
    )
  return [...operand].flatMap(([name, value]) => {
    const path = pathOf(name)
    return operator === '$rename' ? rename(path, value) : [{ path, apply: compile(value, name) }]
  })
}

const pathOf = (name: string): string[] => {
  if (name === '') throw new CommandError('EmptyFieldName', 'An empty update path is not valid.')
  const path = name.split('.')
  if (path.includes(''))
    throw new CommandError(
      'EmptyFieldName',
      `The update path '${name}' contains an empty field name, which is not allowed.`
    )
  if (path[0]?.startsWith('$'))
    fail('BadValue', `Cannot have positional (i.e. '$') element in the first position in path '${name}'`)
  for (const part of path)
    if (part.startsWith('$') && part !== '$' && !/^\$\[.*\]$/.test(part))
      throw new CommandError(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${part}' in '${name}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`
      )
  if (path.filter(part => part === '$').length > 1)
    fail('BadValue', `Too many positional (i.e. '$') elements found in path '${name}'`)
  return path
}

const applyChange = (
  doc: Doc,
  change: Change,
  filters: ReadonlyMap<string, Matcher>,
  context: UpdateContext
) => {
  for (const path of concretePaths(doc, change.path, filters, context))
    setAt(doc, doc, path, 0, change.apply, context)
}

/** A path with its `$`, `$[]` and `$[name]` replaced by the positions they stand for in this document. */
const concretePaths = (
  doc: Doc,
  path: readonly string[],
  filters: ReadonlyMap<string, Matcher>,
  context: UpdateContext
): string[][] => {
  const special = path.findIndex(part => part.startsWith('$'))
  if (special < 0) return [[...path]]
  const before = path.slice(0, special)
  const after = path.slice(special + 1)
  const part = path[special] ?? ''
  if (part === '$') {
    const index = context.hits.get(before.join('.')) ?? [...context.hits.values()].at(-1)
    if (index === undefined)
      return fail('BadValue', 'The positional operator did not find the match needed from the query.')
    return concretePaths(doc, [...before, String(index), ...after], filters, context)
  }
  const array = valueAt(doc, before)
  if (array === undefined)
    return fail(
      'BadValue',
      `The path '${before.join('.')}' must exist in the document in order to apply array updates.`
    )
  if (!Array.isArray(array))
    return fail(
      'BadValue',
      `Cannot apply array updates to non-array element ${before.at(-1)}: ${show(array)}`
    )
  const name = part.slice(2, -1)
  const filter = filters.get(name)
  const positions = array.flatMap((element, i) =>
    name === '' || filter?.(new Map([[name, element]])) ? [i] : []
  )
  return positions.flatMap(i => concretePaths(doc, [...before, String(i), ...after], filters, context))
}

const valueAt = (value: Value | undefined, path: readonly string[]): Value | undefined => {
  let inner = value
  for (const part of path)
    inner = isDoc(inner)
      ? inner.get(part)
      : Array.isArray(inner) && isIndex(part)
        ? inner[Number(part)]
        : undefined
  return inner
}

const longestPadding = 1_500_000

const setAt = (
  root: Doc,
  at: Doc | Value[],
  path: readonly string[],
  i: number,
  leaf: Leaf,
  context: UpdateContext
) => {
  const part = path[i] ?? ''
  const isLast = i === path.length - 1
  if (Array.isArray(at) && !isIndex(part)) {
    if (leaf.creates)
      fail('PathNotViable', `Cannot create field '${part}' in element {${path[i - 1]}: ${show(at)}}`)
    return
  }
  const old = Array.isArray(at) ? at[Number(part)] : at.get(part)
  if (isLast) return put(at, part, old, leaf.apply(old, root, context))
  if (isDoc(old) || Array.isArray(old)) return setAt(root, old, path, i + 1, leaf, context)
  if (!leaf.creates) return
  if (old !== undefined)
    fail('PathNotViable', `Cannot create field '${path[i + 1]}' in element {${part}: ${show(old)}}`)
  const made: Doc = new Map()
  setAt(root, made, path, i + 1, leaf, context)
  if (made.size > 0) put(at, part, undefined, made)
}

const put = (at: Doc | Value[], part: string, old: Value | undefined, value: Value | undefined) => {
  if (!Array.isArray(at)) {
    if (value === undefined) at.delete(part)
    else at.set(part, value)
    return
  }
  const index = Number(part)
  if (value === undefined) {
    if (old !== undefined) at[index] = null
    return
  }
  if (index - at.length > longestPadding) fail('BadValue', "can't backfill more than 1500000 elements")
  while (at.length < index) at.push(null)
  at[index] = value
}

const rename = (from: string[], operand: Value): Change[] => {
  if (typeof operand !== 'string')
    return fail(
      'BadValue',
      `The 'to' field for $rename must be a string: ${from.join('.')}: ${show(operand)}`
    )
  const to = pathOf(operand)
  if ([...from, ...to].some(part => part.startsWith('$')))
    fail('BadValue', `The source and target field for $rename may not be dynamic: ${from.join('.')}`)
  if (from.join('.') === operand)
    fail('BadValue', `The source and target field for $rename must differ: ${from.join('.')}: "${operand}"`)
  const target: Leaf = {
    creates: true,
    apply: (old, doc) => {
      refuseArrayOn(doc, from, 'source')
      refuseArrayOn(doc, to, 'destination')
      const moved = valueAt(doc, from)
      if (moved === undefined) return old
      setAt(
        doc,
        doc,
        from,
        0,
        { creates: false, apply: () => undefined },
        { hits: new Map(), now: new Date(0), isInsert: false }
      )
      return moved
    }
  }
  return [
    { path: to, apply: target },
    { path: from, apply: { creates: false, apply: old => old } }
  ]
}

const refuseArrayOn = (doc: Doc, path: readonly string[], which: string) => {
  for (let i = 1; i < path.length; i++)
    if (Array.isArray(valueAt(doc, path.slice(0, i))))
      fail(
        'BadValue',
        `The ${which} field cannot be an array element, '${path.join('.')}' in doc with ${idOf(doc)} has an array field called '${path[i - 1]}'`
      )
}

const idOf = (doc: Doc): string => `_id: ${show(doc.get('_id'))}`

const creating = (apply: Apply): Leaf => ({ creates: true, apply })
const existing = (apply: Apply): Leaf => ({ creates: false, apply })

const operators: Record<string, (operand: Value, name: string) => Leaf> = {
  $set: operand => creating(() => operand),
  $unset: () => existing(() => undefined),
  $setOnInsert: operand => ({
    creates: true,
    apply: (old, _, context) => (context.isInsert ? operand : old)
  }),
  $inc: (operand, name) => arithmetic('$inc', name, operand, (a, b) => a + b),
  $mul: (operand, name) => arithmetic('$mul', name, operand, (a, b) => a * b),
  $min: operand => creating(old => (old === undefined || compare(operand, old) < 0 ? operand : old)),
  $max: operand => creating(old => (old === undefined || compare(operand, old) > 0 ? operand : old)),
  $currentDate: operand => {
    const type =
      isDoc(operand) && operand.size === 1
        ? operand.get('$type')
        : typeof operand === 'boolean'
          ? 'date'
          : undefined
    if (type !== 'date' && type !== 'timestamp')
      return fail(
        'BadValue',
        `The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}`
      )
    return creating((_, __, { now }) =>
      type === 'date' ? now : new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 })
    )
  },
  $rename: () => existing(old => old),
  $push: (operand, name) => push(operand, name),
  $addToSet: (operand, name) => {
    const values = isDoc(operand) && operand.has('$each') ? each(operand, '$addToSet') : [operand]
    return creating(old => {
      if (old !== undefined && !Array.isArray(old))
        return fail(
          'BadValue',
          `Cannot apply $addToSet to non-array field. Field named '${last(name)}' has non-array type ${typeName(old)}`
        )
      const list = [...(old ?? [])]
      for (const value of values) if (!list.some(one => isEqual(one, value))) list.push(value)
      return list
    })
  },
  $pop: (operand, name) => {
    const end = numeric(operand)
    if (end !== 1 && end !== -1) return fail('FailedToParse', `$pop expects 1 or -1, found: ${show(operand)}`)
    return existing(old => {
      if (old === undefined) return old
      if (!Array.isArray(old))
        return fail('TypeMismatch', `Path '${name}' contains an element of non-array type '${typeName(old)}'`)
      return end === 1 ? old.slice(0, -1) : old.slice(1)
    })
  },
  $pull: operand => {
    const matches = pulls(operand)
    return existing(old => {
      if (old === undefined) return old
      return Array.isArray(old)
        ? old.filter(element => !matches(element))
        : fail('BadValue', 'Cannot apply $pull to a non-array value')
    })
  },
  $pullAll: operand => {
    if (!Array.isArray(operand))
      return fail('BadValue', `$pullAll requires an array argument but was given a ${typeName(operand)}`)
    return existing(old => {
      if (old === undefined) return old
      return Array.isArray(old)
        ? old.filter(element => !operand.some(one => isEqual(one, element)))
        : fail('BadValue', 'Cannot apply $pull to a non-array value')
    })
  },
  $bit: (operand, name) => bits(operand, name)
}

const last = (name: string) => name.split('.').at(-1)

const arithmetic = (
  operator: string,
  name: string,
  operand: Value,
  combine: (a: number, b: number) => number
): Leaf => {
  const by = numeric(operand)
  const verb = operator === '$inc' ? 'increment' : 'multiply'
  if (by === undefined)
    return fail('TypeMismatch', `Cannot ${verb} with non-numeric argument: {${name}: ${show(operand)}}`)
  return creating((old, doc) => {
    if (old === undefined) return operator === '$inc' ? operand : sameKind(operand, 0)
    const number = numeric(old)
    if (number === undefined)
      return fail(
        'TypeMismatch',
        `Cannot apply ${operator} to a value of non-numeric type. {${idOf(doc)}} has the field '${last(name)}' of non-numeric type ${typeName(old)}`
      )
    return combined(old, operand, combine(number, by))
  })
}

const sameKind = (like: Value, n: number): Value =>
  numberKind(like) === 'double' ? double(n) : integer(n, numberKind(like) === 'long')

const each = (operand: Doc, operator: string): Value[] => {
  const values = operand.get('$each')
  if (!Array.isArray(values))
    return fail(
      'TypeMismatch',
      `The argument to $each in ${operator} must be an array but it was of type: ${typeName(values)}`
    )
  const extra = [...operand.keys()].find(key => key !== '$each')
  if (operator === '$addToSet' && extra !== undefined)
    fail('BadValue', `Found unexpected fields after $each in $addToSet: ${show(operand)}`)
  return values
}

const push = (operand: Value, name: string): Leaf => {
  const isModified = isDoc(operand) && operand.has('$each')
  const values = isModified ? each(operand, '$push') : [operand]
  const modifiers: Doc = isModified ? operand : new Map()
  for (const key of modifiers.keys())
    if (!['$each', '$slice', '$sort', '$position'].includes(key))
      fail('BadValue', `Unrecognized clause in $push: ${key}`)
  const position = wholeNumber(modifiers, '$position')
  const slice = wholeNumber(modifiers, '$slice')
  const sort = modifiers.has('$sort') ? pushOrder(modifiers.get('$sort')) : undefined
  return creating((old, doc) => {
    if (old !== undefined && !Array.isArray(old))
      return fail(
        'BadValue',
        `The field '${name}' must be an array but is of type ${typeName(old)} in document {${idOf(doc)}}`
      )
    const list = [...(old ?? [])]
    list.splice(position ?? list.length, 0, ...values)
    if (sort) list.sort(sort)
    if (slice === undefined) return list
    return slice >= 0 ? list.slice(0, slice) : list.slice(slice)
  })
}

const wholeNumber = (modifiers: Doc, key: string): number | undefined => {
  if (!modifiers.has(key)) return undefined
  const n = numeric(modifiers.get(key))
  if (n === undefined || !Number.isInteger(n))
    return fail(
      'BadValue',
      `The value for ${key} must be an integer value but was given type: ${typeName(modifiers.get(key))}`
    )
  return n
}

const pushOrder = (spec: Value | undefined): ((a: Value, b: Value) => number) => {
  const direction = numeric(spec)
  if (direction === 1 || direction === -1) return (a, b) => direction * compare(a, b)
  if (!isDoc(spec) || spec.size === 0)
    return fail(
      'BadValue',
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields'
    )
  const order = compareBy(spec)
  const asDoc = (value: Value): Doc => (isDoc(value) ? value : new Map())
  return (a, b) => order(asDoc(a), asDoc(b))
}

const pulls = (operand: Value): ((element: Value) => boolean) => {
  if (isOperators(operand) || !isDoc(operand)) {
    const matcher = compileFilter(
      new Map([['v', isDoc(operand) ? new Map([['$elemMatch', operand]]) : operand]])
    )
    if (isDoc(operand)) return element => matcher(new Map([['v', [element]]]))
    return element =>
      Array.isArray(operand) || !Array.isArray(element)
        ? matcher(new Map([['v', Array.isArray(element) ? [element] : element]])) &&
          (!Array.isArray(operand) || isEqual(operand, element))
        : false
  }
  const matcher = compileFilter(operand)
  return element => isDoc(element) && matcher(element)
}

const bits = (operand: Value, name: string): Leaf => {
  const parts = isDoc(operand) ? [...operand] : []
  if (parts.length === 0)
    return fail(
      'BadValue',
      `The $bit modifier is not compatible with a ${typeName(operand)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`
    )
  for (const [key, value] of parts) {
    if (!['and', 'or', 'xor'].includes(key))
      fail(
        'BadValue',
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${key}' which is an unknown operator: {${key}: ${show(value)}}`
      )
    if (numberKind(value) !== 'int' && numberKind(value) !== 'long')
      fail(
        'BadValue',
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(value)}' is not supported here: {${key}: ${show(value)}}`
      )
  }
  return creating((old, doc) => {
    const from = old ?? 0
    const kind = numberKind(from)
    if (kind !== 'int' && kind !== 'long')
      return fail(
        'BadValue',
        `Cannot apply $bit to a value of non-integral type.{${idOf(doc)}} has the field ${last(name)} of non-integer type ${typeName(from)}`
      )
    let result = BigInt(numeric(from) ?? 0)
    let isWide = kind === 'long'
    for (const [key, value] of parts) {
      const mask = BigInt(numeric(value) ?? 0)
      isWide ||= value instanceof Long
      result = key === 'and' ? result & mask : key === 'or' ? result | mask : result ^ mask
    }
    return integer(Number(result), isWide)
  })
}

/** The document an upsert starts from: the values its filter requires. */
export const upsertBase = (filter: Doc): Doc => {
  const base: Doc = new Map()
  for (const [name, value] of equalities(filter)) {
    if (name.startsWith('_id.'))
      throw new CommandError(
        111,
        `Cannot create base during insert of update. Update would create dotted path '${name}'`
      )
    setAt(
      base,
      base,
      pathOf(name),
      0,
      creating(old => (old === undefined || name === '_id' ? value : old)),
      {
        hits: new Map(),
        now: new Date(0),
        isInsert: true
      }
    )
  }
  return base
}

const equalities = (filter: Doc): [string, Value][] =>
  [...filter].flatMap(([name, condition]): [string, Value][] => {
    if (name === '$and' && Array.isArray(condition)) return condition.filter(isDoc).flatMap(equalities)
    if (name === '$or' && Array.isArray(condition) && condition.length === 1)
      return condition.filter(isDoc).flatMap(equalities)
    if (name.startsWith('$')) return []
    if (!isOperators(condition)) return typeName(condition) === 'regex' ? [] : [[name, condition]]
    const eq = condition.get('$eq')
    if (eq !== undefined) return [[name, eq]]
    const list = condition.get('$in') ?? condition.get('$all')
    const [only] = Array.isArray(list) && list.length === 1 ? list : []
    return only === undefined || isOperators(only) || typeName(only) === 'regex' ? [] : [[name, only]]
  })
