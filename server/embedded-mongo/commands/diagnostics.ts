import { hostname } from 'node:os'
import { isAbsolute } from 'node:path'
import { type Doc, maxDocumentBytes, type Value } from '../bson-codec.ts'
import { checkStorage } from '../check.ts'
import { CommandError } from '../errors.ts'
import { removeExpired } from '../expiry.ts'
import { maxMessageBytes } from '../wire.ts'
import { type Command, type Context, mostStatements, ok } from './command.ts'

export const version = '7.0.0'

const greeting = (context: Context, primary: string): Doc =>
  ok(
    [primary, true],
    ['maxBsonObjectSize', maxDocumentBytes],
    ['maxMessageSizeBytes', maxMessageBytes],
    ['maxWriteBatchSize', mostStatements],
    ['localTime', context.now()],
    ['logicalSessionTimeoutMinutes', 30],
    ['connectionId', context.connectionId],
    ['minWireVersion', 0],
    ['maxWireVersion', 21],
    ['readOnly', false]
  )

export const hello: Command = {
  run: (context, request) => {
    const reply = greeting(context, request.name === 'hello' ? 'isWritablePrimary' : 'ismaster')
    if (request.body.get('helloOk') === true) reply.set('helloOk', true)
    return reply
  }
}

export const ping: Command = { run: () => ok() }

export const buildInfo: Command = {
  run: () =>
    ok(
      ['version', version],
      ['gitVersion', 'embedded'],
      ['versionArray', version.split('.').map(Number).concat(0)],
      ['bits', 64],
      ['debug', false],
      ['maxBsonObjectSize', maxDocumentBytes],
      ['storageEngines', ['lmdb']],
      ['modules', []]
    )
}

export const connectionStatus: Command = {
  run: () =>
    ok([
      'authInfo',
      new Map<string, Value>([
        ['authenticatedUsers', []],
        ['authenticatedUserRoles', []]
      ])
    ])
}

export const getParameter: Command = {
  run: (_, request) => {
    if (request.body.has('featureCompatibilityVersion'))
      return ok(['featureCompatibilityVersion', new Map([['version', '7.0']])])
    throw new CommandError('InvalidOptions', 'no option found to get')
  }
}

export const getLog: Command = { run: () => ok(['totalLinesWritten', 0], ['log', []]) }

export const serverStatus: Command = {
  run: context =>
    ok(
      ['host', hostname()],
      ['version', version],
      ['process', 'embedded-mongo'],
      ['pid', process.pid],
      ['uptime', Math.floor((context.now().getTime() - context.startedAt.getTime()) / 1000)],
      ['localTime', context.now()],
      [
        'mem',
        new Map<string, Value>([
          ['resident', Math.round(process.memoryUsage.rss() / 1048576)],
          ['bits', 64]
        ])
      ],
      ['metrics', new Map([['cursor', new Map([['open', new Map([['total', context.cursors.size]])]])]])],
      [
        'storageEngine',
        new Map<string, Value>([
          ['name', 'lmdb'],
          ['persistent', true]
        ])
      ]
    )
}

/** Asked by a process that would join: whether the owner means to go soon. */
export const storeOwner: Command = {
  run: context => ok(['pid', process.pid], ['isPassing', context.isPassing])
}

/** The store's own: holds documents, indexes and counts against each other. */
export const checkStore: Command = {
  run: context => {
    const { documents, entries, problems } = checkStorage(context.storage)
    return ok(['documents', documents], ['entries', entries], ['problems', problems])
  }
}

/** The store's own: copies the whole file, consistent, to a path where there is nothing yet. */
export const copyStore: Command = {
  run: (context, request) => {
    const to = request.body.get('to')
    if (typeof to !== 'string' || !isAbsolute(to))
      throw new CommandError('BadValue', "copyStore needs an absolute path as 'to'")
    try {
      context.storage.copyTo(to)
    } catch (error) {
      throw new CommandError('BadValue', `the copy failed: ${error instanceof Error ? error.message : error}`)
    }
    return ok()
  }
}

/** The store's own: removes what TTL indexes have expired now, rather than at the next minute. */
export const removeExpiredNow: Command = {
  run: context => ok(['n', removeExpired(context.storage, context.now())])
}

export const refusedTransaction: Command = {
  run: () => {
    throw new CommandError(
      'IllegalOperation',
      'Transaction numbers are only allowed on a replica set member or mongos'
    )
  }
}
