import { Binary, BSONRegExp, MaxKey, MinKey, ObjectId, onDemand, serialize, Timestamp } from 'bson'
import { CommandError, fail, messageOf } from './errors.ts'
import { type Doc, double, integer, type Value } from './values.ts'

export const maxDocumentBytes = 16 * 1024 * 1024
const maxDepth = 100

/** Reads one document. With `wanted`, other fields of the top level are skipped unread. Throws on any lie about a length. */
export const decode = (bytes: Uint8Array, wanted?: ReadonlySet<string>): Doc => {
  const buffer = bufferOf(bytes)
  if (buffer.length < 5 || buffer.readInt32LE(0) !== buffer.length) corrupt('length does not fit')
  try {
    return readDocument(buffer, 0, 1, wanted)
  } catch (error) {
    if (error instanceof CommandError) throw error
    return corrupt(messageOf(error))
  }
}

/** The bytes of one document. Throws when they are more than a document may have. */
export const encode = (doc: Doc, limit = maxDocumentBytes): Buffer => {
  const bytes = serialized(doc)
  if (bytes.length > limit) tooLarge(bytes.length, limit)
  return bytes
}

/** The driver's encoder has room for 17 MB: past that it throws, or gives a length that is over the limit too. */
const serialized = (doc: Doc): Buffer => {
  try {
    return bufferOf(serialize(doc))
  } catch (error) {
    if (error instanceof RangeError) return tooLarge(17 * 1024 * 1024, maxDocumentBytes)
    return fail('BadValue', messageOf(error))
  }
}

const tooLarge = (size: number, limit: number): never =>
  fail('BSONObjectTooLarge', `BSONObj size: ${size} is invalid. Size must be between 0 and ${limit}`)

const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const corrupt = (what: string): never => fail(22, `Invalid BSON: ${what}`)

const readDocument = (bytes: Buffer, start: number, depth: number, wanted?: ReadonlySet<string>): Doc => {
  const doc: Doc = new Map()
  for (const [type, nameAt, nameLength, at, length] of elements(bytes, start, depth)) {
    const name = readText(bytes, nameAt, nameAt + nameLength)
    if (!wanted || wanted.has(name)) doc.set(name, readValue(bytes, type, at, length, depth))
  }
  return doc
}

const readList = (bytes: Buffer, start: number, depth: number): Value[] => {
  const list: Value[] = []
  for (const [type, , , at, length] of elements(bytes, start, depth))
    list.push(readValue(bytes, type, at, length, depth))
  return list
}

/** Where each element of a document stands. The driver's parser holds every one to the room its document has. */
const elements = (bytes: Buffer, start: number, depth: number) => {
  if (depth > maxDepth) fail('Overflow', `BSONObj exceeded maximum nested object depth: ${maxDepth}`)
  if (bytes.readInt32LE(start) < 5) corrupt('length does not fit')
  return onDemand.parseToElements(bytes, start)
}

const readValue = (bytes: Buffer, type: number, at: number, length: number, depth: number): Value => {
  const read = readers[type]
  if (!read) return fail('BadValue', `BSON type ${type} is not supported by the embedded store`)
  return read(bytes, at, length, depth)
}

const readers: Record<number, (bytes: Buffer, at: number, length: number, depth: number) => Value> = {
  1: (bytes, at) => double(bytes.readDoubleLE(at)),
  2: (bytes, at, length) => readString(bytes, at, length),
  3: (bytes, at, _, depth) => readDocument(bytes, at, depth + 1),
  4: (bytes, at, _, depth) => readList(bytes, at, depth + 1),
  5: (bytes, at, length) => readBinary(bytes, at, length),
  7: (bytes, at) => new ObjectId(copied(bytes, at, at + 12)),
  8: (bytes, at) => bytes[at] === 1,
  9: (bytes, at) => readDate(bytes, at),
  10: () => null,
  11: (bytes, at, length) => {
    const end = bytes.indexOf(0, at)
    return new BSONRegExp(readText(bytes, at, end), readText(bytes, end + 1, at + length - 1))
  },
  16: (bytes, at) => bytes.readInt32LE(at),
  17: (bytes, at) => new Timestamp(bytes.readBigUInt64LE(at)),
  18: (bytes, at) => integer(Number(bytes.readBigInt64LE(at)), true),
  19: () => fail('BadValue', 'Decimal128 cannot be kept exactly by the embedded store'),
  127: () => new MaxKey(),
  255: () => new MinKey()
}

const readString = (bytes: Buffer, at: number, length: number): string => {
  if (length < 5 || bytes[at + length - 1] !== 0) corrupt('a string is not terminated')
  return readText(bytes, at + 4, at + length - 1)
}

/** Short texts are mostly ASCII, and for these a loop is faster than a call out of JavaScript. */
const readText = (bytes: Buffer, from: number, to: number): string => {
  if (to - from > 24) return bytes.toString('utf8', from, to)
  let text = ''
  for (let i = from; i < to; i++) {
    const byte = bytes[i] ?? 0
    if (byte > 127) return bytes.toString('utf8', from, to)
    text += String.fromCharCode(byte)
  }
  return text
}

/** The old subtype 2 has its length once more before its bytes; the encoder writes it again. */
const readBinary = (bytes: Buffer, at: number, length: number): Binary => {
  const subtype = bytes[at + 4]
  if (subtype !== 2) return new Binary(copied(bytes, at + 5, at + length), subtype)
  if (length < 9 || bytes.readInt32LE(at + 5) !== length - 9) corrupt('a binary length does not fit')
  return new Binary(copied(bytes, at + 9, at + length), subtype)
}

const readDate = (bytes: Buffer, at: number): Date => {
  const date = new Date(Number(bytes.readBigInt64LE(at)))
  return Number.isNaN(date.getTime()) ? fail('BadValue', 'a date past the year 275760 cannot be kept') : date
}

const copied = (bytes: Buffer, from: number, to: number) => Uint8Array.prototype.slice.call(bytes, from, to)
