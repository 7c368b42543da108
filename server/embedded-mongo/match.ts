import { Binary, BSONRegExp, BSONSymbol, MaxKey, MinKey } from 'bson'
import { type Doc, isDoc, numeric, type Value } from './bson-codec.ts'
import { compare, isEqual, typeOrder } from './bson-order.ts'
import { typeName, typeNumbers } from './bson-types.ts'
import { CommandError, refuse } from './errors.ts'
import { compileExpression, isTruthy, type Variables } from './expressions.ts'
import { type Hits, someValue } from './paths.ts'
import { toRegExp } from './regex.ts'

/** Says whether a document matches; records in `hits` which array elements made it so. */
export type Matcher = (doc: Doc, hits?: Hits) => boolean
type Test = (value: Value | undefined) => boolean

const bad = (message: string): never => {
  throw new CommandError('BadValue', message)
}

/** A filter made ready. `$text` is answered by the index that the planner read, so here it is passed over. */
export const compileFilter = (filter: Doc, variables: Variables = new Map()): Matcher => {
  const parts: Matcher[] = []
  for (const [name, condition] of filter) {
    const part = name.startsWith('$')
      ? logical(name, condition, variables)
      : onPath(along(name), condition, variables)
    if (part) parts.push(part)
  }
  const [only] = parts
  if (parts.length === 1 && only) return only
  return (doc, hits) => parts.every(part => part(doc, hits))
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

const logical = (name: string, condition: Value, variables: Variables): Matcher | undefined => {
  switch (name) {
    case '$and':
    case '$or':
    case '$nor': {
      const branches = clauses(name, condition).map(branch => compileFilter(branch, variables))
      if (name === '$and') return (doc, hits) => branches.every(branch => branch(doc, hits))
      if (name === '$or') return (doc, hits) => branches.some(branch => branch(doc, hits))
      return doc => !branches.some(branch => branch(doc))
    }
    case '$expr': {
      const expression = compileExpression(condition)
      return doc => isTruthy(expression(doc, variables))
    }
    case '$comment':
    case '$text':
      return undefined
    case '$alwaysTrue':
    case '$alwaysFalse':
    case '$where':
    case '$jsonSchema':
    case '$sampleRate':
      return refuse(name)
    default:
      return bad(
        `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`
      )
  }
}

const clauses = (name: string, condition: Value): Doc[] => {
  if (!Array.isArray(condition)) return bad(`${name} must be an array`)
  if (condition.length === 0) return bad(`${name} must be a nonempty array`)
  return condition.map(branch => (isDoc(branch) ? branch : bad(`${name} entries need to be full objects`)))
}

/** Whether a condition is made of operators, as `{$gt: 1}` is and `{a: 1}` is not. */
export const isOperators = (condition: Value | undefined): condition is Doc => {
  if (!isDoc(condition)) return false
  const [first] = condition.keys()
  return first?.startsWith('$') === true && first !== '$ref' && first !== '$id' && first !== '$db'
}

const onPath = (path: Reach, condition: Value, variables: Variables): Matcher => {
  if (!isOperators(condition)) return some(path, equals(condition))
  const parts = [...condition].flatMap(([operator, operand]) =>
    operator === '$options'
      ? optionsNeedRegex(condition)
      : [operatorOn(path, operator, operand, condition, variables)]
  )
  return (doc, hits) => parts.every(part => part(doc, hits))
}

const optionsNeedRegex = (condition: Doc): [] =>
  condition.has('$regex') ? [] : bad('$options needs a $regex')

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
  (reach: Reach, test: Test, intoLeaf = true): Matcher =>
  (doc, hits) =>
    reach.some(doc, intoLeaf, test, hits)
const none =
  (reach: Reach, test: Test): Matcher =>
  doc =>
    !reach.some(doc, true, test)

const operatorOn = (
  path: Reach,
  operator: string,
  operand: Value,
  siblings: Doc,
  variables: Variables
): Matcher => {
  switch (operator) {
    case '$eq':
      return some(path, operand instanceof BSONRegExp ? same(operand) : equals(operand))
    case '$ne':
      if (operand instanceof BSONRegExp) bad("Can't have regex as arg to $ne.")
      return none(path, equals(operand))
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      if (operand instanceof BSONRegExp)
        bad(`Can't have RegEx as arg to predicate over field '${path.name}'.`)
      return some(path, ordered(operator, operand))
    case '$in':
      return some(path, isIn(operator, operand))
    case '$nin':
      return none(path, isIn(operator, operand))
    case '$exists': {
      const wanted = isTruthy(operand)
      return doc => path.some(doc, false, value => value !== undefined) === wanted
    }
    case '$type':
      return some(path, typeTest(operand))
    case '$regex': {
      const options = siblings.get('$options')
      if (options !== undefined && typeof options !== 'string') bad('$options has to be a string')
      return some(path, regexTest(operand, typeof options === 'string' ? options : undefined))
    }
    case '$mod':
      return some(path, modTest(operand))
    case '$size': {
      const size = numeric(operand)
      if (size === undefined || !Number.isInteger(size))
        return bad(`Failed to parse $size. Expected an integer in: $size`)
      if (size < 0) return bad(`Failed to parse $size. Expected a non-negative number in: $size: ${size}`)
      return some(path, value => Array.isArray(value) && value.length === size, false)
    }
    case '$all':
      return all(path, operand, variables)
    case '$elemMatch': {
      const test = elementTest(operand, variables)
      return (doc, hits) =>
        path.some(
          doc,
          false,
          value => {
            const index = Array.isArray(value) ? value.findIndex(test) : -1
            if (index >= 0) hits?.set(path.name, index)
            return index >= 0
          },
          hits
        )
    }
    case '$not': {
      if (operand instanceof BSONRegExp) return none(path, equals(operand))
      if (!isDoc(operand)) return bad('$not needs a regex or a document')
      if (operand.size === 0) return bad('$not cannot be empty')
      const [first] = operand.keys()
      if (!isOperators(operand)) return bad(`unknown operator: ${first}`)
      const inner = onPath(path, operand, variables)
      return doc => !inner(doc)
    }
    case '$bitsAllSet':
    case '$bitsAnySet':
    case '$bitsAllClear':
    case '$bitsAnyClear':
      return some(path, bitTest(operator, operand))
    case '$comment':
      return () => true
    case '$geoWithin':
    case '$geoIntersects':
    case '$near':
    case '$nearSphere':
    case '$within':
      return refuse(operator)
    default:
      return bad(`unknown operator: ${operator}`)
  }
}

const equals = (operand: Value): Test => {
  if (operand instanceof BSONRegExp) {
    const test = regexTest(operand)
    return value => test(value) || isEqual(value, operand)
  }
  return same(operand)
}

const same = (operand: Value): Test =>
  operand === null ? value => value === undefined || value === null : value => isEqual(value, operand)

const ordered = (operator: string, operand: Value): Test => {
  const isOrEqual = operator.endsWith('e')
  const isGreater = operator.startsWith('$g')
  const type = typeOrder(operand)
  const number = numeric(operand)
  if (number !== undefined && Number.isNaN(number)) return value => isOrEqual && isEqual(value, operand)
  if (operand === null) return value => isOrEqual && (value === null || value === undefined)
  if (operand instanceof MinKey)
    return value =>
      value !== undefined &&
      (isGreater ? isOrEqual || !(value instanceof MinKey) : isOrEqual && value instanceof MinKey)
  if (operand instanceof MaxKey)
    return value =>
      value !== undefined &&
      (isGreater ? isOrEqual && value instanceof MaxKey : isOrEqual || !(value instanceof MaxKey))
  return value => {
    if (typeOrder(value) !== type) return false
    if (number !== undefined && Number.isNaN(numeric(value))) return false
    const difference = compare(value, operand)
    return difference === 0 ? isOrEqual : difference > 0 === isGreater
  }
}

const isIn = (operator: string, operand: Value): Test => {
  if (!Array.isArray(operand)) return bad(`${operator} needs an array`)
  const tests = operand.map(one => {
    if (isOperators(one)) return bad(`cannot nest $ under ${operator}`)
    return equals(one)
  })
  return value => tests.some(test => test(value))
}

const regexTest = (operand: Value, options?: string): Test => {
  const pattern = operand instanceof BSONRegExp ? operand.pattern : operand
  if (typeof pattern !== 'string') return bad('$regex has to be a string')
  const own = operand instanceof BSONRegExp ? operand.options : ''
  if (own !== '' && options !== undefined)
    throw new CommandError(51075, 'options set in both $regex and $options')
  const regex = toRegExp(pattern, options ?? own)
  return value =>
    typeof value === 'string'
      ? regex.test(value)
      : value instanceof BSONSymbol
        ? regex.test(value.value)
        : value instanceof BSONRegExp && value.pattern === pattern && value.options === (options ?? own)
}

const modTest = (operand: Value): Test => {
  if (!Array.isArray(operand)) return bad('malformed mod, needs to be an array')
  if (operand.length < 2) return bad('malformed mod, not enough elements')
  if (operand.length > 2) return bad('malformed mod, too many elements')
  const [divisor, remainder] = operand.map(part => {
    const n = numeric(part)
    return n === undefined || !Number.isFinite(n)
      ? bad('malformed mod, divisor or remainder not a number')
      : Math.trunc(n)
  })
  if (divisor === undefined || divisor === 0) return bad('divisor cannot be 0')
  return value => {
    const n = numeric(value)
    return n !== undefined && Number.isFinite(n) && (Math.trunc(n) % divisor) + 0 === (remainder ?? 0) + 0
  }
}

const bitTest = (operator: string, operand: Value): Test => {
  let mask = 0n
  const number = numeric(operand)
  if (number !== undefined && Number.isInteger(number) && number >= 0) mask = BigInt(number)
  else if (Array.isArray(operand))
    for (const bit of operand) {
      const position = numeric(bit)
      if (position === undefined || !Number.isInteger(position) || position < 0)
        return bad('bit positions must be integers >= 0')
      mask |= 1n << BigInt(Math.min(position, 63))
    }
  else
    return operand instanceof Binary
      ? refuse('a bit mask of BinData')
      : bad(`${operator} takes an Array, a number, or a BinData`)
  return value => {
    if (value instanceof Binary) return refuse('a bit test of BinData')
    const n = numeric(value)
    if (n === undefined || !Number.isInteger(n)) return false
    const set = BigInt.asUintN(64, BigInt(n)) & mask
    if (operator === '$bitsAllSet') return set === mask
    if (operator === '$bitsAnySet') return set !== 0n
    return operator === '$bitsAllClear' ? set === 0n : set !== mask
  }
}

const all = (path: Reach, operand: Value, variables: Variables): Matcher => {
  if (!Array.isArray(operand)) return bad('$all needs an array')
  if (operand.length === 0) return () => false
  const parts = operand.map(one => {
    if (isDoc(one) && one.has('$elemMatch'))
      return operatorOn(path, '$elemMatch', one.get('$elemMatch') ?? null, one, variables)
    return isOperators(one) ? bad('no $ expressions in $all') : some(path, equals(one))
  })
  return (doc, hits) => parts.every(part => part(doc, hits))
}

const elementTest = (operand: Value, variables: Variables): ((value: Value) => boolean) => {
  if (!isDoc(operand)) return bad('$elemMatch needs an Object')
  const [first] = operand.keys()
  const isOnValues = isOperators(operand) && !['$and', '$or', '$nor', '$where', '$expr'].includes(first ?? '')
  if (isOnValues) {
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
    const name =
      number === undefined
        ? String(one)
        : (Object.keys(typeNumbers).find(key => typeNumbers[key] === number) ?? '')
    if (typeof one !== 'string' && number === undefined)
      throw new CommandError('TypeMismatch', 'type must be represented as a number or a string')
    if (name === 'number') for (const kind of ['int', 'long', 'double', 'decimal']) names.add(kind)
    else if (name in typeNumbers) names.add(name)
    else
      bad(
        number === undefined ? `Unknown type name alias: ${name}` : `Invalid numerical type code: ${number}`
      )
  }
  if (names.size === 0) throw new CommandError('FailedToParse', 'must match at least one type')
  return value => names.has(typeName(value))
}
