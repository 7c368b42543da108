import { countMatching } from '../query.ts'
import { type Command, ok, targetOf, wholeField } from './command.ts'

export const count: Command = {
  takes: ['query', 'skip', 'limit', 'hint', 'collation', 'fields'],
  run(context, request) {
    const { collection, ...query } = targetOf(context, request, 'query')
    const skip = wholeField(request.body, 'skip') ?? 0
    const limit = Math.abs(wholeField(request.body, 'limit') ?? 0)
    return ok({ n: countMatching(collection, { ...query, skip, limit }) })
  }
}
