import { BSONRegExp, MaxKey, MinKey } from 'bson'
import { compare, identity, isEqual, typeOrder } from './bson-order.ts'
import { fail, refuse } from './errors.ts'
import { compileExpression, isTruthy, type Variables } from './expressions.ts'
import { type Hits, someValue } from './paths.ts'
import { compilePattern } from './regex.ts'
import {
  type Doc,
  isDoc,
  isNullish,
  type Maybe,
  numeric,
  show,
  typeName,
  types,
  type Value
} from './values.ts'

/** Says whether a document matches; records in `hits` which array elements made it so. */
export type Matcher = (doc: Doc, hits?: Hits) => boolean
type Test = (value: Maybe) => boolean

const bad = (message: string): never => fail('BadValue', message)

/**
 * A filter made ready. `$text` is answered by the index that the planner read: where there was one it is passed over
 * (`isPlanned`), and elsewhere refused.
 */
export const compileFilter = (filter: Doc, variables: Variables = new Map(), isPlanned = false): Matcher => {
  const parts = [...filter].map(([name, condition]) => {
    if (!name.startsWith('$')) return onPath(along(name), condition, variables)
    return logical(name, condition, variables, isPlanned)
  })
  const [only] = parts
  return parts.length === 1 && only ? only : (doc, hits) => parts.every(part => part(doc, hits))
}

/** The top-level fields a filter looks at; undefined when it may look at any. */
export const fieldsOf = (filter: Doc, into = new Set<string>()): Set<string> | undefined => {
  for (const [name, condition] of filter) {
    if (!name.startsWith('$')) into.add(name.split('.')[0] ?? name)
    else if (name === '$expr') return undefined
    else if (Array.isArray(condition))
      for (const branch of condition) if (isDoc(branch) && !fieldsOf(branch, into)) return undefined
  }
  return into
}

const always: Matcher = () => true

const logical = (name: string, condition: Value, variables: Variables, isPlanned: boolean): Matcher => {
  switch (name) {
    case '$and':
    case '$or':
    case '$nor': {
      const isAnd = name === '$and'
      const branches = clauses(name, condition).map(one => compileFilter(one, variables, isAnd && isPlanned))
      if (isAnd) return (doc, hits) => branches.every(branch => branch(doc, hits))
      if (name === '$or') return (doc, hits) => branches.some(branch => branch(doc, hits))
      return doc => !branches.some(branch => branch(doc))
    }
    case '$expr': {
      const expression = compileExpression(condition)
      return doc => isTruthy(expression(doc, variables))
    }
    case '$comment':
      return always
    case '$text':
      return isPlanned ? always : refuse('$text inside another operator')
  }
  return leftOut.has(name) ? refuse(name) : bad(`unknown top level operator: ${name}`)
}

const clauses = (name: string, condition: Value): Doc[] => {
  if (!Array.isArray(condition) || condition.length === 0) return bad(`${name} must be a nonempty array`)
  return condition.map(branch => (isDoc(branch) ? branch : bad(`${name} entries need to be full objects`)))
}

/** Operators that the server has and this store does not. */
const leftOut = new Set(
  `$where $jsonSchema $sampleRate $alwaysTrue $alwaysFalse $mod $bitsAllSet $bitsAnySet $bitsAllClear $bitsAnyClear
  $geoWithin $geoIntersects $near $nearSphere $within`.split(/\s+/)
)

/** Whether a condition is made of operators, as `{$gt: 1}` is and `{a: 1}` is not. */
export const isOperators = (condition: Maybe): condition is Doc => {
  if (!isDoc(condition)) return false
  const [first] = condition.keys()
  return first?.startsWith('$') === true && !['$ref', '$id', '$db'].includes(first)
}

/** How a predicate reaches its values: along a path, or straight at one element of an array. */
interface Reach {
  readonly name: string
  some(doc: Doc, intoLeaf: boolean, test: Test, hits?: Hits): boolean
}

