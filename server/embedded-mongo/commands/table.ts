import { CommandError, refuse } from '../errors.ts'
import { aggregate } from './aggregate.ts'
import {
  collStats,
  create,
  dbStats,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
  renameCollection
} from './collections.ts'
import { type Command, ok } from './command.ts'
import { count } from './count.ts'
import { deleteCommand } from './delete.ts'
import {
  buildInfo,
  checkStore,
  connectionStatus,
  copyStore,
  getLog,
  getParameter,
  hello,
  ping,
  refusedTransaction,
  removeExpiredNow,
  serverStatus,
  storeOwner
} from './diagnostics.ts'
import { distinct } from './distinct.ts'
import { explain } from './explain.ts'
import { find } from './find.ts'
import { findAndModify } from './find-and-modify.ts'
import { getMore } from './get-more.ts'
import { createIndexes, dropIndexes, listIndexes } from './indexes.ts'
import { insert } from './insert.ts'
import { killCursors } from './kill-cursors.ts'
import { update } from './update.ts'

/** Every command there is; names are compared without regard to case. */
const commands: Record<string, Command> = {
  aggregate,
  buildInfo,
  checkStore,
  collStats,
  connectionStatus,
  copyStore,
  count,
  create,
  createIndexes,
  dbStats,
  delete: deleteCommand,
  distinct,
  drop,
  dropDatabase,
  dropIndexes,
  endSessions: { run: () => ok() },
  explain,
  find,
  findAndModify,
  getLog,
  getMore,
  getParameter,
  hello,
  insert,
  isMaster: hello,
  killCursors,
  listCollections,
  listDatabases,
  listIndexes,
  ping,
  removeExpired: removeExpiredNow,
  refreshSessions: { run: () => ok() },
  renameCollection,
  serverStatus,
  storeOwner,
  update,
  abortTransaction: refusedTransaction,
  commitTransaction: refusedTransaction
}

const leftOut = [
  'bulkWrite',
  'collMod',
  'mapReduce',
  'createUser',
  'saslStart',
  'validate',
  'compact',
  'reIndex',
  'convertToCapped',
  'currentOp',
  'killOp',
  'top',
  'profile'
]

const byName = new Map(Object.entries(commands).map(([name, command]) => [name.toLowerCase(), command]))

/** The command of that name. Throws CommandNotFound when the server has none, NotImplemented when it was left out here. */
export const commandNamed = (name: string): Command => {
  const command = byName.get(name.toLowerCase())
  if (command) return command
  // In 7.0 there is no bulkWrite command yet, so drivers must see it as unknown.
  if (name !== 'bulkWrite' && leftOut.includes(name)) return refuse(`the command ${name}`)
  throw new CommandError('CommandNotFound', `no such command: '${name}'`)
}
