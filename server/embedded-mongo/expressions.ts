import { compare, isEqual } from './bson-order.ts'
import { fail, refuse } from './errors.ts'
import {
  combined,
  type Doc,
  double,
  integer,
  isDoc,
  isNullish,
  isPresent,
  type Maybe,
  numeric,
  typeName,
  type Value,
  wholeNumber
} from './values.ts'

/** What `$$name` stands for. */
export type Variables = ReadonlyMap<string, Value>

/** An aggregation expression made ready; undefined is a missing value. */
export type Expression = (root: Value, variables: Variables) => Maybe

/** Makes an expression of the aggregation language ready. Throws the server's error for an operator it does not know. */
export const compileExpression = (source: Maybe): Expression => {
  if (typeof source === 'string' && source.startsWith('$')) return fieldPath(source)
  if (Array.isArray(source)) {
    const parts = source.map(compileExpression)
    return (root, variables) => parts.map(part => part(root, variables) ?? null)
  }
  if (!isDoc(source)) return () => source
  const [first] = source.keys()
  if (first?.startsWith('$')) return operation(first, source)
  const fields = [...source].map(([name, value]): [string, Expression] => {
    if (name.includes('.')) fail(16412, "FieldPath field names may not contain '.'.")
    return [name, compileExpression(value)]
  })
  return (root, variables) => {
    const doc: Doc = new Map()
    for (const [name, field] of fields) {
      const value = field(root, variables)
      if (value !== undefined) doc.set(name, value)
    }
    return doc
  }
}

const operation = (name: string, source: Doc): Expression => {
  if (source.size !== 1) fail(15983, 'An object representing an expression must have exactly one field')
  const compile = operators[name]
  if (!compile)
    return fail('InvalidPipelineOperator', `Unrecognized expression '${name}', or one left out here`)
  return compile(source.get(name) ?? null)
}

const fieldPath = (source: string): Expression => {
  if (!source.startsWith('$$')) {
    const path = source.slice(1).split('.')
    if (path.includes('')) fail(15998, 'FieldPath field names may not be empty strings.')
    return root => along(root, path)
  }
  const [name = '', ...path] = source.slice(2).split('.')
  if (name === 'ROOT' || name === 'CURRENT') return root => along(root, path)
  if (name === 'REMOVE') return () => undefined
  return (_, variables) => {
    if (!variables.has(name)) fail(17276, `Use of undefined variable: ${name}`)
    return along(variables.get(name), path)
  }
}

/** The value at a path; through arrays, the array of what their elements have there. */
export const along = (value: Maybe, path: readonly string[], at = 0): Maybe => {
  let inner = value
  for (let i = at; i < path.length; i++) {
    if (isDoc(inner)) inner = inner.get(path[i] ?? '')
    else if (Array.isArray(inner)) return inner.map(element => along(element, path, i)).filter(isPresent)
    else return undefined
  }
  return inner
}

/** Missing, null, false and zero are false; everything else is true, an empty string and array too. */
export const isTruthy = (value: Maybe): boolean =>
  value !== undefined && value !== null && value !== false && numeric(value) !== 0

type Compile = (source: Value) => Expression

/** An operator of the arguments' values; a number of them that is not allowed is an error. */
const take =
  (least: number, most: number, compute: (...args: Maybe[]) => Maybe): Compile =>
  source => {
    const list = Array.isArray(source) ? source : [source]
    if (list.length < least || list.length > most)
      fail(16020, `${list.length} is a wrong number of arguments`)
    const args = list.map(compileExpression)
    return (root, variables) => compute(...args.map(arg => arg(root, variables)))
  }

/** Like `take`, but null when any argument is null or missing. */
const strict = (least: number, most: number, compute: (...args: Value[]) => Maybe): Compile =>
  take(least, most, (...args) => {
    const present = args.filter((arg): arg is Value => !isNullish(arg))
    return present.length < args.length ? null : compute(...present)
  })

/** A number of arguments without bound. */
const any = Number.POSITIVE_INFINITY

const number = (value: Maybe, code = 14): number =>
  numeric(value) ?? fail(code, `only numeric types are supported here, not ${typeName(value)}`)

const list = (value: Maybe, code = 28689): Value[] =>
  Array.isArray(value) ? value : fail(code, `an array is needed here, not ${typeName(value)}`)

