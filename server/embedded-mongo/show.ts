import { ObjectId } from 'bson'
import { isDoc, numeric, type Value } from './bson-codec.ts'

/** A value as the server's messages print it: `{ a: "x", b: [ 1, 2 ] }`. */
export const show = (value: Value | undefined): string => {
  if (value === undefined) return 'missing'
  if (typeof value === 'string') return `"${value}"`
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(show).join(', ')} ]`
  if (isDoc(value))
    return value.size === 0
      ? '{}'
      : `{ ${[...value].map(([name, inner]) => `${name}: ${show(inner)}`).join(', ')} }`
  if (value instanceof Date) return `new Date(${value.getTime()})`
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`
  return String(numeric(value) ?? value)
}
