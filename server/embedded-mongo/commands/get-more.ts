import { numeric } from '../values.ts'
import { type Command, namespaceOf, ok, wholeField } from './command.ts'

export const getMore: Command = {
  takes: ['collection', 'batchSize', 'term', 'lastKnownCommittedOpTime'],
  run({ cursors }, request) {
    const id = numeric(request.body.get('getMore')) ?? 0
    const size = wholeField(request.body, 'batchSize') || undefined
    return cursors.more(id, namespaceOf(request, 'collection'), size)
  }
}

export const killCursors: Command = {
  run({ cursors }, request) {
    const ids = [request.body.get('cursors') ?? []].flat()
    const cursorsKilled = ids.filter(id => cursors.kill(numeric(id) ?? 0))
    const cursorsNotFound = ids.filter(id => !cursorsKilled.includes(id))
    return ok({ cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] })
  }
}
