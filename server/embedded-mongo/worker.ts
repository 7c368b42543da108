import { type MessagePort, parentPort } from 'node:worker_threads'
import { messageOf, StoreError } from './errors.ts'
import { type ServerOptions, StoreServer } from './server.ts'

/** What the main thread asks for: to serve a folder, and to be told of it, and asked to end it, over the channel. */
export interface Serve extends Omit<ServerOptions, 'now'> {
  /** How far the store's clock is ahead of the system's. */
  offsetMs: number
  channel: MessagePort
}

export interface Done {
  port?: number | undefined
  failure?: { code: string | undefined; message: string; isStoreError: boolean }
}

const done = async (act: () => Promise<number | undefined>): Promise<Done> => {
  try {
    return { port: await act() }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
    const message = messageOf(error)
    return { failure: { code, message, isStoreError: error instanceof StoreError } }
  }
}

parentPort?.on('message', async ({ channel, offsetMs, ...options }: Serve) => {
  const server = new StoreServer({ ...options, now: () => new Date(Date.now() + offsetMs) })
  const end = async (waitsForClients: boolean) => {
    if (waitsForClients) await server.clientsGone()
    await server.close()
    return undefined
  }
  channel.on('message', async ({ waitsForClients }: { waitsForClients: boolean }) =>
    channel.postMessage(await done(() => end(waitsForClients)))
  )
  channel.postMessage(await done(() => server.open()))
})