const along = (name: string): Reach => {
  const path = name.split('.')
  return { name, some: (doc, intoLeaf, test, hits) => someValue(doc, path, intoLeaf, test, hits) }
}

/** The element is wrapped as `{v: element}`, and if it is an array it is not looked into. */
const element: Reach = { name: 'v', some: (doc, _, test) => test(doc.get('v')) }

const some =
  (reach: Reach, test: Test): Matcher =>
  (doc, hits) =>
    reach.some(doc, true, test, hits)

const none =
  (reach: Reach, test: Test): Matcher =>
  doc =>
    !reach.some(doc, true, test)

const onPath = (path: Reach, condition: Value, variables: Variables): Matcher => {
  if (!isOperators(condition)) return some(path, equals(condition))
  const parts = [...condition].map(([name, operand]) => operatorOn(path, name, operand, condition, variables))
  return (doc, hits) => parts.every(part => part(doc, hits))
}

/** The operators that ask for one value along the path to pass a test. */
const tests: Record<string, (operand: Value, siblings: Doc) => Test> = {
  $eq: operand => same(operand),
  $gt: operand => ordered(operand, true, false),
  $gte: operand => ordered(operand, true, true),
  $lt: operand => ordered(operand, false, false),
  $lte: operand => ordered(operand, false, true),
  $in: operand => isIn(operand),
  $type: operand => typeTest(operand),
  $regex: (operand, siblings) => regexTest(operand, siblings.get('$options'))
}

const operatorOn = (
  path: Reach,
  operator: string,
  operand: Value,
  siblings: Doc,
  variables: Variables
): Matcher => {
  const test = tests[operator]
  if (test) return some(path, test(operand, siblings))
  switch (operator) {
    case '$ne':
      if (operand instanceof BSONRegExp) bad("Can't have regex as arg to $ne.")
      return none(path, same(operand))
    case '$nin':
      return none(path, isIn(operand))
    case '$exists': {
      const wanted = isTruthy(operand)
      return doc => path.some(doc, false, value => value !== undefined) === wanted
    }
    case '$size': {
      const size = numeric(operand) ?? Number.NaN
      if (!Number.isInteger(size) || size < 0) bad('Failed to parse $size. Expected a non-negative integer')
      const isSo = (value: Maybe) => Array.isArray(value) && value.length === size
      return (doc, hits) => path.some(doc, false, isSo, hits)
    }
    case '$all':
      return all(path, operand, variables)
    case '$elemMatch': {
      const matches = elementTest(operand, variables)
      const found = (value: Maybe, hits?: Hits) => {
        const index = Array.isArray(value) ? value.findIndex(matches) : -1
        if (index >= 0) hits?.set(path.name, index)
        return index >= 0
      }
      return (doc, hits) => path.some(doc, false, value => found(value, hits), hits)
    }
    case '$not': {
      if (operand instanceof BSONRegExp) return none(path, equals(operand))
      if (!isOperators(operand)) return bad('$not needs a regex or a document of operators')
      const inner = onPath(path, operand, variables)
      return doc => !inner(doc)
    }
    case '$options':
      return siblings.has('$regex') ? always : bad('$options needs a $regex')
    case '$comment':
      return always
  }
  return leftOut.has(operator) ? refuse(operator) : bad(`unknown operator: ${operator}`)
}

/** What a plain value in a filter asks for: a regex asks for the texts it matches, and for itself. */
const equals = (operand: Value): Test => {
  if (!(operand instanceof BSONRegExp)) return same(operand)
  const test = regexTest(operand)
  return value => test(value) || isEqual(value, operand)
}

const same = (operand: Value): Test => (operand === null ? isNullish : value => isEqual(value, operand))

