import { numeric } from '../bson-codec.ts'
import { wholeField } from '../wire.ts'
import { type Command, namespaceOf, ok } from './command.ts'

export const getMore: Command = {
  run(context, request) {
    const id = numeric(request.body.get('getMore')) ?? 0
    const cursor = context.cursors.more(
      id,
      namespaceOf(request, 'collection'),
      wholeField(request.body, 'batchSize') || undefined
    )
    return ok(['cursor', cursor])
  }
}
