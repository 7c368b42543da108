import { type Doc, encode, isDoc, type Value } from '../bson-codec.ts'
import { CommandError, refuse } from '../errors.ts'
import { compileExpression } from '../expressions.ts'
import { pipelineOf, runPipeline, startingStage } from '../pipeline.ts'
import { runQuery } from '../query.ts'
import { compileUpdate } from '../update.ts'
import type { Request } from '../wire.ts'
import { docField, wholeField } from '../wire.ts'
import {
  type Command,
  type Context,
  madeIfMissing,
  namespace,
  namespaceOf,
  ok,
  refuseCollation,
  variablesOf
} from './command.ts'
import { insertDocument } from './insert.ts'
import { updateRecord } from './update.ts'

const isWriting = (request: Request): boolean => {
  const pipeline = request.body.get('pipeline')
  const last = Array.isArray(pipeline) ? pipeline.at(-1) : undefined
  return isDoc(last) && (last.has('$out') || last.has('$merge'))
}

export const aggregate: Command = {
  isWrite: isWriting,
  run(context, request) {
    const { body } = request
    refuseCollation(body)
    const stages = pipelineOf(body.get('pipeline'))
    const isOnDatabase = body.get('aggregate') === 1
    if (isOnDatabase && !startingStage(stages[0]))
      throw new CommandError(
        'InvalidNamespace',
        '{aggregate: 1} is not valid for this pipeline; a collection is needed'
      )
    const cursor = docField(body, 'cursor')
    if (!cursor && !body.has('explain'))
      throw new CommandError(
        'FailedToParse',
        "The 'cursor' option is required, except for aggregate with the explain argument"
      )
    if (body.get('explain') === true) refuse('explain inside aggregate; use the explain command')
    const name = isOnDatabase ? `${request.database}.$cmd.aggregate` : namespaceOf(request)
    const collection = isOnDatabase ? undefined : context.storage.collection(name)
    const variables = variablesOf(context, body, value => compileExpression(value)(new Map(), new Map()))
    const around = {
      storage: context.storage,
      database: request.database,
      now: context.now(),
      ...(isWriting(request) ? { write: writer(context, request) } : {})
    }
    const docs = runPipeline(collection, stages, around, variables, body.get('hint'))
    let at = 0
    const next = () => {
      const doc = docs[at++]
      return doc && encode(doc)
    }
    return ok(['cursor', context.cursors.start(name, next, cursor && wholeField(cursor, 'batchSize'))])
  }
}

const writer = (context: Context, request: Request) => ({
  out(target: string, docs: Doc[]) {
    const [database = '', ...rest] = target.split('.')
    const name = namespace(database, rest.join('.'))
    context.storage.attempt(() => {
      const old = context.storage.collection(name)
      const indexes = old?.indexes.slice(1).map(index => index.spec) ?? []
      if (old) context.storage.drop(old)
      const collection = context.storage.create(name)
      for (const spec of indexes) collection.addIndex(spec)
      for (const doc of docs) insertDocument(collection, doc)
    })
  },
  merge(spec: Doc, docs: Doc[]) {
    const into = spec.get('into')
    const name = isDoc(into)
      ? namespace(String(into.get('db') ?? request.database), String(into.get('coll')))
      : namespace(request.database, String(into))
    const onField = spec.get('on') ?? '_id'
    const on = (Array.isArray(onField) ? onField : [onField]).map(String)
    const whenMatched = spec.get('whenMatched') ?? 'merge'
    const whenNotMatched = spec.get('whenNotMatched') ?? 'insert'
    if (typeof whenMatched !== 'string') refuse('$merge with a pipeline')
    const collection = madeIfMissing(context, name)
    const isKnownUnique =
      (on.length === 1 && on[0] === '_id') ||
      collection.indexes.some(
        index =>
          index.isUnique && index.fields.length === on.length && on.every(field => index.spec.key.has(field))
      )
    if (!isKnownUnique)
      throw new CommandError(51183, 'Cannot find index to verify that join fields will be unique')
    for (const doc of docs) mergeOne(doc)

    function mergeOne(doc: Doc) {
      const filter: Doc = new Map(
        on.map((field): [string, Value] => [field, new Map([['$eq', doc.get(field) ?? null]])])
      )
      const { ids, matcher } = runQuery(collection, { filter, limit: 1 })
      const [id] = ids
      if (id === undefined) {
        if (whenNotMatched === 'fail')
          throw new CommandError(
            13113,
            '$merge could not find a matching document in the target collection for at least one document in the source collection'
          )
        if (whenNotMatched === 'insert') insertDocument(collection, doc)
        return
      }
      if (whenMatched === 'fail')
        throw new CommandError(
          'DuplicateKey',
          `E11000 duplicate key error collection: ${name}`,
          new Map<string, Value>([
            ['keyPattern', new Map([['_id', 1]])],
            ['keyValue', new Map([['_id', doc.get('_id') ?? null]])]
          ])
        )
      if (whenMatched === 'replace') updateRecord(context, collection, id, compileUpdate(doc), matcher)
      if (whenMatched === 'merge')
        updateRecord(context, collection, id, old => new Map([...old, ...doc]), matcher)
    }
  }
})
