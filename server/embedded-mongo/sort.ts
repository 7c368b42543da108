import { compare } from './bson-order.ts'
import { fail } from './errors.ts'
import { keyValues } from './paths.ts'
import { type Doc, isDoc, type Maybe, numeric } from './values.ts'

export interface SortField {
  name: string
  path: string[]
  direction: 1 | -1
  /** Whether it is the score of a text search that counts, and not a field. */
  isScore?: boolean
}

/** The fields of a sort document in their order. Throws on a direction that is not 1 or -1. */
export const sortFields = (spec: Doc): SortField[] =>
  [...spec].map(([name, value]): SortField => {
    if (isDoc(value) && value.get('$meta') === 'textScore')
      return { name, path: [], direction: -1, isScore: true }
    const direction = numeric(value)
    if (direction !== 1 && direction !== -1) return fail(15975, '$sort key ordering must be 1 or -1')
    const path = name.split('.')
    if (path.includes('')) fail(15998, 'FieldPath field names may not be empty strings.')
    return { name, path, direction }
  })

const parallel = (): never => fail('BadValue', 'cannot sort with keys that are parallel arrays')

/** The values a document is sorted by, one for each field: of the keys its arrays give, the first in that order. */
export const sortKey = (doc: Doc, fields: readonly SortField[], score?: number): Maybe[] => {
  const paths = fields.map(field => field.path)
  const keys = keyValues(doc, paths, parallel)
  for (const [i, field] of fields.entries()) if (field.isScore) for (const key of keys) key[i] = score
  const [first = []] = keys
  const order = compareKeys(fields)
  return keys.reduce((best, key) => (order(key, best) < 0 ? key : best), first)
}

export const compareKeys =
  (fields: readonly SortField[]) =>
  (a: readonly Maybe[], b: readonly Maybe[]): number => {
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
