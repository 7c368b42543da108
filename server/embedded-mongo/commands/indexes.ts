import { type Doc, encode, isDoc, numeric, type Value } from '../bson-codec.ts'
import { isEqual } from '../bson-order.ts'
import type { Collection } from '../collection.ts'
import { CommandError, refuse } from '../errors.ts'
import type { IndexSpec } from '../index-entries.ts'
import { compileFilter } from '../match.ts'
import { isIndex } from '../paths.ts'
import { docField, wholeField } from '../wire.ts'
import { type Command, existing, madeIfMissing, namespaceOf, ok, refuseCollation } from './command.ts'

export const createIndexes: Command = {
  isWrite: true,
  run(context, request) {
    const name = namespaceOf(request)
    const asked = request.body.get('indexes')
    if (!Array.isArray(asked) || asked.length === 0)
      throw new CommandError('BadValue', 'Must specify at least one index to create')
    const specs = asked.map(one =>
      isDoc(one) ? specOf(one) : refuseSpec('The elements of the indexes array must be objects')
    )
    const isNew = !context.storage.collection(name)
    const before = context.storage.collection(name)?.indexes.length ?? 1
    context.storage.attempt(() => {
      const collection = madeIfMissing(context, name)
      for (const spec of specs) if (!isThere(collection, spec)) collection.addIndex(spec)
    })
    const after = existing(context, name).indexes.length
    const reply = ok(
      ['numIndexesBefore', before],
      ['numIndexesAfter', after],
      ['createdCollectionAutomatically', isNew]
    )
    if (after === before) reply.set('note', 'all indexes already exist')
    return reply
  }
}

const refuseSpec = (message: string): never => {
  throw new CommandError('CannotCreateIndex', message)
}

const knownOptions = new Set([
  'key',
  'name',
  'unique',
  'sparse',
  'background',
  'partialFilterExpression',
  'expireAfterSeconds',
  'hidden',
  'v',
  'ns',
  'collation',
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion'
])

const specOf = (doc: Doc): IndexSpec => {
  refuseCollation(doc)
  for (const option of doc.keys()) if (!knownOptions.has(option)) refuse(`the index option ${option}`)
  const key = docField(doc, 'key')
  if (!key || key.size === 0) return refuseSpec('Index keys cannot be empty.')
  if ([...key.values()].includes('text')) return textSpecOf(doc, key)
  for (const [field, value] of key) {
    if (typeof value === 'string') refuse(`an index of type ${value}`)
    const direction = numeric(value)
    if (direction === undefined || direction === 0)
      refuseSpec(`Values in the index key pattern must be numbers or strings. Invalid key pattern.`)
    if (field === '' || field.split('.').some(part => part === '' || part.startsWith('$')))
      refuseSpec(`Index key contains an illegal field name: ${field}`)
    if (field.split('.').slice(1).some(isIndex)) refuse('an index on a position of an array')
  }
  const partial = docField(doc, 'partialFilterExpression')
  if (partial) compileFilter(partial)
  const expireAfterSeconds = wholeField(doc, 'expireAfterSeconds')
  if (expireAfterSeconds !== undefined && (expireAfterSeconds < 0 || key.size > 1))
    refuseSpec('TTL indexes are single-field indexes, compound indexes do not support TTL')
  const name = doc.get('name')
  return {
    name:
      typeof name === 'string' && name !== ''
        ? name
        : [...key].map(([field, value]) => `${field}_${numeric(value)}`).join('_'),
    key,
    unique: isTrue(doc.get('unique')),
    sparse: isTrue(doc.get('sparse')),
    hidden: isTrue(doc.get('hidden')),
    ...(partial ? { partial } : {}),
    ...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds })
  }
}

