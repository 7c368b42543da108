import { parentPort } from 'node:worker_threads'
import { StoreError } from './errors.ts'
import { StoreServer } from './server.ts'

/** What the main thread asks of the store's thread; each is answered by one `Done` of the same number. */
export type Ask =
  | {
      call: number
      kind: 'open'
      store: number
      dir: string
      socket: string
      port?: number
      isPassing: boolean
      offsetMs: number
    }
  | { call: number; kind: 'close'; store: number; waitsForClients: boolean }

export interface Done {
  call: number
  port?: number | undefined
  failure?: { code: string | undefined; message: string; isStoreError: boolean }
}

const servers = new Map<number, StoreServer>()

const perform = async (ask: Ask): Promise<number | undefined> => {
  if (ask.kind === 'close') {
    const server = servers.get(ask.store)
    servers.delete(ask.store)
    if (ask.waitsForClients) await server?.clientsGone()
    await server?.close()
    return undefined
  }
  const { dir, socket, isPassing, offsetMs } = ask
  const server = new StoreServer({
    dir,
    socket,
    isPassing,
    now: () => new Date(Date.now() + offsetMs),
    ...(ask.port === undefined ? {} : { port: ask.port })
  })
  const port = await server.open()
  servers.set(ask.store, server)
  return port
}

parentPort?.on('message', async (ask: Ask) => {
  const done: Done = { call: ask.call }
  try {
    done.port = await perform(ask)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
    const message = error instanceof Error ? error.message : String(error)
    done.failure = { code, message, isStoreError: error instanceof StoreError }
  }
  parentPort?.postMessage(done)
})
