import { type Doc, numeric } from './values.ts'

/** What of a document is kept: a field whole, or some of what is inside it. */
type Kept = readonly { readonly name: Buffer; readonly inside: Kept | undefined }[]

/** Makes the bytes of the projected document from those of the whole; undefined where they hold what it does not know. */
export type ByteProjection = (bytes: Buffer) => Buffer | undefined

/** A `find` projection that only includes fields, done by copying bytes: nothing is decoded. Undefined for any other. */
export const compileByteProjection = (spec: Doc): ByteProjection | undefined => {
  const paths: string[][] = []
  let wantsId = true
  for (const [name, value] of spec) {
    const isWanted = value === true || (numeric(value) ?? 0) !== 0
    if (name === '_id' && !isWanted && (value === false || numeric(value) === 0)) wantsId = false
    else if (!isWanted || name.split('.').includes('$')) return undefined
    else paths.push(name.split('.'))
  }
  const namesId = paths.some(([first]) => first === '_id')
  if (paths.length === 0 || (namesId && !wantsId)) return undefined
  const kept = keptOf(wantsId && !namesId ? [['_id'], ...paths] : paths)
  let into = Buffer.alloc(0)
  return bytes => {
    // Nothing gets longer: what is copied keeps its size, and the numbers of a list's elements only get smaller.
    if (into.length < bytes.length) into = Buffer.alloc(bytes.length * 2)
    const end = copyDocument(bytes, 0, kept, into, 0)
    return end === unknown ? undefined : Buffer.from(into.subarray(0, end))
  }
}

const keptOf = (paths: readonly (readonly string[])[]): Kept =>
  [...new Set(paths.map(([first = '']) => first))].map(name => {
    const inside = paths.filter(([first]) => first === name).map(([, ...rest]) => rest)
    return {
      name: Buffer.from(name),
      inside: inside.some(rest => rest.length === 0) ? undefined : keptOf(inside)
    }
  })

/** In the place of where a copy ends. */
const unknown = -1

const [object, list] = [3, 4]

/** Copies a document's kept fields to a place; gives where the copy ends. */
const copyDocument = (bytes: Buffer, start: number, kept: Kept, into: Buffer, to: number): number => {
  const end = endOf(bytes, start)
  if (end === unknown) return unknown
  let out = to + 4
  for (let at = start + 4; at < end; ) {
    const nameEnd = endOfName(bytes, at + 1)
    const next = nameEnd + 1 + sizeOf(bytes, bytes[at], nameEnd + 1)
    if (!(next > nameEnd && next <= end)) return unknown
    const field = fieldNamed(kept, bytes, at + 1, nameEnd)
    if (field && !field.inside) out += bytes.copy(into, out, at, next)
    else if (field?.inside && (bytes[at] === object || bytes[at] === list)) {
      const copy = bytes[at] === object ? copyDocument : copyList
      out += bytes.copy(into, out, at, nameEnd + 1)
      out = copy(bytes, nameEnd + 1, field.inside, into, out)
      if (out === unknown) return unknown
    }
    at = next
  }
  return finished(into, to, out)
}

/** Copies what is kept of each document of a list; elements of other types have nothing inside and are left out. */
const copyList = (bytes: Buffer, start: number, kept: Kept, into: Buffer, to: number): number => {
  const end = endOf(bytes, start)
  if (end === unknown) return unknown
  let [out, index, copied] = [to + 4, 0, 0]
  for (let at = start + 4; at < end; index++) {
    const nameEnd = endOfName(bytes, at + 1)
    const next = nameEnd + 1 + sizeOf(bytes, bytes[at], nameEnd + 1)
    if (!(next > nameEnd && next <= end) || bytes.toString('latin1', at + 1, nameEnd) !== String(index))
      return unknown
    if (bytes[at] === object || bytes[at] === list) {
      const copy = bytes[at] === object ? copyDocument : copyList
      into[out] = bytes[at] ?? object
      out += 1 + into.write(`${copied++}\0`, out + 1, 'latin1')
      out = copy(bytes, nameEnd + 1, kept, into, out)
      if (out === unknown) return unknown
    }
    at = next
  }
  return finished(into, to, out)
}

const finished = (into: Buffer, start: number, end: number): number => {
  into[end] = 0
  into.writeInt32LE(end + 1 - start, start)
  return end + 1
}

/** Where the zero byte stands that ends a document. */
const endOf = (bytes: Buffer, start: number): number => {
  const end = start + lengthAt(bytes, start) - 1
  return end >= start + 4 && end < bytes.length && bytes[end] === 0 ? end : unknown
}

// Names are short: a loop over them is faster than a call out of JavaScript.
const endOfName = (bytes: Buffer, from: number): number => {
  let at = from
  while (at < bytes.length && bytes[at] !== 0) at++
  return at
}

const fieldNamed = (kept: Kept, bytes: Buffer, from: number, to: number): Kept[number] | undefined => {
  for (const field of kept) if (field.name.length === to - from && isAt(bytes, from, field.name)) return field
  return undefined
}

const isAt = (bytes: Buffer, from: number, name: Buffer): boolean => {
  for (let i = 0; i < name.length; i++) if (bytes[from + i] !== name[i]) return false
  return true
}

const lengthAt = (bytes: Buffer, at: number): number =>
  at + 4 <= bytes.length ? bytes.readInt32LE(at) : Number.NaN

/** How long a value is; not a number for a type that is left to the decoder. */
const sizeOf = (bytes: Buffer, type: number | undefined, at: number): number => {
  switch (type) {
    case 1:
    case 9:
    case 17:
    case 18:
      return 8
    case 2:
      return lengthAt(bytes, at) + 4
    case object:
    case list:
      return lengthAt(bytes, at)
    case 5:
      return lengthAt(bytes, at) + 5
    case 7:
      return 12
    case 8:
      return 1
    case 10:
    case 127:
    case 255:
      return 0
    case 16:
      return 4
  }
  return Number.NaN
}
