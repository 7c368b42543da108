import { Binary, BSONRegExp, BSONSymbol, Code, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'
import { CommandError } from './errors.ts'

/**
 * One BSON value. A document is a Map, so that key order is exact and no key is special. An int32 is a plain
 * integer; a double is a plain number unless it is a whole number of int32 size, then it is a `Double`, so that
 * each value is written back with the type it came with. An int64 is a `Long` within 2^53.
 */
export type Value =
  | null
  | boolean
  | number
  | string
  | Date
  | Doc
  | Value[]
  | Double
  | Long
  | ObjectId
  | Binary
  | BSONRegExp
  | Timestamp
  | Code
  | BSONSymbol
  | MinKey
  | MaxKey
  | RawDoc
export type Doc = Map<string, Value>

/** A document kept as the bytes it is stored in, for replies that need not look inside. */
export class RawDoc {
  readonly bytes: Uint8Array
  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }
}

export const maxDocumentBytes = 16 * 1024 * 1024
const maxDepth = 100

export const isDoc = (value: Value | undefined): value is Doc => value instanceof Map

const isInt32 = (n: number) => (n | 0) === n && !Object.is(n, -0)

/** A double with this value, in the form that is written back as a double. */
export const double = (n: number): Value => (isInt32(n) ? new Double(n) : n)

/** An integer, as an int32 where it fits and the caller did not ask for 64 bits. */
export const integer = (n: number, wide = false): Value => {
  if (!Number.isSafeInteger(n))
    throw new CommandError('BadValue', 'an int64 past 2^53 cannot be kept exactly')
  return !wide && isInt32(n) ? n : Long.fromNumber(n)
}

/** The number a numeric value stands for; undefined for every other type. */
export const numeric = (value: Value | undefined): number | undefined => {
  if (typeof value === 'number') return value
  if (value instanceof Double) return value.value
  return value instanceof Long && !(value instanceof Timestamp) ? value.toNumber() : undefined
}

export type NumberKind = 'int' | 'long' | 'double'
export const numberKind = (value: Value | undefined): NumberKind | undefined => {
  if (typeof value === 'number') return isInt32(value) ? 'int' : 'double'
  if (value instanceof Double) return 'double'
  return value instanceof Long && !(value instanceof Timestamp) ? 'long' : undefined
}

const corrupt = (what: string): never => {
  throw new CommandError(22, `Invalid BSON: ${what}`)
}

/** Reads one document. With `wanted`, other fields of the top level are skipped unread. Throws on any lie about a length. */
export const decode = (bytes: Uint8Array, wanted?: ReadonlySet<string>): Doc => {
  const buffer = Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.length < 5 || buffer.readInt32LE(0) !== buffer.length) corrupt('length does not fit')
  return new Reader(buffer).document(0, buffer.length, 1, wanted)
}

class Reader {
  private readonly buffer: Buffer
  private at = 0
  constructor(buffer: Buffer) {
    this.buffer = buffer
  }

  document(start: number, end: number, depth: number, wanted?: ReadonlySet<string>): Doc {
    const doc: Doc = new Map()
    this.elements(start, end, depth, (name, type) => {
      if (wanted !== undefined && !wanted.has(name)) this.at = this.skip(type, end)
      else doc.set(name, this.value(type, end, depth))
    })
    return doc
  }

  private array(start: number, end: number, depth: number): Value[] {
    const list: Value[] = []
    this.elements(start, end, depth, (_, type) => list.push(this.value(type, end, depth)))
    return list
  }

  private elements(start: number, end: number, depth: number, each: (name: string, type: number) => void) {
    if (depth > maxDepth)
      throw new CommandError('Overflow', `BSONObj exceeded maximum nested object depth: ${maxDepth}`)
    if (this.buffer[end - 1] !== 0) corrupt('not terminated')
    this.at = start + 4
    while (this.at < end - 1) {
      const type = this.buffer[this.at++] ?? 0
      each(this.cstring(end), type)
      if (this.at > end - 1) corrupt('an element runs past its document')
    }
    this.at = end
  }

  private cstring(end: number): string {
    const stop = this.buffer.indexOf(0, this.at)
    if (stop < 0 || stop >= end) corrupt('a name is not terminated')
    const text = this.text(this.at, stop)
    this.at = stop + 1
    return text
  }

