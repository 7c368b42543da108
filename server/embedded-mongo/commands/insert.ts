import { BSONRegExp, ObjectId } from 'bson'
import { type Doc, decode, encode, isDoc, maxDocumentBytes, type Value } from '../bson-codec.ts'
import type { Collection } from '../collection.ts'
import { CommandError } from '../errors.ts'
import {
  type Command,
  documentsOf,
  eachStatement,
  madeIfMissing,
  namespaceOf,
  ok,
  withErrors
} from './command.ts'

export const insert: Command = {
  isWrite: true,
  run(context, request) {
    const collection = madeIfMissing(context, namespaceOf(request))
    let n = 0
    const errors = eachStatement(request, documentsOf(request, 'documents'), bytes => {
      insertDocument(collection, decode(bytes), bytes)
      n++
    })
    return withErrors(ok(['n', n]), errors)
  }
}

/** Stores a document, giving it an `_id`, in first place, if it has none there. */
export const insertDocument = (collection: Collection, doc: Doc, bytes?: Buffer): Doc => {
  const [first] = doc.keys()
  const whole = first === '_id' ? doc : withIdFirst(doc)
  refuseId(whole.get('_id'))
  if (bytes && bytes.length > maxDocumentBytes)
    throw new CommandError(
      'BSONObjectTooLarge',
      `object to insert too large. size in bytes: ${bytes.length}, max size: ${maxDocumentBytes}`
    )
  collection.insert(whole, whole === doc && bytes ? Buffer.from(bytes) : encode(whole))
  return whole
}

const withIdFirst = (doc: Doc): Doc =>
  new Map<string, Value>([
    ['_id', doc.has('_id') ? (doc.get('_id') ?? null) : new ObjectId()],
    ...[...doc].filter(([name]) => name !== '_id')
  ])

const refuseId = (id: Value | undefined) => {
  if (Array.isArray(id)) throw new CommandError('InvalidIdField', "The '_id' value cannot be of type array")
  if (id instanceof BSONRegExp)
    throw new CommandError('InvalidIdField', "The '_id' value cannot be of type regex")
  if (isDoc(id))
    for (const name of id.keys())
      if (name.startsWith('$'))
        throw new CommandError(
          'DollarPrefixedFieldName',
          `_id fields may not contain '$'-prefixed fields: ${name} is not valid for storage.`
        )
}
