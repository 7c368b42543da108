import { type Doc, decode, type Value } from '../bson-codec.ts'
import { CommandError } from '../errors.ts'
import { compileExpression, type Variables } from '../expressions.ts'
import { compileProjection } from '../project.ts'
import { type Answer, runQuery } from '../query.ts'
import { compileUpdate } from '../update.ts'
import { docField } from '../wire.ts'
import { type Command, namespaceOf, ok, refuseCollation, variablesOf } from './command.ts'
import { removeRecord } from './delete.ts'
import { arrayFiltersOf, updateRecord, upsertDocument } from './update.ts'

export const findAndModify: Command = {
  isWrite: true,
  run(context, request) {
    const { body } = request
    refuseCollation(body)
    const name = namespaceOf(request)
    const isRemove = body.get('remove') === true
    const isUpsert = body.get('upsert') === true
    const wantsNew = body.get('new') === true
    if (isRemove && (body.has('update') || isUpsert || wantsNew))
      throw new CommandError('FailedToParse', 'Cannot specify both an update and remove=true')
    if (!isRemove && !body.has('update'))
      throw new CommandError('FailedToParse', 'Either an update or remove=true must be specified')
    const filter = docField(body, 'query') ?? new Map()
    const variables = variablesOf(context, body, value => compileExpression(value)(new Map(), new Map()))
    const change = body.get('update')
    const updater = isRemove ? undefined : compileUpdate(change, arrayFiltersOf(body))
    const spec = docField(body, 'fields') ?? new Map()
    const collection = context.storage.collection(name)
    const answer = runQuery(collection, {
      filter,
      sort: docField(body, 'sort'),
      limit: 1,
      hint: body.get('hint'),
      variables
    })
    const [id] = answer.ids
    if (collection && id !== undefined) {
      if (!updater) {
        const doc = decode(collection.read(id) ?? Buffer.alloc(0))
        removeRecord(collection, id)
        return answered(1, undefined, undefined, projected(doc, spec, answer, variables))
      }
      const { old, doc } = updateRecord(context, collection, id, updater, answer.matcher)
      return answered(1, true, undefined, projected(wantsNew ? doc : old, spec, answer, variables))
    }
    if (!updater || !isUpsert) return answered(0, isRemove ? undefined : false, undefined, null)
    const doc = upsertDocument(context, name, filter, change, updater)
    return answered(1, false, doc.get('_id'), wantsNew ? projected(doc, spec, answer, variables) : null)
  }
}

const projected = (doc: Doc, spec: Doc, answer: Answer, variables: Variables): Doc => {
  const projection = compileProjection(spec, true)
  if (!projection) return doc
  const hits = new Map<string, number>()
  answer.matcher(doc, hits)
  return projection(doc, { hits, variables })
}

const answered = (
  n: number,
  updatedExisting: boolean | undefined,
  upserted: Value | undefined,
  value: Value
): Doc => {
  const last = new Map<string, Value>([['n', n]])
  if (updatedExisting !== undefined) last.set('updatedExisting', updatedExisting)
  if (upserted !== undefined) last.set('upserted', upserted)
  return ok(['lastErrorObject', last], ['value', value])
}
