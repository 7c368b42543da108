import { MessageChannel, Worker } from 'node:worker_threads'
import { StoreError } from './errors.ts'
import type { Served, ServerOptions } from './server.ts'
import type { Done } from './worker.ts'

/**
 * Serves a folder from the one thread in which all stores of this process live; the first starts it. What the thread
 * refuses is thrown with the system's code (EADDRINUSE, EACCES) where it has one.
 */
export const serveInThread = async (options: ServerOptions): Promise<Served> => {
  const { port1, port2 } = new MessageChannel()
  const ask = (send: () => void): Promise<Done> =>
    new Promise((resolve, reject) => {
      port1.once('message', resolve)
      port1.once('close', () => reject(new Error('the thread of the store has ended')))
      send()
    })
  try {
    const { port } = accepted(await ask(() => started().postMessage({ ...options, channel: port2 }, [port2])))
    port1.ref()
    return {
      port,
      close: async waitsForClients => {
        accepted(await ask(() => port1.postMessage({ waitsForClients })))
        port1.close()
      }
    }
  } catch (error) {
    port1.close()
    throw error
  }
}

const accepted = (done: Done): Done => {
  const { failure } = done
  if (failure?.isStoreError) throw new StoreError(failure.message)
  if (failure) throw Object.assign(new Error(failure.message), { code: failure.code })
  return done
}

let worker: Worker | undefined

const started = (): Worker => {
  if (worker) return worker
  // The loader that the parent runs with is not inherited: the .mjs brings its own.
  const thread = new Worker(new URL('../thread.mjs', import.meta.url), {
    execArgv: [],
    workerData: { module: new URL('./worker.ts', import.meta.url).href }
  })
  const end = () => {
    if (worker === thread) worker = undefined
  }
  thread.on('error', end)
  thread.on('exit', end)
  thread.unref()
  worker = thread
  return thread
}
