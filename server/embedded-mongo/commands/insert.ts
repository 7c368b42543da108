import { BSONRegExp, ObjectId } from 'bson'
import { decode, encode, maxDocumentBytes } from '../bson-codec.ts'
import type { Collection } from '../collection.ts'
import { fail } from '../errors.ts'
import { type Doc, docOf, isDoc, type Maybe } from '../values.ts'
import { type Command, eachStatement, madeIfMissing, namespaceOf } from './command.ts'

export const insert: Command = {
  isWrite: true,
  takes: ['documents', 'ordered', 'bypassDocumentValidation'],
  run(context, request) {
    const collection = madeIfMissing(context, namespaceOf(request))
    let n = 0
    const act = (bytes: Buffer) => {
      insertDocument(collection, decode(bytes), bytes)
      n++
    }
    return eachStatement(request, 'documents', act, () => ({ n }))
  }
}

/** Stores a document, giving it an `_id`, in first place, if it has none there. */
export const insertDocument = (collection: Collection, doc: Doc, bytes?: Buffer): Doc => {
  const [first] = doc.keys()
  const whole = first === '_id' ? doc : withIdFirst(doc)
  refuseId(whole.get('_id'))
  if (bytes && bytes.length > maxDocumentBytes)
    fail('BSONObjectTooLarge', `object to insert too large. size in bytes: ${bytes.length}`)
  collection.insert(whole, whole === doc && bytes ? Buffer.from(bytes) : encode(whole))
  return whole
}

const withIdFirst = (doc: Doc): Doc => {
  const rest = [...doc].filter(([name]) => name !== '_id')
  const id = doc.has('_id') ? doc.get('_id') : new ObjectId()
  return new Map([...docOf({ _id: id }), ...rest])
}

const refuseId = (id: Maybe) => {
  if (Array.isArray(id) || id instanceof BSONRegExp)
    fail('InvalidIdField', "The '_id' value cannot be an array or a regex")
  for (const name of isDoc(id) ? id.keys() : [])
    if (name.startsWith('$'))
      fail('DollarPrefixedFieldName', `_id may not contain '$'-prefixed fields: ${name}`)
}