/** A text index is kept the way the server shows it: by words, and the fields as weights. */
const textSpecOf = (doc: Doc, key: Doc): IndexSpec => {
  const language = doc.get('default_language')
  if (language !== undefined && language !== 'english') refuse(`a text index in ${language}`)
  if (doc.has('unique') || doc.has('expireAfterSeconds')) refuseSpec('a text index is neither unique nor TTL')
  if (doc.has('partialFilterExpression')) refuse('a partial text index')
  const given = docField(doc, 'weights')
  const isShown = key.has('_fts')
  const fields = isShown ? [...(given ?? new Map()).keys()] : [...key.keys()]
  if (fields.includes('$**') || (!isShown && [...key.values()].some(value => value !== 'text')))
    refuse('a text index with other fields or of all fields')
  const name = doc.get('name')
  return {
    name: typeof name === 'string' && name !== '' ? name : fields.map(field => `${field}_text`).join('_'),
    key: new Map<string, Value>([
      ['_fts', 'text'],
      ['_ftsx', 1]
    ]),
    weights: new Map(fields.map((field): [string, Value] => [field, given?.get(field) ?? 1])),
    unique: false,
    sparse: false
  }
}

const isTrue = (value: Value | undefined): boolean => value === true || (numeric(value) ?? 0) !== 0

/** Whether just this index exists; a clash of names or options is an error. */
const isThere = (collection: Collection, spec: IndexSpec): boolean => {
  if (isEqual(spec.key, new Map([['_id', 1]]))) return true
  const named = collection.indexes.find(index => index.spec.name === spec.name)
  const alike = collection.indexes.find(
    index => isEqual(index.spec.key, spec.key) && isEqual(index.spec.partial, spec.partial)
  )
  const there = named ?? alike
  if (!there) return false
  const isSame = encode(optionsOf(there.spec)).equals(encode(optionsOf(spec)))
  if (named && isSame) return true
  if (named && !isEqual(named.spec.key, spec.key))
    throw new CommandError(
      'IndexKeySpecsConflict',
      `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${spec.name}`
    )
  if (named)
    throw new CommandError(
      'IndexKeySpecsConflict',
      `An existing index has the same name as the requested index but other options: ${spec.name}`
    )
  throw new CommandError(
    'IndexOptionsConflict',
    `Index already exists with a different name: ${there.spec.name}`
  )
}

const optionsOf = ({ key, unique, sparse, partial, expireAfterSeconds, weights }: IndexSpec): Doc =>
  new Map<string, Value>([
    ['key', key],
    ['unique', unique],
    ['sparse', sparse],
    ['partial', partial ?? null],
    ['weights', weights ?? null],
    ['expire', expireAfterSeconds ?? null]
  ])

export const listIndexes: Command = {
  run(context, request) {
    const name = namespaceOf(request)
    const collection = existing(context, name)
    const batch = collection.indexes.map(index => encode(index.publicSpec()))
    let at = 0
    const size = docField(request.body, 'cursor')
    return ok([
      'cursor',
      context.cursors.start(name, () => batch[at++], (size && wholeField(size, 'batchSize')) ?? 1000)
    ])
  }
}

export const dropIndexes: Command = {
  isWrite: true,
  run(context, request) {
    const collection = existing(context, namespaceOf(request))
    const before = collection.indexes.length
    const asked = request.body.get('index')
    const wanted = Array.isArray(asked) ? asked : [asked]
    for (const one of wanted) {
      if (one === '*') {
        for (const index of collection.indexes.slice(1)) collection.dropIndex(index)
        continue
      }
      const index = collection.indexes.find(({ spec }) =>
        typeof one === 'string' ? spec.name === one : isEqual(spec.key, one)
      )
      if (!index)
        throw new CommandError(
          'IndexNotFound',
          typeof one === 'string' ? `index not found with name [${one}]` : `can't find index with key`
        )
      if (index === collection.idIndex) throw new CommandError('InvalidOptions', 'cannot drop _id index')
      collection.dropIndex(index)
    }
    return ok(['nIndexesWas', before])
  }
}
