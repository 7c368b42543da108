import { type Doc, isDoc, numeric, type Value } from './bson-codec.ts'
import { compare } from './bson-order.ts'
import { CommandError } from './errors.ts'
import { keyValues, ParallelArrays } from './paths.ts'

export interface SortField {
  name: string
  path: string[]
  direction: 1 | -1
  /** Whether it is the score of a text search that counts, and not a field. */
  isScore?: boolean
}

/** The fields of a sort document in their order. Throws on a direction that is not 1 or -1. */
export const sortFields = (spec: Doc): SortField[] =>
  [...spec].flatMap(([name, value]): SortField[] => {
    if (isDoc(value) && value.get('$meta') === 'textScore')
      return [{ name, path: [], direction: -1, isScore: true }]
    const direction = numeric(value)
    if (direction !== 1 && direction !== -1)
      throw new CommandError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)')
    if (name === '' || name.split('.').includes(''))
      throw new CommandError(15998, 'FieldPath field names may not be empty strings.')
    return [{ name, path: name.split('.'), direction }]
  })

/** The values a document is sorted by, one for each field: of the keys its arrays give, the first in that order. */
export const sortKey = (doc: Doc, fields: readonly SortField[], score?: number): (Value | undefined)[] => {
  const keys = keysOf(doc, fields)
  for (const [i, field] of fields.entries()) if (field.isScore) for (const key of keys) key[i] = score
  let best = keys[0] ?? []
  if (keys.length > 1) {
    const order = compareKeys(fields)
    for (const key of keys) if (order(key, best) < 0) best = key
  }
  return best
}

const keysOf = (doc: Doc, fields: readonly SortField[]) => {
  try {
    return keyValues(
      doc,
      fields.map(field => field.path)
    )
  } catch (error) {
    if (error instanceof ParallelArrays)
      throw new CommandError('BadValue', 'cannot sort with keys that are parallel arrays')
    throw error
  }
}

export const compareKeys =
  (fields: readonly SortField[]) =>
  (a: readonly (Value | undefined)[], b: readonly (Value | undefined)[]): number => {
    for (let i = 0; i < fields.length; i++) {
      const difference = compare(a[i], b[i])
      if (difference !== 0) return difference * (fields[i]?.direction ?? 1)
    }
    return 0
  }

/** An order of documents by a sort document such as `{a: 1, 'b.c': -1}`. */
export const compareBy = (spec: Doc): ((a: Doc, b: Doc) => number) => {
  const fields = sortFields(spec)
  const order = compareKeys(fields)
  return (a, b) => order(sortKey(a, fields), sortKey(b, fields))
}
