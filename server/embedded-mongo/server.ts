import { EventEmitter, once } from 'node:events'
import { chmodSync } from 'node:fs'
import { createServer, type ListenOptions, type Server, type Socket } from 'node:net'
import { type Context, docField, refuseUnknownFields } from './commands/command.ts'
import { commandNamed } from './commands/table.ts'
import { Cursors } from './cursors.ts'
import { CommandError, fail } from './errors.ts'
import { removeExpired } from './expiry.ts'
import { Storage } from './storage.ts'
import {
  errorReply,
  Framer,
  type Head,
  headOf,
  type Reply,
  type Request,
  readRequest,
  WireError,
  writeReply
} from './wire.ts'

/** What a server is started with. */
export interface ServerOptions {
  dir: string
  /** The unix socket; holding it is what makes this process the owner of the folder. */
  socket: string
  /** A port of the loopback interface to listen on as well; 0 for any that is free. */
  port: number | undefined
  /** Whether the owner means to go soon: a server that finds it waits for that instead of joining. */
  isPassing: boolean
  /** Grows with every transaction, before any of its writes is answered; shared between threads. */
  writes?: Int32Array<SharedArrayBuffer>
  /** How far the store's clock is ahead of the system's. */
  offsetMs: number
}

/** A folder that is served; until it is closed it keeps the process alive. */
export interface Served {
  port: number | undefined
  close(waitsForClients: boolean): Promise<void>
}

/** Serves a folder from this thread. Rejects with EADDRINUSE when its socket is held. */
export const serve = async (options: ServerOptions): Promise<Served> => {
  const server = new StoreServer(options)
  await server.open()
  return server
}

interface Waiting {
  request: Request
  perform: () => Reply
  answer: (reply: Reply) => void
}

const sweepEveryMs = 60_000

/** Serves one data folder over MongoDB's wire protocol. Writes that arrive together share one transaction and one flush. */
class StoreServer implements Served {
  port: number | undefined
  private readonly options: ServerOptions
  private readonly now: () => Date
  private readonly cursors: Cursors
  private readonly listeners: Server[] = []
  private readonly connections = new Set<Connection>()
  private storage: Storage | undefined
  private writes: Waiting[] = []
  private lastConnection = 0
  private sweep: NodeJS.Timeout | undefined

  constructor(options: ServerOptions) {
    this.options = options
    this.now = () => new Date(Date.now() + options.offsetMs)
    this.cursors = new Cursors(this.now)
  }

  /** Takes the socket, then opens the files. Rejects with EADDRINUSE when the socket is held. */
  async open(): Promise<void> {
    const { dir, socket, port } = this.options
    await this.listen({ path: socket })
    try {
      if (process.platform !== 'win32') chmodSync(socket, 0o600)
      this.storage = new Storage(dir)
      this.sweep = setInterval(() => this.sweepOnce(), sweepEveryMs)
      if (port !== undefined) this.port = await this.listen({ port, host: '127.0.0.1' })
    } catch (error) {
      await this.close(false)
      throw error
    }
  }

  /** Ends connections, closes the files, and only then lets go of the socket. */
  async close(waitsForClients: boolean): Promise<void> {
    if (waitsForClients) await this.clientsGone()
    this.flushWrites()
    const { storage } = this
    this.storage = undefined
    clearInterval(this.sweep)
    // The last answers are on their way in this turn.
    await new Promise(resolve => setImmediate(resolve))
    for (const connection of this.connections) connection.end()
    await storage?.close()
    await Promise.all(this.listeners.map(listener => new Promise(resolve => listener.close(resolve))))
  }

  private sweepOnce() {
    this.cursors.killIdle()
    try {
      if (this.storage) removeExpired(this.storage, this.now())
    } catch {
      // A disk that is full now may not be in a minute; nobody waits for this answer.
    }
  }

  /** Resolves when no client is connected any more; those that only watch who owns the store do not count. */
  private async clientsGone(): Promise<void> {
    while ([...this.connections].some(connection => connection.isClient)) await once(this.gone, 'gone')
  }

  private readonly gone = new EventEmitter()

