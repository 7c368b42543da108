import { fail } from '../errors.ts'
import { runQuery } from '../query.ts'
import {
  type Command,
  docField,
  eachStatement,
  namespaceOf,
  statementOf,
  variablesOf,
  wholeField
} from './command.ts'

export const deleteCommand: Command = {
  isWrite: true,
  takes: ['deletes', 'ordered', 'let'],
  run(context, request) {
    const collection = context.storage.collections.get(namespaceOf(request))
    const variables = variablesOf(context, request.body)
    let n = 0
    const act = (bytes: Buffer) => {
      const statement = statementOf(bytes, ['q', 'limit', 'hint', 'collation'])
      const filter = docField(statement, 'q') ?? new Map()
      const limit =
        wholeField(statement, 'limit') ?? fail(40414, "BSON field 'delete.deletes.limit' is required")
      if (limit !== 0 && limit !== 1)
        fail('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${limit}`)
      const { ids } = runQuery(collection, { filter, limit, hint: statement.get('hint'), variables })
      for (const id of ids) collection?.remove(id)
      n += ids.length
    }
    return eachStatement(request, 'deletes', act, () => ({ n }))
  }
}
