import { fail } from '../errors.ts'
import { compileProjection } from '../project.ts'
import { runQuery } from '../query.ts'
import { compileUpdate } from '../update.ts'
import { type Doc, docOf, type Value } from '../values.ts'
import { type Command, docField, flagField, ok, targetOf } from './command.ts'
import { arrayFiltersOf, updateRecord, upsertDocument } from './update.ts'

export const findAndModify: Command = {
  isWrite: true,
  takes: `query sort update remove new upsert fields arrayFilters hint let collation
    bypassDocumentValidation`.split(/\s+/),
  run(context, request) {
    const { body } = request
    const { namespace, collection, filter, hint, variables } = targetOf(context, request, 'query')
    const [isRemove, isUpsert, wantsNew] = ['remove', 'upsert', 'new'].map(
      name => flagField(body, name) ?? false
    )
    if (isRemove && (body.has('update') || isUpsert || wantsNew))
      fail('FailedToParse', 'Cannot specify both an update and remove=true')
    if (!isRemove && !body.has('update')) fail('FailedToParse', 'An update or remove=true must be specified')
    const change = body.get('update')
    const updater = isRemove ? undefined : compileUpdate(change, arrayFiltersOf(body))
    const projection = compileProjection(docField(body, 'fields') ?? new Map(), true)
    const sort = docField(body, 'sort')
    const { ids, matcher } = runQuery(collection, { filter, sort, limit: 1, hint, variables })
    const projected = (doc: Doc): Doc => {
      const hits = new Map<string, number>()
      matcher(doc, hits)
      return projection?.(doc, { hits, variables }) ?? doc
    }
    const [id] = ids
    if (!updater) {
      const removed = id === undefined ? undefined : collection?.remove(id)
      return removed ? answered({ n: 1 }, projected(removed)) : answered({ n: 0 }, null)
    }
    if (collection && id !== undefined) {
      const { old, doc } = updateRecord(context, collection, id, updater, matcher)
      return answered({ n: 1, updatedExisting: true }, projected(wantsNew ? doc : old))
    }
    if (!isUpsert) return answered({ n: 0, updatedExisting: false }, null)
    const doc = upsertDocument(context, namespace, filter, change, updater)
    const upserted = doc.get('_id') ?? null
    return answered({ n: 1, updatedExisting: false, upserted }, wantsNew ? projected(doc) : null)
  }
}

const answered = (lastErrorObject: { [name: string]: Value }, value: Value): Doc =>
  ok({ lastErrorObject: docOf(lastErrorObject), value })
