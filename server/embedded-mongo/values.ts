import {
  type Binary,
  type BSONRegExp,
  Double,
  Long,
  type MaxKey,
  type MinKey,
  ObjectId,
  Timestamp
} from 'bson'
import { fail } from './errors.ts'

type Rare = Double | Long | ObjectId | Binary | BSONRegExp | Timestamp | MinKey | MaxKey

/**
 * One BSON value. A document is a Map, so that key order is exact and no key is special. An int32 is a plain
 * integer; a double is a plain number unless it is a whole number of int32 size, then it is a `Double`, so that
 * each value is written back with the type it came with. An int64 is a `Long` within 2^53.
 */
export type Value = null | boolean | number | string | Date | Doc | Value[] | Rare
export type Doc = Map<string, Value>

/** A value, or undefined for what is missing. */
export type Maybe = Value | undefined

/** A document of these fields in this order; one that is undefined is left out. */
export const docOf = (fields: { [name: string]: Maybe }): Doc => {
  const doc: Doc = new Map()
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) doc.set(name, value)
  return doc
}

export const isDoc = (value: Maybe): value is Doc => value instanceof Map

export const isPresent = <T>(value: T | undefined): value is T => value !== undefined

/** Missing or null. */
export const isNullish = (value: Maybe): value is null | undefined => value === undefined || value === null

const isInt32 = (n: number) => (n | 0) === n && !Object.is(n, -0)

/** A double with this value, in the form that is written back as a double. */
export const double = (n: number): Value => (isInt32(n) ? new Double(n) : n)

/** An integer, as an int32 where it fits and the caller did not ask for 64 bits. */
export const integer = (n: number, wide = false): Value => {
  if (!Number.isSafeInteger(n)) fail('BadValue', 'an int64 past 2^53 cannot be kept exactly')
  return !wide && isInt32(n) ? n : Long.fromNumber(n)
}

/** The number a numeric value stands for; undefined for every other type. */
export const numeric = (value: Maybe): number | undefined => {
  if (typeof value === 'number') return value
  if (value instanceof Double) return value.value
  return value instanceof Long && !(value instanceof Timestamp) ? value.toNumber() : undefined
}

/** The same of a value that is a whole number. */
export const wholeNumber = (value: Maybe): number | undefined => {
  const n = numeric(value)
  return n !== undefined && Number.isInteger(n) ? n : undefined
}

/** The result of arithmetic on two numbers, in the wider of their two types. */
export const combined = (a: Value, b: Value, result: number): Value => {
  const types = [typeName(a), typeName(b)]
  return types.includes('double') ? double(result) : integer(result + 0, types.includes('long'))
}

/** Each type by the name that `$type` has for it: its number in BSON, and its place in BSON's order of values. */
export const types = {
  minKey: { number: -1, order: 0 },
  missing: { number: undefined, order: 1 },
  undefined: { number: 6, order: 1 },
  null: { number: 10, order: 5 },
  int: { number: 16, order: 10 },
  long: { number: 18, order: 10 },
  double: { number: 1, order: 10 },
  decimal: { number: 19, order: 10 },
  string: { number: 2, order: 15 },
  symbol: { number: 14, order: 15 },
  object: { number: 3, order: 20 },
  array: { number: 4, order: 25 },
  binData: { number: 5, order: 30 },
  objectId: { number: 7, order: 35 },
  bool: { number: 8, order: 40 },
  date: { number: 9, order: 45 },
  timestamp: { number: 17, order: 47 },
  regex: { number: 11, order: 50 },
  dbPointer: { number: 12, order: 55 },
  javascript: { number: 13, order: 60 },
  javascriptWithScope: { number: 15, order: 65 },
  maxKey: { number: 127, order: 127 }
} as const

export type TypeName = keyof typeof types

const classes: Record<Rare['_bsontype'], TypeName> = {
  Double: 'double',
  Long: 'long',
  ObjectId: 'objectId',
  Binary: 'binData',
  BSONRegExp: 'regex',
  Timestamp: 'timestamp',
  MinKey: 'minKey',
  MaxKey: 'maxKey'
}

/** The name `$type` has for a value; 'missing' for none. */
export const typeName = (value: Maybe): TypeName => {
  switch (typeof value) {
    case 'number':
      return isInt32(value) ? 'int' : 'double'
    case 'string':
      return 'string'
    case 'boolean':
      return 'bool'
    case 'undefined':
      return 'missing'
  }
  if (value === null) return 'null'
  if (value instanceof Map) return 'object'
  if (Array.isArray(value)) return 'array'
  return value instanceof Date ? 'date' : classes[value._bsontype]
}

/** A value as the server's messages print it: `{ a: "x", b: [ 1, 2 ] }`. */
export const show = (value: Maybe): string => {
  if (typeof value === 'string') return `"${value}"`
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(show).join(', ')} ]`
  if (isDoc(value)) return `{ ${[...value].map(([name, inner]) => `${name}: ${show(inner)}`).join(', ')} }`
  if (value instanceof Date) return `new Date(${value.getTime()})`
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`
  return value === undefined ? 'missing' : String(numeric(value) ?? value)
}
