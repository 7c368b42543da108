import { compileExpression } from '../expressions.ts'
import { countMatching } from '../query.ts'
import { docField, wholeField } from '../wire.ts'
import { type Command, namespaceOf, ok, refuseCollation, variablesOf } from './command.ts'

export const count: Command = {
  run(context, request) {
    const { body } = request
    refuseCollation(body)
    const n = countMatching(context.storage.collection(namespaceOf(request)), {
      filter: docField(body, 'query') ?? new Map(),
      skip: wholeField(body, 'skip') ?? 0,
      limit: Math.abs(wholeField(body, 'limit') ?? 0),
      hint: body.get('hint'),
      variables: variablesOf(context, body, value => compileExpression(value)(new Map(), new Map()))
    })
    return ok(['n', n])
  }
}
