import { createHash } from 'node:crypto'
import { Binary, BSONRegExp, BSONSymbol, Code, Double, Long, MinKey, ObjectId, Timestamp } from 'bson'
import { type Doc, numeric, RawDoc, type Value } from './bson-codec.ts'

/** Where a value's type stands in BSON's order of types; undefined means missing. */
export const typeOrder = (value: Value | undefined): number => {
  if (value === undefined) return 1
  if (value === null) return 5
  switch (typeof value) {
    case 'number':
      return 10
    case 'string':
      return 15
    case 'boolean':
      return 40
  }
  if (value instanceof Map || value instanceof RawDoc) return 20
  if (Array.isArray(value)) return 25
  if (value instanceof ObjectId) return 35
  if (value instanceof Date) return 45
  if (value instanceof Double) return 10
  if (value instanceof Timestamp) return 47
  if (value instanceof Long) return 10
  if (value instanceof Binary) return 30
  if (value instanceof BSONSymbol) return 15
  if (value instanceof BSONRegExp) return 50
  if (value instanceof Code) return 60
  return value instanceof MinKey ? 0 : 127
}

/** BSON's order of any two values: below 0, 0, above 0. NaN is the smallest number and equals itself. */
export const compare = (a: Value | undefined, b: Value | undefined): number => {
  const type = typeOrder(a)
  const difference = type - typeOrder(b)
  if (difference !== 0) return difference
  switch (type) {
    case 10:
      return compareNumbers(numeric(a) ?? 0, numeric(b) ?? 0)
    case 15:
      return compareText(textOf(a), textOf(b))
    case 20:
      return a instanceof Map && b instanceof Map ? compareDocs(a, b) : 0
    case 25:
      return Array.isArray(a) && Array.isArray(b) ? compareLists(a, b) : 0
    case 40:
      return Number(a) - Number(b)
    case 45:
      return Number(a) - Number(b)
    case 30:
    case 35:
    case 47:
    case 50:
    case 60:
      return Buffer.compare(sortable(a), sortable(b))
    default:
      return 0
  }
}

export const isEqual = (a: Value | undefined, b: Value | undefined): boolean => compare(a, b) === 0

const compareNumbers = (a: number, b: number): number => {
  if (a < b) return -1
  if (a > b) return 1
  if (a === b) return 0
  return Number.isNaN(a) ? (Number.isNaN(b) ? 0 : -1) : 1
}

const textOf = (value: Value | undefined): string =>
  value instanceof BSONSymbol ? value.value : String(value)

// UTF-16 order differs from UTF-8's only where surrogates meet U+E000 and above.
const compareText = (a: string, b: string): number => {
  if (a === b) return 0
  const shorter = Math.min(a.length, b.length)
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x === y) continue
    const isSplit = (x >= 0xd800 && x < 0xe000) !== (y >= 0xd800 && y < 0xe000)
    return isSplit && x >= 0xd800 && y >= 0xd800 ? y - x : x - y
  }
  return a.length - b.length
}

const compareDocs = (a: Doc, b: Doc): number => {
  const theirs = b.entries()
  for (const [name, value] of a) {
    const other = theirs.next()
    if (other.done) return 1
    const [otherName, otherValue] = other.value
    const difference =
      typeOrder(value) - typeOrder(otherValue) || compareText(name, otherName) || compare(value, otherValue)
    if (difference !== 0) return difference
  }
  return theirs.next().done ? 0 : -1
}

