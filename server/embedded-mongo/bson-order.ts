import { createHash } from 'node:crypto'
import { Binary, BSONRegExp, ObjectId, Timestamp } from 'bson'
import { type Maybe, numeric, typeName, types } from './values.ts'

/** Where a value's type stands in BSON's order of types; undefined means missing. */
export const typeOrder = (value: Maybe): number => types[typeName(value)].order

/** BSON's order of any two values: below 0, 0, above 0. NaN is the smallest number and equals itself. */
export const compare = (a: Maybe, b: Maybe): number => {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  const order = typeOrder(a)
  const difference = order - typeOrder(b)
  if (difference !== 0) return difference
  if (order === types.double.order) return compareNumbers(numeric(a) ?? 0, numeric(b) ?? 0)
  if (a instanceof Date || typeof a === 'boolean') return Number(a) - Number(b)
  return a === b ? 0 : Buffer.compare(sortable(a), sortable(b))
}

export const isEqual = (a: Maybe, b: Maybe): boolean => compare(a, b) === 0

const compareNumbers = (a: number, b: number): number => {
  if (a < b) return -1
  if (a > b) return 1
  if (a === b) return 0
  return Number.isNaN(a) ? (Number.isNaN(b) ? 0 : -1) : 1
}

// UTF-16 order differs from UTF-8's only where surrogates meet U+E000 and above.
const compareText = (a: string, b: string): number => {
  if (a === b) return 0
  const shorter = Math.min(a.length, b.length)
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x === y) continue
    const isSplit = x >= 0xd800 && y >= 0xd800 && x < 0xe000 !== y < 0xe000
    return isSplit ? y - x : x - y
  }
  return a.length - b.length
}

/** Bytes whose plain order is BSON's order, and of which none is the beginning of another. */
export const sortable = (value: Maybe): Buffer => {
  const bytes: number[] = []
  append(bytes, value)
  return Buffer.from(bytes)
}

/** The same as a text, under which equal values meet in a Map. */
export const identity = (value: Maybe): string => sortable(value).toString('latin1')

const append = (to: number[], value: Maybe) => {
  const order = typeOrder(value)
  to.push(order)
  if (typeof value === 'string') appendText(to, value)
  else if (order === types.double.order) appendDouble(to, numeric(value) ?? 0)
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

export const uint32 = (n: number): number[] => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]

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

/** A NUL is 0 255 and the end 0 1, so that a text sorts before all that begin with it. */
const appendText = (to: number[], text: string) => {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 127) {
      for (const byte of Buffer.from(text.slice(i), 'utf8')) byte === 0 ? to.push(0, 255) : to.push(byte)
      break
    }
    unit === 0 ? to.push(0, 255) : to.push(unit)
  }
  to.push(0, 1)
}

/** LMDB takes 1,978 bytes; the index's number, the record's number and a hash must fit beside this. */
const longestKey = 1900
const hashBytes = 32

/** The bytes of a compound key: each part sortable, descending parts inverted; cut and hashed when too long. */
export const keyBytes = (parts: readonly Maybe[], fields: readonly { direction: number }[]) => {
  const whole = Buffer.concat(parts.map((part, i) => directed(sortable(part), fields[i]?.direction ?? 1)))
  if (whole.length <= longestKey) return { bytes: whole, isCut: false }
  const hash = createHash('sha256').update(whole).digest().subarray(0, hashBytes)
  return { bytes: Buffer.concat([cutKey(whole), hash]), isCut: true }
}

/** The beginning of a key: as much of it as is surely kept. */
export const cutKey = (bytes: Buffer): Buffer => bytes.subarray(0, longestKey - hashBytes)

/** The bytes, inverted for a descending field. */
export const directed = (bytes: Buffer, direction: number): Buffer => {
  if (direction > 0) return bytes
  const inverted = Buffer.allocUnsafe(bytes.length)
  for (let i = 0; i < bytes.length; i++) inverted[i] = 255 - (bytes[i] ?? 0)
  return inverted
}

/** The least bytes greater than everything that begins with these. */
export const following = (bytes: Buffer): Buffer => {
  for (let i = bytes.length - 1; i >= 0; i--) {
    const byte = bytes[i] ?? 0
    if (byte < 255) return Buffer.concat([bytes.subarray(0, i), Buffer.from([byte + 1])])
  }
  return Buffer.alloc(16, 255)
}
