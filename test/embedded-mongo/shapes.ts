import { Binary, type Document, Long, ObjectId } from 'bson'

/** A command with the name of its type in the place of each value; operators and field names stay. */
export type Shape = string | Shape[] | { [name: string]: Shape }

const passing = new Set(['lsid', '$db', '$clusterTime', '$readPreference', 'txnNumber', 'comment'])
const collections = new Set([
  'insert',
  'find',
  'update',
  'delete',
  'aggregate',
  'count',
  'distinct',
  'findAndModify',
  'createIndexes',
  'listIndexes',
  'dropIndexes',
  'create',
  'drop',
  'collection',
  'from',
  'coll',
  'key',
  'name'
])

export const shapeOfCommand = (command: Document): Shape => {
  const shape: { [name: string]: Shape } = {}
  for (const [name, value] of Object.entries(command)) {
    if (passing.has(name)) continue
    if (name === 'documents') shape[name] = [{}]
    else if (collections.has(name) && typeof value === 'string') shape[name] = `=${value}`
    else shape[name] = shapeOf(value, name)
  }
  return shape
}

/** Field paths, collections and names of indexes say what a command does; every other text is only a value. */
const isTelling = (value: string, name: string): boolean =>
  value.startsWith('$') ||
  ['from', 'coll', '$meta', '$type'].includes(name) ||
  (name === 'name' && /_(-?1|text)$/.test(value))

const fieldOperators = new Set(['$set', '$setOnInsert', '$push', '$addToSet'])

const shapeOf = (value: unknown, name: string): Shape => {
  if (Array.isArray(value)) {
    const shapes = new Map(value.map(one => shapeOf(one, name)).map(one => [JSON.stringify(one), one]))
    return [...shapes.values()]
  }
  if (
    typeof value === 'number' &&
    /^\$?(limit|skip|batchSize|sort|size|slice|sum|position|unwind|meta)/.test(name)
  )
    return `#${value}`
  if (typeof value === 'string' && isTelling(value, name)) return `=${value}`
  if (typeof value === 'boolean') return `?${value}`
  if (!isPlain(value)) return typeOf(value)
  const isSpec = ['sort', 'projection', 'fields', 'key', '$project', '$sort', '$group', 'weights'].includes(
    name
  )
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]): [string, Shape] => {
      if (isSpec && typeof inner === 'number') return [key, `#${inner}`]
      if (isSpec && inner === 'text') return [key, '=text']
      if (key === '$meta' || key === '$type') return [key, `=${inner}`]
      if (fieldOperators.has(name) && !(isPlain(inner) && '$each' in inner)) return [key, typeOf(inner)]
      return [key, shapeOf(inner, isSpec ? name : key)]
    })
  )
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  !('_bsontype' in value) &&
  !(value instanceof Date) &&
  !(value instanceof RegExp) &&
  !(value instanceof Uint8Array)

const typeOf = (value: unknown): string => {
  if (value === null || value === undefined) return 'null'
  if (typeof value !== 'object') return typeof value
  if (Array.isArray(value)) return 'array'
  if (value instanceof Date) return 'date'
  if (value instanceof RegExp) return 'regex'
  if (value instanceof Uint8Array) return 'binary'
  return '_bsontype' in value ? String(value._bsontype) : 'object'
}

const examples: Record<string, unknown> = {
  null: null,
  boolean: true,
  number: 1,
  string: 'a',
  array: ['a'],
  object: { a: 1 },
  date: new Date(0),
  regex: /^a/,
  binary: new Binary(Buffer.from('a')),
  Binary: new Binary(Buffer.from('a')),
  ObjectId: new ObjectId('000000000000000000000001'),
  Long: Long.fromNumber(1)
}

/** A command of that shape. */
export const exampleOf = (shape: Shape): unknown => {
  if (Array.isArray(shape)) return shape.map(exampleOf)
  if (typeof shape === 'object')
    return Object.fromEntries(Object.entries(shape).map(([name, inner]) => [name, exampleOf(inner)]))
  if (shape.startsWith('=')) return shape.slice(1)
  if (shape.startsWith('#')) return Number(shape.slice(1))
  if (shape.startsWith('?')) return shape === '?true'
  if (!(shape in examples)) throw new Error(`there is no example of ${shape}`)
  return examples[shape]
}
