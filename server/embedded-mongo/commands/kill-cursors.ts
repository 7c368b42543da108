import { numeric } from '../bson-codec.ts'
import { type Command, ok } from './command.ts'

export const killCursors: Command = {
  run(context, request) {
    const asked = request.body.get('cursors')
    const ids = Array.isArray(asked) ? asked : []
    const killed = ids.filter(id => context.cursors.kill(numeric(id) ?? 0))
    return ok(
      ['cursorsKilled', killed],
      ['cursorsNotFound', ids.filter(id => !killed.includes(id))],
      ['cursorsAlive', []],
      ['cursorsUnknown', []]
    )
  }
}