  private listen(address: ListenOptions): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const listener = createServer(socket => this.accept(socket))
      listener.once('error', reject)
      listener.listen(address, () => {
        listener.off('error', reject)
        this.listeners.push(listener)
        const bound = listener.address()
        resolve(typeof bound === 'object' && bound ? bound.port : undefined)
      })
    })
  }

  private accept(socket: Socket) {
    const { storage } = this
    if (!storage) return socket.destroy()
    const context: Context = {
      storage,
      cursors: this.cursors,
      now: this.now,
      connectionId: ++this.lastConnection,
      isPassing: this.options.isPassing
    }
    const connection = new Connection(socket, request => this.handle(context, request))
    this.connections.add(connection)
    socket.on('close', () => {
      this.connections.delete(connection)
      this.gone.emit('gone')
    })
  }

  private handle(context: Context, request: Request): Reply | Promise<Reply> {
    refuseSettings(request)
    const command = commandNamed(request.name)
    refuseUnknownFields(command, request)
    const perform = () => command.run(context, request)
    if (!command.isWrite) return perform()
    return new Promise(answer => {
      this.writes.push({ request, perform: () => answered(perform), answer })
      if (this.writes.length === 1) setImmediate(() => this.flushWrites())
    })
  }

  /** Before a write is answered it is counted: who sees the count as it was has missed no answered write. */
  private countWrite() {
    const { writes } = this.options
    if (writes) Atomics.add(writes, 0, 1)
  }

  private flushWrites() {
    const batch = this.writes
    const { storage } = this
    this.writes = []
    if (batch.length === 0 || !storage) return
    try {
      storage.refuseFullDisk(batch.reduce((sum, { request }) => sum + request.bytes, 0))
    } catch (error) {
      for (const { answer } of batch) answer(errorReply(error))
      return
    }
    try {
      const replies = storage.write(() => batch.map(({ perform }) => perform()))
      this.countWrite()
      for (const [i, { answer }] of batch.entries()) answer(replies[i] ?? errorReply('no reply'))
    } catch {
      // Something failed that is no refusal, and nothing was kept; each command is tried alone, to tell which it is.
      for (const { perform, answer } of batch) {
        const reply = answered(() => storage.write(perform), true)
        this.countWrite()
        answer(reply)
      }
    }
  }
}

/** A command's answer or refusal; with `any`, also that of what is no refusal. */
const answered = (perform: () => Reply, any = false): Reply => {
  try {
    return perform()
  } catch (error) {
    if (any || error instanceof CommandError) return errorReply(error)
    throw error
  }
}

/** Concerns and sessions that a standalone server cannot honour. */
const refuseSettings = ({ body }: Request) => {
  if (body.get('startTransaction') === true || body.has('autocommit'))
    fail('IllegalOperation', 'Transaction numbers are only allowed on a replica set member or mongos')
  const [w, level] = [docField(body, 'writeConcern')?.get('w'), docField(body, 'readConcern')?.get('level')]
  if (typeof w === 'number' && w > 1) fail('BadValue', "cannot use 'w' > 1 when a host is not replicated")
  if (level === 'snapshot' || level === 'linearizable')
    fail(level === 'snapshot' ? 246 : 123, `cannot satisfy the read concern ${level} on a standalone server`)
}

/** One client: its commands are answered in the order they came. */
class Connection {
  private readonly framer = new Framer()
  private readonly waiting: Buffer[] = []
  /** Whether it ever asked for anything but who owns the store. */
  isClient = false
  private isBusy = false
  private readonly socket: Socket
  private readonly handle: (request: Request) => Reply | Promise<Reply>

  constructor(socket: Socket, handle: (request: Request) => Reply | Promise<Reply>) {
    this.socket = socket
    this.handle = handle
    socket.setNoDelay(true)
    // A frame that is none ends this connection and nothing else.
    socket.on('data', chunk => this.receive(chunk).catch(() => socket.destroy()))
    socket.on('error', () => socket.destroy())
  }

  end() {
    this.socket.end(() => this.socket.destroy())
  }

  private async receive(chunk: Buffer) {
    this.waiting.push(...this.framer.push(chunk))
    if (this.isBusy) return
    this.isBusy = true
    for (let message = this.waiting.shift(); message; message = this.waiting.shift())
      await this.perform(message)
    this.isBusy = false
  }

  private async perform(message: Buffer) {
    let request = headOf(message)
    let reply: Reply
    try {
      const whole = readRequest(message)
      request = whole
      this.isClient ||= whole.name !== 'storeOwner'
      reply = await this.handle(whole)
    } catch (error) {
      if (error instanceof WireError) throw error
      reply = errorReply(error)
    }
    if (request.wantsReply && !this.socket.destroyed) this.socket.write(bytesOf(request, reply))
  }
}

const bytesOf = (request: Head, reply: Reply): Buffer => {
  try {
    return writeReply(request, reply)
  } catch (error) {
    return writeReply(request, errorReply(error))
  }
}