  private text(start: number, end: number): string {
    if (end - start < 24) {
      let text = ''
      for (let i = start; i < end; i++) {
        const byte = this.buffer[i] ?? 0
        if (byte > 127) return this.buffer.toString('utf8', start, end)
        text += String.fromCharCode(byte)
      }
      return text
    }
    return this.buffer.toString('utf8', start, end)
  }

  private room(bytes: number, end: number): number {
    const start = this.at
    if (bytes < 0 || start + bytes > end - 1) corrupt('an element runs past its document')
    this.at = start + bytes
    return start
  }

  private int(end: number): number {
    return this.buffer.readInt32LE(this.room(4, end))
  }

  private string(end: number): string {
    const length = this.int(end)
    const start = this.room(length, end)
    if (length < 1 || this.buffer[start + length - 1] !== 0) corrupt('a string is not terminated')
    return this.text(start, start + length - 1)
  }

  private nested(end: number): [number, number] {
    const length = this.buffer.readInt32LE(this.room(4, end))
    if (length < 5) corrupt('length does not fit')
    const start = this.at - 4
    this.room(length - 4, end)
    return [start, start + length]
  }

  private value(type: number, end: number, depth: number): Value {
    const { buffer } = this
    switch (type) {
      case 0x01:
        return double(buffer.readDoubleLE(this.room(8, end)))
      case 0x02:
        return this.string(end)
      case 0x03: {
        const [from, to] = this.nested(end)
        return this.document(from, to, depth + 1)
      }
      case 0x04: {
        const [from, to] = this.nested(end)
        return this.array(from, to, depth + 1)
      }
      case 0x05: {
        const length = this.int(end)
        const subtype = buffer[this.room(1, end)] ?? 0
        const start = this.room(length, end)
        return new Binary(Uint8Array.prototype.slice.call(buffer, start, start + length), subtype)
      }
      case 0x07: {
        const start = this.room(12, end)
        return new ObjectId(Uint8Array.prototype.slice.call(buffer, start, start + 12))
      }
      case 0x08:
        return buffer[this.room(1, end)] === 1
      case 0x09: {
        const date = new Date(Number(buffer.readBigInt64LE(this.room(8, end))))
        if (Number.isNaN(date.getTime()))
          throw new CommandError('BadValue', 'a date past the year 275760 cannot be kept')
        return date
      }
      case 0x0a:
        return null
      case 0x0b: {
        const pattern = this.cstring(end)
        return new BSONRegExp(pattern, this.cstring(end))
      }
      case 0x0d:
        return new Code(this.string(end))
      case 0x0e:
        return new BSONSymbol(this.string(end))
      case 0x10:
        return buffer.readInt32LE(this.room(4, end))
      case 0x11:
        return new Timestamp(buffer.readBigUInt64LE(this.room(8, end)))
      case 0x12: {
        const wide = Number(buffer.readBigInt64LE(this.room(8, end)))
        return integer(wide, true)
      }
      case 0x13:
        throw new CommandError('BadValue', 'Decimal128 cannot be kept exactly by the embedded store')
      case 0x7f:
        return new MaxKey()
      case 0xff:
        return new MinKey()
      default:
        throw new CommandError('BadValue', `BSON type ${type} is not supported by the embedded store`)
    }
  }

  private skip(type: number, end: number): number {
    const fixed = fixedSizes[type]
    if (fixed !== undefined) this.room(fixed, end)
    else if (type === 0x03 || type === 0x04) this.nested(end)
    else if (type === 0x02 || type === 0x0d || type === 0x0e) this.room(this.int(end), end)
    else if (type === 0x05) this.room(this.int(end) + 1, end)
    else this.value(type, end, 1)
    return this.at
  }
}

const fixedSizes: Record<number, number> = {
  1: 8,
  7: 12,
  8: 1,
  9: 8,
  10: 0,
  16: 4,
  17: 8,
  18: 8,
  127: 0,
  255: 0
}

/** The bytes of one document. Throws when they are more than a document may have. */
export const encode = (doc: Doc, limit = maxDocumentBytes): Buffer => {
  const writer = new Writer()
  writer.document(doc)
  if (writer.length > limit)
    throw new CommandError(
      'BSONObjectTooLarge',
      `BSONObj size: ${writer.length} is invalid. Size must be between 0 and ${limit}`
    )
  return writer.bytes()
}

