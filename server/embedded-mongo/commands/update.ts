import { decode, encode } from '../bson-codec.ts'
import { isEqual } from '../bson-order.ts'
import type { Collection, RecordId } from '../collection.ts'
import { fail } from '../errors.ts'
import type { Variables } from '../expressions.ts'
import type { Matcher } from '../match.ts'
import { runQuery } from '../query.ts'
import { compileUpdate, isReplacement, type Updater, upsertBase } from '../update.ts'
import { type Doc, docOf, type Maybe, show, type Value } from '../values.ts'
import {
  type Command,
  type Context,
  docField,
  eachStatement,
  flagField,
  madeIfMissing,
  namespaceOf,
  statementOf,
  variablesOf
} from './command.ts'
import { insertDocument } from './insert.ts'

const knownFields = ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'hint', 'collation', 'c', 'upsertSupplied']

export const update: Command = {
  isWrite: true,
  takes: ['updates', 'ordered', 'let', 'bypassDocumentValidation'],
  run(context, request) {
    const name = namespaceOf(request)
    const variables = variablesOf(context, request.body)
    let [n, nModified] = [0, 0]
    const upserted: Value[] = []
    const act = (bytes: Buffer, index: number) => {
      const statement = statementOf(bytes, knownFields)
      const { matched, modified, id } = applyStatement(context, name, statement, variables)
      n += matched
      nModified += modified
      if (id !== undefined) upserted.push(docOf({ index, _id: id }))
    }
    const fields = () => ({ n, nModified, upserted: upserted.length > 0 ? upserted : undefined })
    return eachStatement(request, 'updates', act, fields)
  }
}

/** How many records matched and were changed; `id` is that of the one inserted in the place of none. */
const applyStatement = (context: Context, name: string, statement: Doc, variables: Variables) => {
  const filter = docField(statement, 'q') ?? new Map()
  const change = statement.get('u')
  const isMulti = flagField(statement, 'multi') ?? false
  const isUpsert = flagField(statement, 'upsert') ?? false
  if (isMulti && isReplacement(change)) fail('FailedToParse', 'multi update needs update operators')
  const updater = compileUpdate(change, arrayFiltersOf(statement))
  const collection = context.storage.collections.get(name)
  const query = { filter, limit: isMulti ? 0 : 1, hint: statement.get('hint'), variables }
  const { ids, matcher } = runQuery(collection, query)
  if (collection && ids.length > 0) {
    const changed = ids.filter(id => updateRecord(context, collection, id, updater, matcher).isModified)
    return { matched: ids.length, modified: changed.length }
  }
  if (!isUpsert) return { matched: 0, modified: 0 }
  const id = upsertDocument(context, name, filter, change, updater).get('_id')
  return { matched: 1, modified: 0, id }
}

export const arrayFiltersOf = (doc: Doc): Value[] => {
  const list = doc.get('arrayFilters')
  return Array.isArray(list) ? list : []
}

/** Changes one record. Throws ImmutableField when its `_id` would change. */
export const updateRecord = (
  context: Context,
  collection: Collection,
  id: RecordId,
  updater: Updater,
  matcher: Matcher
): { old: Doc; doc: Doc; isModified: boolean } => {
  const bytes = collection.read(id) ?? Buffer.alloc(0)
  const old = decode(bytes)
  const hits = new Map<string, number>()
  matcher(old, hits)
  const doc = updater(decode(bytes), { hits, now: context.now(), isInsert: false })
  refuseOtherId(doc.get('_id'), old.get('_id'))
  const changed = encode(doc)
  const isModified = !changed.equals(bytes)
  if (isModified) collection.replace({ id, bytes }, old, doc, changed)
  return { old, doc, isModified }
}

const refuseOtherId = (id: Maybe, old: Maybe) => {
  if (!isEqual(id, old)) fail('ImmutableField', `the (immutable) field '_id' was altered to ${show(id)}`)
}

/** Inserts what an update makes of the values its filter demands. */
export const upsertDocument = (
  context: Context,
  name: string,
  filter: Doc,
  change: Maybe,
  updater: Updater
): Doc => {
  const base = upsertBase(filter)
  const id = base.get('_id')
  const start = isReplacement(change) ? docOf({ _id: id }) : base
  const made = updater(start, { hits: new Map(), now: context.now(), isInsert: true })
  if (id !== undefined) refuseOtherId(made.get('_id'), id)
  return insertDocument(madeIfMissing(context, name), made)
}