const compareLists = (a: Value[], b: Value[]): number => {
  const shorter = Math.min(a.length, b.length)
  for (let i = 0; i < shorter; i++) {
    const difference = compare(a[i], b[i])
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** Bytes whose plain order is BSON's order, and of which none is the beginning of another. */
export const sortable = (value: Value | undefined): Buffer => {
  const bytes: number[] = []
  append(bytes, value)
  return Buffer.from(bytes)
}

const append = (to: number[], value: Value | undefined) => {
  const type = typeOrder(value)
  to.push(type)
  if (type === 10) appendDouble(to, numeric(value) ?? 0)
  else if (type === 15 || value instanceof Code)
    appendText(to, value instanceof Code ? value.code : textOf(value))
  else if (value instanceof Map) {
    for (const [name, inner] of value) {
      to.push(typeOrder(inner) + 1)
      appendText(to, name)
      append(to, inner)
    }
    to.push(0)
  } else if (Array.isArray(value)) {
    for (const inner of value) {
      to.push(1)
      append(to, inner)
    }
    to.push(0)
  } else if (typeof value === 'boolean') to.push(value ? 1 : 0)
  else if (value instanceof ObjectId) to.push(...value.id)
  else if (value instanceof Date) appendWide(to, BigInt(value.getTime()) + 2n ** 63n)
  else if (value instanceof Timestamp) appendWide(to, BigInt.asUintN(64, value.toBigInt()))
  else if (value instanceof Binary) {
    to.push(...uint32(value.position), value.sub_type)
    for (const byte of value.buffer.subarray(0, value.position)) to.push(byte)
  } else if (value instanceof BSONRegExp) {
    appendText(to, value.pattern)
    appendText(to, value.options)
  }
}

export const uint32 = (n: number): [number, number, number, number] => [
  (n >>> 24) & 255,
  (n >>> 16) & 255,
  (n >>> 8) & 255,
  n & 255
]

const scratch = Buffer.alloc(8)
const appendDouble = (to: number[], n: number) => {
  if (Number.isNaN(n)) return to.push(0, 0, 0, 0, 0, 0, 0, 0)
  scratch.writeDoubleBE(n === 0 ? 0 : n)
  const isNegative = (scratch[0] ?? 0) > 127
  for (let i = 0; i < 8; i++) {
    const byte = scratch[i] ?? 0
    to.push(isNegative ? 255 - byte : i === 0 ? byte | 128 : byte)
  }
}

const appendWide = (to: number[], n: bigint) => {
  scratch.writeBigUInt64BE(n)
  to.push(...scratch)
}

const appendText = (to: number[], text: string) => {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 127) return appendUtf8(to, text.slice(i))
    to.push(unit)
    if (unit === 0) to.push(255)
  }
  to.push(0, 1)
}

const appendUtf8 = (to: number[], text: string) => {
  for (const byte of Buffer.from(text, 'utf8')) {
    to.push(byte)
    if (byte === 0) to.push(255)
  }
  to.push(0, 1)
}

/** LMDB takes 1,978 bytes; the index's number, the record's number and a hash must fit beside this. */
export const longestKey = 1900
const hashBytes = 32

/** The bytes of a compound key: each part sortable, descending parts inverted; cut and hashed when too long. */
export const keyBytes = (parts: readonly (Value | undefined)[], directions: readonly number[]): KeyBytes => {
  const pieces: Buffer[] = parts.map((part, i) => directed(sortable(part), directions[i] ?? 1))
  const whole = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces)
  if (whole.length <= longestKey) return { bytes: whole, isCut: false }
  const hash = createHash('sha256').update(whole).digest().subarray(0, hashBytes)
  return { bytes: Buffer.concat([cutKey(whole), hash]), isCut: true }
}

export interface KeyBytes {
  bytes: Buffer
  isCut: boolean
}

/** What is left of a bound that is longer than a stored key; a range over it must take both ends in. */
export const cutKey = (bytes: Buffer): Buffer => bytes.subarray(0, longestKey - hashBytes)

export const directed = (bytes: Buffer, direction: number): Buffer => {
  if (direction < 0) for (let i = 0; i < bytes.length; i++) bytes[i] = 255 - (bytes[i] ?? 0)
  return bytes
}

/** The least bytes greater than everything that begins with these. */
export const following = (bytes: Buffer): Buffer => {
  for (let i = bytes.length - 1; i >= 0; i--) {
    const byte = bytes[i] ?? 0
    if (byte < 255) return Buffer.concat([bytes.subarray(0, i), Buffer.from([byte + 1])])
  }
  return Buffer.from(new Array(16).fill(255))
}
