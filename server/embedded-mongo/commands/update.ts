import { ObjectId } from 'bson'
import { type Doc, decode, encode, type Value } from '../bson-codec.ts'
import { isEqual } from '../bson-order.ts'
import type { Collection, RecordId } from '../collection.ts'
import { CommandError } from '../errors.ts'
import { compileExpression, type Variables } from '../expressions.ts'
import type { Matcher } from '../match.ts'
import { runQuery } from '../query.ts'
import { show } from '../show.ts'
import { compileUpdate, isReplacement, type Updater, upsertBase } from '../update.ts'
import { docField } from '../wire.ts'
import {
  type Command,
  type Context,
  eachStatement,
  namespaceOf,
  ok,
  refuseCollation,
  refuseUnknown,
  statementsOf,
  variablesOf,
  withErrors
} from './command.ts'
import { insertDocument } from './insert.ts'

export const update: Command = {
  isWrite: true,
  run(context, request) {
    const name = namespaceOf(request)
    const variables = variablesOf(context, request.body, value =>
      compileExpression(value)(new Map(), new Map())
    )
    let n = 0
    let nModified = 0
    const upserted: Value[] = []
    const errors = eachStatement(request, statementsOf(request, 'updates'), (statement, index) => {
      const result = applyStatement(context, name, statement, variables)
      n += result.matched
      nModified += result.modified
      if (result.upsertedId !== undefined)
        upserted.push(
          new Map<string, Value>([
            ['index', index],
            ['_id', result.upsertedId]
          ])
        )
    })
    const reply = ok(['n', n], ['nModified', nModified])
    if (upserted.length > 0) reply.set('upserted', upserted)
    return withErrors(reply, errors)
  }
}

const knownFields = new Set([
  'q',
  'u',
  'multi',
  'upsert',
  'arrayFilters',
  'hint',
  'collation',
  'c',
  'upsertSupplied'
])

interface Result {
  matched: number
  modified: number
  upsertedId?: Value
}

const applyStatement = (context: Context, name: string, statement: Doc, variables: Variables): Result => {
  refuseCollation(statement)
  const filter = docField(statement, 'q') ?? new Map()
  const change = statement.get('u')
  const isMulti = statement.get('multi') === true
  if (isMulti && isReplacement(change))
    throw new CommandError('FailedToParse', 'multi update is not supported for replacement-style update')
  refuseUnknown(statement, knownFields, 'update.updates')
  const updater = compileUpdate(change, arrayFiltersOf(statement))
  const collection = context.storage.collection(name)
  const { ids, matcher } = runQuery(collection, {
    filter,
    limit: isMulti ? 0 : 1,
    hint: statement.get('hint'),
    variables
  })
  if (collection && ids.length > 0) {
    const changed = ids.filter(id => updateRecord(context, collection, id, updater, matcher).isModified)
    return { matched: ids.length, modified: changed.length }
  }
  if (statement.get('upsert') !== true) return { matched: 0, modified: 0 }
  const inserted = upsertDocument(context, name, filter, change, updater)
  return { matched: 1, modified: 0, upsertedId: inserted.get('_id') ?? null }
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
  const oldId = old.get('_id')
  const newId = doc.get('_id')
  if (newId === undefined || !isEqual(oldId, newId))
    throw new CommandError(
      'ImmutableField',
      `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${show(newId)}`
    )
  const changed = encode(doc)
  const isModified = !changed.equals(bytes)
  if (isModified) collection.replace({ id, bytes }, old, doc, changed)
  return { old, doc, isModified }
}

/** Inserts what an update makes of the values its filter demands. */
export const upsertDocument = (
  context: Context,
  name: string,
  filter: Doc,
  change: Value | undefined,
  updater: Updater
): Doc => {
  const base = upsertBase(filter)
  const isWhole = isReplacement(change)
  const id = base.get('_id')
  const start: Doc = isWhole ? (id === undefined ? new Map() : new Map([['_id', id]])) : base
  const made = updater(start, { hits: new Map(), now: context.now(), isInsert: true })
  if (id !== undefined && !isEqual(made.get('_id'), id))
    throw new CommandError(
      'ImmutableField',
      "Performing an update on the path '_id' would modify the immutable field '_id'"
    )
  const whole = made.has('_id') ? made : new Map<string, Value>([['_id', new ObjectId()], ...made])
  const collection = context.storage.collection(name) ?? context.storage.create(name)
  return insertDocument(collection, whole)
}
