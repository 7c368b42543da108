import { decode } from '../bson-codec.ts'
import type { Collection, RecordId } from '../collection.ts'
import { compileExpression } from '../expressions.ts'
import { runQuery } from '../query.ts'
import { docField, wholeField } from '../wire.ts'
import {
  type Command,
  eachStatement,
  namespaceOf,
  ok,
  refuseCollation,
  refuseUnknown,
  statementsOf,
  variablesOf,
  withErrors
} from './command.ts'

const knownFields = new Set(['q', 'limit', 'hint', 'collation'])

export const deleteCommand: Command = {
  isWrite: true,
  run(context, request) {
    const collection = context.storage.collection(namespaceOf(request))
    const variables = variablesOf(context, request.body, value =>
      compileExpression(value)(new Map(), new Map())
    )
    let n = 0
    const errors = eachStatement(request, statementsOf(request, 'deletes'), statement => {
      refuseCollation(statement)
      refuseUnknown(statement, knownFields, 'delete.deletes')
      const { ids } = runQuery(collection, {
        filter: docField(statement, 'q') ?? new Map(),
        limit: wholeField(statement, 'limit') ?? 0,
        hint: statement.get('hint'),
        variables
      })
      if (!collection) return
      for (const id of ids) removeRecord(collection, id)
      n += ids.length
    })
    return withErrors(ok(['n', n]), errors)
  }
}

export const removeRecord = (collection: Collection, id: RecordId) => {
  const bytes = collection.read(id)
  if (bytes) collection.remove({ id, bytes }, decode(bytes))
}
