import { type MessagePort, parentPort } from 'node:worker_threads'
import { messageOf, StoreError } from './errors.ts'
import { type ServerOptions, serve } from './server.ts'

/** What the thread answers: the port it serves at, or why it does not. */
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

/** Asked for with a channel, over which it says that the folder is served, and is asked to end that. */
parentPort?.on('message', async ({ channel, ...options }: ServerOptions & { channel: MessagePort }) => {
  const answer = async (act: () => Promise<number | undefined>) => channel.postMessage(await done(act))
  await answer(async () => {
    const served = await serve(options)
    channel.on('message', ({ waitsForClients }: { waitsForClients: boolean }) =>
      answer(async () => {
        await served.close(waitsForClients)
        return undefined
      })
    )
    return served.port
  })
})