class Writer {
  length = 0
  private buffer = Buffer.allocUnsafe(1024)

  bytes(): Buffer {
    return this.buffer.subarray(0, this.length)
  }

  document(doc: Iterable<[string, Value]>) {
    const start = this.room(4)
    for (const [name, value] of doc) this.element(name, value)
    this.close(start)
  }

  private array(list: readonly Value[]) {
    const start = this.room(4)
    for (let i = 0; i < list.length; i++) this.element(String(i), list[i] ?? null)
    this.close(start)
  }

  private close(start: number) {
    this.byte(0)
    this.buffer.writeInt32LE(this.length - start, start)
  }

  private room(bytes: number): number {
    const at = this.length
    this.length += bytes
    if (this.length > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length))
      this.buffer.copy(larger, 0, 0, at)
      this.buffer = larger
    }
    return at
  }

  private byte(value: number) {
    // Room first: it may put another buffer in the place of this one.
    const at = this.room(1)
    this.buffer[at] = value
  }

  private text(text: string) {
    const at = this.room(text.length)
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (unit > 127) {
        this.length = at
        const bytes = Buffer.from(text, 'utf8')
        const wide = this.room(bytes.length)
        bytes.copy(this.buffer, wide)
        break
      }
      this.buffer[at + i] = unit
    }
    this.byte(0)
  }

  private string(text: string) {
    const at = this.room(4)
    this.text(text)
    this.buffer.writeInt32LE(this.length - at - 4, at)
  }

  private name(type: number, name: string) {
    this.byte(type)
    this.text(name)
  }

  private element(name: string, value: Value) {
    if (value === null) return this.name(0x0a, name)
    switch (typeof value) {
      case 'string':
        this.name(0x02, name)
        return this.string(value)
      case 'number':
        return isInt32(value) ? this.int(name, value) : this.double(name, value)
      case 'boolean':
        this.name(0x08, name)
        this.byte(value ? 1 : 0)
        return
    }
    if (value instanceof Map) {
      this.name(0x03, name)
      this.document(value)
    } else if (Array.isArray(value)) {
      this.name(0x04, name)
      this.array(value)
    } else if (value instanceof Date) {
      this.name(0x09, name)
      this.wide(BigInt(value.getTime()))
    } else if (value instanceof RawDoc) {
      this.name(0x03, name)
      const at = this.room(value.bytes.length)
      this.buffer.set(value.bytes, at)
    } else this.rare(name, value)
  }

  private rare(
    name: string,
    value: Exclude<Value, null | number | string | boolean | Date | Doc | Value[] | RawDoc>
  ) {
    if (value instanceof ObjectId) {
      this.name(0x07, name)
      const at = this.room(12)
      this.buffer.set(value.id, at)
    } else if (value instanceof Double) this.double(name, value.value)
    else if (value instanceof Timestamp) {
      this.name(0x11, name)
      this.wide(value.toBigInt())
    } else if (value instanceof Long) {
      this.name(0x12, name)
      this.wide(value.toBigInt())
    } else if (value instanceof Binary) {
      this.name(0x05, name)
      const at = this.room(5 + value.position)
      this.buffer.writeInt32LE(value.position, at)
      this.buffer[at + 4] = value.sub_type
      this.buffer.set(value.buffer.subarray(0, value.position), at + 5)
    } else if (value instanceof BSONRegExp) {
      this.name(0x0b, name)
      this.text(value.pattern)
      this.text(value.options)
    } else if (value instanceof Code) {
      this.name(0x0d, name)
      this.string(value.code)
    } else if (value instanceof BSONSymbol) {
      this.name(0x0e, name)
      this.string(value.value)
    } else this.name(value instanceof MinKey ? 0xff : 0x7f, name)
  }

  private int(name: string, value: number) {
    this.name(0x10, name)
    const at = this.room(4)
    this.buffer.writeInt32LE(value, at)
  }

  private double(name: string, value: number) {
    this.name(0x01, name)
    const at = this.room(8)
    this.buffer.writeDoubleLE(value, at)
  }

  private wide(value: bigint) {
    const at = this.room(8)
    this.buffer.writeBigInt64LE(BigInt.asIntN(64, value), at)
  }
}
