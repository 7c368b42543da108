import type { mongo } from 'mongoose'
import type { Log } from '../log.ts'
import { storeFailures, storeSeconds } from '../metrics.ts'

/** A command that takes longer gets a line of its own. */
export const SLOW_QUERY_MS = 300

/**
 * Times every command to the store, and logs the slow ones: which collection, by which fields, how long, and never
 * with a value, since values are people's addresses and words.
 */
export function watchStore(client: mongo.MongoClient, log: Log, slowMs: number = SLOW_QUERY_MS): void {
  const running = new Map<number, mongo.BSON.Document>()
  client.on('commandStarted', ({ requestId, command }) => void running.set(requestId, command))
  client.on('commandSucceeded', ({ requestId, commandName, duration }) => {
    const command = running.get(requestId)
    running.delete(requestId)
    storeSeconds.observe({ command: commandName }, duration / 1000)
    if (duration >= slowMs && command)
      log.warn(
        { ms: Math.round(duration), command: commandName, ...shapeOf(commandName, command) },
        'slow query'
      )
  })
  client.on('commandFailed', ({ requestId, commandName, duration }) => {
    running.delete(requestId)
    storeSeconds.observe({ command: commandName }, duration / 1000)
    storeFailures.inc({ command: commandName })
  })
}

function shapeOf(name: string, command: mongo.BSON.Document) {
  const { filter, query, pipeline, sort, updates, deletes } = command
  const batch: unknown = updates ?? deletes
  const first: unknown = Array.isArray(batch) ? batch[0]?.q : undefined
  return {
    collection: typeof command[name] === 'string' ? command[name] : (command.collection ?? null),
    by: JSON.stringify(withoutValues(filter ?? query ?? pipeline ?? first, 0)) ?? '',
    ...(Array.isArray(batch) && batch.length > 1 && { of: batch.length }),
    ...(sort && { sort: JSON.stringify(sort) })
  }
}

/** Operators and field names of a filter; every value is a question mark. */
function withoutValues(part: unknown, depth: number): unknown {
  if (depth > 6) return '…'
  if (Array.isArray(part)) return part.slice(0, 3).map(one => withoutValues(one, depth + 1))
  if (typeof part !== 'object' || part === null || '_bsontype' in part || part instanceof Date) return '?'
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, withoutValues(value, depth + 1)])
  )
}
