import { fail, refuse } from '../errors.ts'
import { aggregate } from './aggregate.ts'
import { collections } from './collections.ts'
import type { Command } from './command.ts'
import { count } from './count.ts'
import { deleteCommand } from './delete.ts'
import { diagnostics } from './diagnostics.ts'
import { distinct } from './distinct.ts'
import { explain } from './explain.ts'
import { find } from './find.ts'
import { findAndModify } from './find-and-modify.ts'
import { getMore, killCursors } from './get-more.ts'
import { indexes } from './indexes.ts'
import { insert } from './insert.ts'
import { update } from './update.ts'

/** Every command there is; names are compared without regard to case. */
const commands: Record<string, Command> = {
  ...{ insert, update, delete: deleteCommand, findAndModify },
  ...{ find, getMore, killCursors, count, distinct, aggregate, explain },
  ...{ ...collections, ...indexes, ...diagnostics }
}

/** Commands that the server has and this store does not. In 7.0 there is no bulkWrite yet: drivers must see it as unknown. */
const leftOut = new Set(
  `collMod collStats compact connectionStatus convertToCapped createUser currentOp getLog getParameter killOp
  mapReduce profile reIndex renameCollection saslStart serverStatus top validate`.split(/\s+/)
)

const byName = new Map(Object.entries(commands).map(([name, command]) => [name.toLowerCase(), command]))

/** The command of that name. Throws CommandNotFound when the server has none, NotImplemented when it was left out here. */
export const commandNamed = (name: string): Command => {
  const command = byName.get(name.toLowerCase())
  if (command) return command
  if (name.endsWith('Transaction')) fail('IllegalOperation', 'Transactions are only allowed on a replica set')
  if (leftOut.has(name)) refuse(`the command ${name}`)
  return fail('CommandNotFound', `no such command: '${name}'`)
}