const ordered = (operand: Value, isGreater: boolean, isOrEqual: boolean): Test => {
  if (operand instanceof BSONRegExp) bad("Can't have RegEx as arg to a comparison.")
  const isNotNumber = (value: Maybe) => Number.isNaN(numeric(value) ?? 0)
  if (operand === null || isNotNumber(operand)) return isOrEqual ? same(operand) : () => false
  // MinKey and MaxKey are compared with values of every type, all else with its own type only.
  const type = operand instanceof MinKey || operand instanceof MaxKey ? undefined : typeOrder(operand)
  return value => {
    if (value === undefined) return false
    if (type !== undefined && (typeOrder(value) !== type || isNotNumber(value))) return false
    const difference = compare(value, operand)
    return difference === 0 ? isOrEqual : difference > 0 === isGreater
  }
}

const isIn = (operand: Value): Test => {
  if (!Array.isArray(operand)) return bad('$in and $nin need an array')
  for (const one of operand) if (isOperators(one)) bad('cannot nest $ under $in')
  const patterns = operand.filter(one => one instanceof BSONRegExp).map(one => regexTest(one))
  const texts = new Set<Value>(operand.filter(one => typeof one === 'string'))
  const others = new Set(operand.filter(one => typeof one !== 'string').map(identity))
  const hasNull = operand.includes(null)
  const isAmong = (value: Maybe) => {
    if (typeof value === 'string') return texts.has(value)
    return value === undefined ? hasNull : others.has(identity(value))
  }
  return value => isAmong(value) || patterns.some(test => test(value))
}

const regexTest = (operand: Value, options?: Value): Test => {
  const pattern = operand instanceof BSONRegExp ? operand.pattern : operand
  if (typeof pattern !== 'string') return bad('$regex has to be a string')
  if (options !== undefined && typeof options !== 'string') return bad('$options has to be a string')
  const own = operand instanceof BSONRegExp ? operand.options : ''
  if (own !== '' && options !== undefined) fail(51075, 'options set in both $regex and $options')
  const flags = options ?? own
  const matches = compilePattern(pattern, flags)
  return value => {
    if (value instanceof BSONRegExp) return value.pattern === pattern && value.options === flags
    return typeof value === 'string' && matches(value)
  }
}

const all = (path: Reach, operand: Value, variables: Variables): Matcher => {
  if (!Array.isArray(operand)) return bad('$all needs an array')
  if (operand.length === 0) return () => false
  const parts = operand.map(one => {
    const inner = isDoc(one) ? one.get('$elemMatch') : undefined
    if (inner !== undefined) return operatorOn(path, '$elemMatch', inner, new Map(), variables)
    return isOperators(one) ? bad('no $ expressions in $all') : some(path, equals(one))
  })
  return (doc, hits) => parts.every(part => part(doc, hits))
}

/** What `$elemMatch` asks of an element: by operators of the element itself, by a filter of its fields. */
const elementTest = (operand: Value, variables: Variables): ((value: Value) => boolean) => {
  if (!isDoc(operand)) return bad('$elemMatch needs an Object')
  const [first = ''] = operand.keys()
  if (isOperators(operand) && !['$and', '$or', '$nor', '$where', '$expr'].includes(first)) {
    const matcher = onPath(element, operand, variables)
    return value => matcher(new Map([['v', value]]))
  }
  const matcher = compileFilter(operand, variables)
  return value => {
    if (isDoc(value)) return matcher(value)
    return Array.isArray(value) && matcher(new Map(value.map((inner, i) => [String(i), inner])))
  }
}

const typeTest = (operand: Value): Test => {
  const names = new Set<string>()
  for (const one of Array.isArray(operand) ? operand : [operand]) {
    const number = numeric(one)
    if (typeof one !== 'string' && number === undefined)
      fail('TypeMismatch', 'type must be represented as a number or a string')
    const found = Object.entries(types).flatMap(([name, type]) => {
      const isMeant =
        one === 'number' ? type.order === types.double.order : one === name || number === type.number
      return isMeant && type.number !== undefined ? [name] : []
    })
    if (found.length === 0) bad(`Unknown type name alias or number: ${show(one)}`)
    for (const name of found) names.add(name)
  }
  if (names.size === 0) fail('FailedToParse', 'must match at least one type')
  return value => names.has(typeName(value))
}
