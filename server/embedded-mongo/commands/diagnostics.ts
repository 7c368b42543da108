import { constants, copyFileSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { maxDocumentBytes } from '../bson-codec.ts'
import { checkStorage } from '../check.ts'
import { fail, messageOf } from '../errors.ts'
import { removeExpired } from '../expiry.ts'
import { maxMessageBytes } from '../wire.ts'
import { type Command, mostStatements, ok } from './command.ts'

export const version = '7.0.0'

const hello: Command = {
  run: (context, { name, body }) =>
    ok({
      [name === 'hello' ? 'isWritablePrimary' : 'ismaster']: true,
      maxBsonObjectSize: maxDocumentBytes,
      maxMessageSizeBytes: maxMessageBytes,
      maxWriteBatchSize: mostStatements,
      localTime: context.now(),
      logicalSessionTimeoutMinutes: 30,
      connectionId: context.connectionId,
      minWireVersion: 0,
      maxWireVersion: 21,
      readOnly: false,
      helloOk: body.get('helloOk') === true || undefined
    })
}

const nothing: Command = { run: () => ok() }

export const diagnostics: Record<string, Command> = {
  hello,
  isMaster: hello,
  ping: nothing,
  endSessions: nothing,
  refreshSessions: nothing,
  buildInfo: {
    run: () =>
      ok({ version, versionArray: [7, 0, 0, 0], bits: 64, debug: false, maxBsonObjectSize: maxDocumentBytes })
  },
  /** Asked by a process that would join: whether the owner means to go soon. */
  storeOwner: { run: ({ isPassing }) => ok({ pid: process.pid, isPassing }) },
  /** The store's own: holds documents, indexes and counts against each other. */
  checkStore: { run: ({ storage }) => ok({ ...checkStorage(storage) }) },
  /** The store's own: removes what TTL indexes have expired now, rather than at the next minute. */
  removeExpired: { run: ({ storage, now }) => ok({ n: removeExpired(storage, now()) }) },
  /** The store's own: copies the whole file, consistent, to a path where there is nothing yet. */
  copyStore: {
    run({ storage }, { body }) {
      const to = body.get('to')
      if (typeof to !== 'string' || !isAbsolute(to))
        return fail('BadValue', "copyStore needs an absolute path as 'to'")
      try {
        // In one turn, and so between transactions.
        copyFileSync(storage.file, to, constants.COPYFILE_EXCL)
      } catch (error) {
        fail('BadValue', `the copy failed: ${messageOf(error)}`)
      }
      return ok()
    }
  }
}
