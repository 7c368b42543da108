import { setTimeout as wait } from 'node:timers/promises'
import { messageOf, StoreError } from './errors.ts'
import { placesFor, removeStale, type Watch, watchOwner } from './owner.ts'
import type { Served } from './server.ts'
import { serveInThread } from './thread.ts'

export { StoreError } from './errors.ts'

/** A data folder that can be reached at `uri` by any MongoDB driver. */
export interface EmbeddedStore {
  readonly uri: string
  readonly dir: string
  /** Whether this process serves the folder; a client becomes the owner when the process that was it ends. */
  readonly isOwner: boolean
  /**
   * How many transactions there were since this process serves the folder, whoever wrote: as long as it stays the
   * same, what was read since is as it was. Null where another process serves it.
   */
  writeCount(): number | null
  close(): Promise<void>
}

export interface StoreOptions {
  dir: string
  /** A port of the loopback interface to serve at, beside the unix socket; 0 for any that is free. */
  port?: number
  /** For a script: as owner it waits with closing until its clients are gone, and a server that starts waits for it. */
  waitForClientsOnClose?: boolean
  /** For a process that does nothing else: the store needs no thread of its own, nor its memory. */
  isAlone?: boolean
  /** The store's clock; what it is ahead of the system's when the store opens, it stays ahead. */
  now?: () => Date
}

/**
 * Opens a data folder, or joins the process that holds it. Rejects with a StoreError, one plain sentence, when the
 * folder cannot be written, is damaged, or holds the data of a newer version.
 */
export const openStore = async (options: StoreOptions): Promise<EmbeddedStore> => {
  const store = new Store(options)
  await store.acquire()
  return store
}

class Store implements EmbeddedStore {
  readonly dir: string
  private readonly socket: string
  private readonly options: StoreOptions
  private served: Served | undefined
  private writes: Int32Array<SharedArrayBuffer> | undefined
  private watch: Watch | undefined
  private isClosed = false
  private acquiring: Promise<void> | undefined

  constructor(options: StoreOptions) {
    const places = placesFor(options.dir)
    this.dir = places.dir
    this.socket = places.socket
    this.options = options
  }

  get isOwner(): boolean {
    return this.served !== undefined
  }

  writeCount(): number | null {
    return this.served && this.writes ? Atomics.load(this.writes, 0) : null
  }

  get uri(): string {
    const port = this.served?.port
    const host = port === undefined ? encodeURIComponent(this.socket) : `127.0.0.1:${port}`
    return `mongodb://${host}/replydue?directConnection=true`
  }

  acquire(): Promise<void> {
    this.acquiring = this.tryToAcquire()
    return this.acquiring
  }

  async close(): Promise<void> {
    this.isClosed = true
    this.watch?.socket.destroy()
    await this.acquiring
    const { served } = this
    this.served = undefined
    await served?.close(this.options.waitForClientsOnClose === true)
  }

  private async tryToAcquire(): Promise<void> {
    while (!this.isClosed) {
      if (await this.own()) return
      const holder = await watchOwner(this.socket)
      if (!holder) await removeStale(this.dir, this.socket)
      else if (holder.isPassing && !this.options.waitForClientsOnClose) await this.waitFor(holder)
      else return this.join(holder)
    }
  }

  /** Serves the folder from this process; false when another holds its socket. */
  private async own(): Promise<boolean> {
    const { port, waitForClientsOnClose = false, isAlone = false, now } = this.options
    // Goes on from where it was when the folder was last served from here: no count ever stands for two states.
    const writes = new Int32Array(new SharedArrayBuffer(4)).fill((this.writes?.[0] ?? 0) + 1)
    try {
      const serve = isAlone ? (await import('./server.ts')).serve : serveInThread
      this.served = await serve({
        dir: this.dir,
        socket: this.socket,
        isPassing: waitForClientsOnClose,
        offsetMs: now ? now().getTime() - Date.now() : 0,
        port,
        writes
      })
      this.writes = writes
      return true
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (code === 'EADDRINUSE' && !/127\.0\.0\.1/.test(messageOf(error))) return false
      if (code === 'EADDRINUSE') throw new StoreError(`Port ${port} is taken by another program.`)
      if (['EACCES', 'EPERM', 'EROFS'].includes(code))
        throw new StoreError(`The data folder ${this.dir} is not writable.`)
      throw error
    }
  }

  private async waitFor(holder: Watch): Promise<void> {
    await new Promise(resolve => holder.socket.once('close', resolve))
    await wait(5)
  }

  /** Lives on the other process's store, and takes its place when it ends. */
  private join(holder: Watch) {
    this.watch = holder
    holder.socket.unref()
    holder.socket.once('close', () => {
      if (this.isClosed) return
      // A failure here shows to the client's own commands, which find no store.
      this.acquire().catch(() => undefined)
    })
  }
}
