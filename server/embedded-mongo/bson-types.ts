import { Binary, BSONRegExp, BSONSymbol, Code, MinKey, ObjectId, Timestamp } from 'bson'
import { double, integer, isDoc, numberKind, type Value } from './bson-codec.ts'

/** The names `$type` takes, with the type's number in BSON. */
export const typeNumbers: Record<string, number> = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127
}

/** The name `$type` has for a value; 'missing' for none. */
export const typeName = (value: Value | undefined): string => {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  const kind = numberKind(value)
  if (kind) return kind
  if (isDoc(value)) return 'object'
  if (Array.isArray(value)) return 'array'
  if (value instanceof Date) return 'date'
  if (value instanceof ObjectId) return 'objectId'
  if (value instanceof Binary) return 'binData'
  if (value instanceof BSONRegExp) return 'regex'
  if (value instanceof Timestamp) return 'timestamp'
  if (value instanceof Code) return 'javascript'
  if (value instanceof BSONSymbol) return 'symbol'
  return value instanceof MinKey ? 'minKey' : 'maxKey'
}

/** The result of arithmetic on two numbers, in the wider of their two types. */
export const combined = (a: Value, b: Value, result: number): Value => {
  const kinds = [numberKind(a), numberKind(b)]
  if (kinds.includes('double')) return double(result)
  return integer(result + 0, kinds.includes('long'))
}
