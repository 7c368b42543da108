import { once } from 'node:events'
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net'
import { mongo } from 'mongoose'
import { openStore } from '../../server/embedded-mongo/index.ts'

const { deserialize, serialize } = mongo.BSON

/** A command as a member of the set got it. */
export interface Got {
  readonly member: 'primary' | 'secondary'
  readonly name: string
  readonly command: mongo.BSON.Document
  /** The set's time when it came. */
  readonly at: mongo.Timestamp
}

/** Two members that greet as a replica set's primary and secondary do, in front of one embedded store. */
export interface ReplicaSet {
  readonly uri: string
  readonly got: Got[]
  close(): Promise<void>
}

/**
 * Stands in for a replica set where there is none: it shows what the driver sends to which member, not what MongoDB
 * makes of it. Each write moves the set's time on, and each answer tells it.
 */
export async function openReplicaSet(dir: string): Promise<ReplicaSet> {
  const store = await openStore({ dir })
  const got: Got[] = []
  const sockets = new Set<Socket>()
  let time = 1
  const now = () => new mongo.Timestamp({ t: 1, i: time })
  const members: readonly Got['member'][] = ['primary', 'secondary']
  const servers = members.map(member => createServer(client => serve(member, client)))
  for (const server of servers) {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  }
  const hosts = servers.map(server => `127.0.0.1:${portOf(server)}`)

  function serve(member: Got['member'], client: Socket): void {
    const behind = createConnection(pathOf(store.uri))
    const names = new Map<number, string>()
    for (const socket of [client, behind]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
    }
    client.on('close', () => behind.destroy())
    behind.on('close', () => client.destroy())
    inMessages(client, message => {
      const { command, rest } = opened(message)
      const [name = ''] = Object.keys(command)
      names.set(message.readInt32LE(4), name)
      got.push({ member, name, command, at: now() })
      if (writes.has(name)) time += 1
      // What a store that stands alone does not know.
      const { $clusterTime: _c, $readPreference: _p, readConcern: _r, txnNumber: _t, ...known } = command
      behind.write(closed(message, known, rest))
    })
    inMessages(behind, message => {
      const { command: reply, rest } = opened(message)
      const name = names.get(message.readInt32LE(8)) ?? ''
      client.write(closed(message, { ...reply, ...(isGreeting(name) && greeting(member)), ...told() }, rest))
    })
  }

  const told = () => ({
    operationTime: now(),
    $clusterTime: {
      clusterTime: now(),
      signature: { hash: new mongo.Binary(Buffer.alloc(20)), keyId: mongo.Long.ZERO }
    }
  })
  const greeting = (member: Got['member']) => ({
    setName: 'rs0',
    setVersion: 1,
    hosts,
    primary: hosts[0],
    me: hosts[members.indexOf(member)],
    ismaster: member === 'primary',
    isWritablePrimary: member === 'primary',
    secondary: member === 'secondary',
    lastWrite: { opTime: { ts: now(), t: mongo.Long.ONE }, lastWriteDate: new Date() }
  })

  return {
    uri: `mongodb://${hosts.join(',')}/?replicaSet=rs0`,
    got,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      for (const server of servers) server.close()
      await store.close()
    }
  }
}

const writes = new Set(['insert', 'update', 'delete', 'findAndModify'])
const isGreeting = (name: string): boolean => /^(hello|ismaster)$/i.test(name)
const portOf = (server: Server): number => (server.address() as AddressInfo).port
const pathOf = (uri: string): string => decodeURIComponent(/^mongodb:\/\/([^/]+)/.exec(uri)?.[1] ?? '')

function inMessages(socket: Socket, take: (message: Buffer) => void): void {
  let pending = Buffer.alloc(0)
  socket.on('data', chunk => {
    pending = Buffer.concat([pending, chunk])
    while (pending.length >= 4 && pending.length >= pending.readInt32LE(0)) {
      const length = pending.readInt32LE(0)
      take(pending.subarray(0, length))
      pending = pending.subarray(length)
    }
  })
}

const OP_MSG = 2013
/** The first greeting of a connection is an older kind of message (OP_QUERY, answered by OP_REPLY). */
const startOf = (message: Buffer): number =>
  message.readInt32LE(12) === OP_MSG
    ? 21
    : message.readInt32LE(12) === 1
      ? 36
      : message.indexOf(0, 20) + 1 + 8

function opened(message: Buffer): { command: mongo.BSON.Document; rest: Buffer } {
  const start = startOf(message)
  const end = start + message.readInt32LE(start)
  return {
    command: deserialize(message.subarray(start, end), { promoteValues: false }),
    rest: message.subarray(end)
  }
}

function closed(message: Buffer, document: mongo.BSON.Document, rest: Buffer): Buffer {
  const all = Buffer.concat([message.subarray(0, startOf(message)), serialize(document), rest])
  all.writeInt32LE(all.length, 0)
  return all
}
