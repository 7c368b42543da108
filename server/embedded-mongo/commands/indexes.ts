import { isEqual } from '../bson-order.ts'
import type { Collection } from '../collection.ts'
import { sourceOf } from '../cursors.ts'
import { fail, refuse } from '../errors.ts'
import { isTruthy } from '../expressions.ts'
import type { Index } from '../index-entries.ts'
import { isIndex } from '../paths.ts'
import { conditionsOf } from '../plan.ts'
import { type Doc, docOf, isDoc, numeric, type Value } from '../values.ts'
import {
  type Command,
  docField,
  existing,
  madeIfMissing,
  namespaceOf,
  ok,
  refuseCollation,
  wholeField
} from './command.ts'

export const indexes: Record<string, Command> = {
  createIndexes: {
    isWrite: true,
    run(context, request) {
      const name = namespaceOf(request)
      const asked = request.body.get('indexes')
      if (!Array.isArray(asked) || asked.length === 0)
        return fail('BadValue', 'Must specify at least one index')
      const specs = asked.map(one => (isDoc(one) ? specOf(one) : refuseSpec('an index must be an object')))
      const there = context.storage.collections.get(name)
      const numIndexesBefore = there?.indexes.length ?? 1
      const numIndexesAfter = context.storage.write(() => {
        const collection = madeIfMissing(context, name)
        for (const spec of specs) if (!isThere(collection, spec)) collection.addIndex(spec)
        return collection.indexes.length
      })
      const note = numIndexesAfter === numIndexesBefore ? 'all indexes already exist' : undefined
      return ok({ numIndexesBefore, numIndexesAfter, createdCollectionAutomatically: !there, note })
    }
  },
  listIndexes: {
    run(context, request) {
      const { namespace, indexes } = existing(context, request)
      const cursor = docField(request.body, 'cursor')
      const size = (cursor && wholeField(cursor, 'batchSize')) ?? 1000
      return context.cursors.start(namespace, sourceOf(indexes.map(({ spec }) => spec)), size)
    }
  },
  dropIndexes: {
    isWrite: true,
    run(context, request) {
      const collection = existing(context, request)
      const { idIndex } = collection
      const nIndexesWas = collection.indexes.length
      for (const one of [request.body.get('index') ?? null].flat()) {
        const found = collection.indexes.filter(
          index =>
            index.name === one || isEqual(index.spec.get('key'), one) || (one === '*' && index !== idIndex)
        )
        if (found.length === 0 && one !== '*') fail('IndexNotFound', 'index not found with this name or key')
        if (found.includes(idIndex)) fail('InvalidOptions', 'cannot drop _id index')
        for (const index of found) collection.dropIndex(index)
      }
      return ok({ nIndexesWas })
    }
  }
}

const refuseSpec = (message: string): never => fail('CannotCreateIndex', message)

const knownOptions = new Set(
  `key name unique sparse background partialFilterExpression expireAfterSeconds v ns collation weights
  default_language language_override textIndexVersion`.split(/\s+/)
)

/** An index as it is kept and shown, from what was asked for. */
const specOf = (doc: Doc): Doc => {
  refuseCollation(doc)
  for (const option of doc.keys()) if (!knownOptions.has(option)) refuse(`the index option ${option}`)
  const key = docField(doc, 'key') ?? new Map()
  if ([...key.values()].includes('text')) return textSpecOf(doc, key)
  refuseKey(key)
  const partialFilterExpression = docField(doc, 'partialFilterExpression')
  const expireAfterSeconds = wholeField(doc, 'expireAfterSeconds')
  const [unique, sparse] = ['unique', 'sparse'].map(name => isTruthy(doc.get(name)) || undefined)
  if (partialFilterExpression) refusePartial(partialFilterExpression)
  if (partialFilterExpression && sparse) refuseSpec('cannot mix "partialFilterExpression" and "sparse"')
  if (expireAfterSeconds !== undefined && (expireAfterSeconds < 0 || key.size > 1))
    refuseSpec('TTL indexes are single-field indexes, compound indexes do not support TTL')
  const name = doc.get('name') || [...key].map(([field, value]) => `${field}_${numeric(value)}`).join('_')
  return docOf({ v: 2, key, name, unique, sparse, partialFilterExpression, expireAfterSeconds })
}

const refuseKey = (key: Doc) => {
  if (key.size === 0) refuseSpec('Index keys cannot be empty.')
  for (const [field, value] of key) {
    if (typeof value === 'string') refuse(`an index of type ${value}`)
    if (!numeric(value)) refuseSpec('Values in the index key pattern must be numbers or strings.')
    const path = field.split('.')
    if (path.some(part => part === '' || part.startsWith('$'))) refuseSpec(`illegal field name: ${field}`)
    if (path.slice(1).some(isIndex)) refuse('an index on a position of an array')
  }
}

/** Only what the planner can hold a query against. */
const refusePartial = (partial: Doc) => {
  for (const name of partial.keys())
    if (name.startsWith('$') && name !== '$and') refuseSpec(`unsupported in a partial index: ${name}`)
  for (const [operator] of [...conditionsOf(partial).values()].flat())
    if (!['$eq', '$in', '$gt', '$gte', '$lt', '$lte', '$type', '$exists'].includes(operator))
      refuseSpec(`unsupported in a partial index: ${operator}`)
}

/** A text index is kept the way the server shows it: by words, and the fields as weights. */
const textSpecOf = (doc: Doc, key: Doc): Doc => {
  const default_language = doc.get('default_language') ?? 'english'
  if (default_language !== 'english') refuse(`a text index in ${default_language}`)
  for (const option of ['unique', 'expireAfterSeconds', 'partialFilterExpression'])
    if (doc.has(option)) refuse(`a text index with ${option}`)
  const given = docField(doc, 'weights') ?? new Map<string, Value>()
  const isShown = key.has('_fts')
  const fields = isShown ? [...given.keys()] : [...key.keys()]
  if (fields.includes('$**') || (!isShown && [...key.values()].some(value => value !== 'text')))
    refuse('a text index with other fields or of all fields')
  const weights: Doc = new Map(fields.map((field): [string, Value] => [field, given.get(field) ?? 1]))
  return docOf({
    v: 2,
    key: docOf({ _fts: 'text', _ftsx: 1 }),
    name: doc.get('name') || fields.map(field => `${field}_text`).join('_'),
    weights,
    ...{ default_language, language_override: 'language', textIndexVersion: 3 }
  })
}

/** Whether just this index exists; a clash of names or options is an error. */
const isThere = ({ indexes }: Collection, spec: Doc): boolean => {
  const name = spec.get('name')
  const like = (field: string) => (index: Index) => isEqual(index.spec.get(field), spec.get(field))
  if (isEqual(spec.get('key'), docOf({ _id: 1 })) || indexes.some(index => isEqual(index.spec, spec)))
    return true
  if (indexes.some(like('name')))
    fail('IndexKeySpecsConflict', `An existing index has the same name but other keys or options: ${name}`)
  if (indexes.filter(like('key')).some(like('partialFilterExpression')))
    fail('IndexOptionsConflict', `Index already exists with a different name than ${name}`)
  return false
}