const text = (value: Maybe, code = 34471): string =>
  typeof value === 'string' ? value : fail(code, `a string is needed here, not ${typeName(value)}`)

const addition = (...args: Value[]): Value => {
  const total = args.reduce<Value>((all, arg) => combined(all, arg, number(all) + number(arg)), 0)
  // In which order the server rounds, of three and more, is not known well enough.
  if (args.length > 2 && typeName(total) === 'double') refuse('$add of three numbers with fractions')
  return total
}

const datePart = (read: (date: Date) => number): Compile =>
  strict(1, 1, value => {
    if (value instanceof Date) return read(value)
    return fail(16006, `can't convert from BSON type ${typeName(value)} to Date`)
  })

/** Each operator of the expression language that is answered exactly; a name that is not here is refused. */
const operators: Record<string, Compile> = {
  $literal: source => () => source,
  $eq: take(2, 2, (a, b) => isEqual(a, b)),
  $ne: take(2, 2, (a, b) => !isEqual(a, b)),
  $gt: take(2, 2, (a, b) => compare(a, b) > 0),
  $gte: take(2, 2, (a, b) => compare(a, b) >= 0),
  $lt: take(2, 2, (a, b) => compare(a, b) < 0),
  $lte: take(2, 2, (a, b) => compare(a, b) <= 0),
  $and: source => {
    const parts = [source].flat().map(compileExpression)
    return (root, variables) => parts.every(part => isTruthy(part(root, variables)))
  },
  $or: source => {
    const parts = [source].flat().map(compileExpression)
    return (root, variables) => parts.some(part => isTruthy(part(root, variables)))
  },
  $not: take(1, 1, a => !isTruthy(a)),
  $cond: source => {
    const branches = isDoc(source) ? ['if', 'then', 'else'].map(key => source.get(key) ?? null) : source
    if (!Array.isArray(branches) || branches.length !== 3)
      return fail(16020, '$cond takes exactly 3 arguments.')
    const [test, yes, no] = branches.map(compileExpression)
    return (root, variables) => (isTruthy(test?.(root, variables)) ? yes : no)?.(root, variables)
  },
  $ifNull: take(2, any, (...args) => args.find(arg => !isNullish(arg)) ?? args.at(-1)),
  $add: strict(0, any, addition),
  $multiply: strict(0, any, (...args) =>
    args.reduce<Value>((product, arg) => combined(product, arg, number(product) * number(arg)), 1)
  ),
  $subtract: strict(2, 2, (a = null, b = null) => {
    const isSpan = a instanceof Date && b instanceof Date
    return isSpan ? integer(a.getTime() - b.getTime(), true) : combined(a, b, number(a) - number(b))
  }),
  $divide: strict(2, 2, (a, b) => {
    if (number(b) === 0) fail(2, "can't $divide by zero")
    return double(number(a) / number(b))
  }),
  $size: take(1, 1, a => list(a, 17124).length),
  $in: take(2, 2, (a, b) => list(b, 40081).some(one => isEqual(one, a))),
  $arrayElemAt: strict(2, 2, (a, at) => list(a).at(wholeNumber(at) ?? fail(28691, 'no whole number'))),
  $first: strict(1, 1, a => list(a)[0]),
  $last: strict(1, 1, a => list(a).at(-1)),
  $type: take(1, 1, a => typeName(a)),
  $concat: strict(0, any, (...args) => args.map(arg => text(arg, 16702)).join('')),
  $toLower: take(1, 1, a => (isNullish(a) ? '' : text(a).replace(/[A-Z]+/g, s => s.toLowerCase()))),
  $toUpper: take(1, 1, a => (isNullish(a) ? '' : text(a).replace(/[a-z]+/g, s => s.toUpperCase()))),
  $substrCP: take(3, 3, (a, from, length) => {
    const [start, count] = [number(from), number(length)]
    if (start < 0 || count < 0) fail(34455, 'the start and the length of $substrCP cannot be negative')
    return [...(isNullish(a) ? '' : text(a))].slice(start, start + count).join('')
  }),
  $year: datePart(date => date.getUTCFullYear()),
  $month: datePart(date => date.getUTCMonth() + 1),
  $dayOfMonth: datePart(date => date.getUTCDate())
}
