import { Worker } from 'node:worker_threads'
import { StoreError } from './errors.ts'
import type { Ask, Done } from './worker.ts'

type Question<T> = T extends Ask ? Omit<T, 'call'> : never

/** What the store's thread refused, with the system's code (EADDRINUSE, EACCES) where it has one. */
export class ThreadFailure extends Error {
  readonly code: string | undefined
  constructor(message: string, code: string | undefined) {
    super(message)
    this.code = code
  }
}

let worker: Worker | undefined
let lastCall = 0
const waiting = new Map<number, { resolve: (done: Done) => void; reject: (error: Error) => void }>()
let holds = 0

/**
 * Asks the thread in which all stores of this process live; it is started with the first of them, and keeps the
 * process alive only while a question or a store is open.
 */
export const askThread = async (question: Question<Ask>): Promise<Done> => {
  const thread = started()
  hold(1)
  try {
    const done = await new Promise<Done>((resolve, reject) => {
      const call = ++lastCall
      waiting.set(call, { resolve, reject })
      thread.postMessage({ ...question, call })
    })
    const { failure } = done
    if (failure)
      throw failure.isStoreError
        ? new StoreError(failure.message)
        : new ThreadFailure(failure.message, failure.code)
    return done
  } finally {
    hold(-1)
  }
}

/** Keeps the process alive (1) or lets go of it again (-1). */
export const hold = (by: 1 | -1) => {
  holds += by
  if (holds > 0) worker?.ref()
  else worker?.unref()
}

const started = (): Worker => {
  if (worker) return worker
  // The loader that the parent runs with is not inherited: the .mjs brings its own.
  const thread = new Worker(new URL('../thread.mjs', import.meta.url), {
    execArgv: [],
    workerData: { module: new URL('./worker.ts', import.meta.url).href }
  })
  thread.on('message', (done: Done) => {
    waiting.get(done.call)?.resolve(done)
    waiting.delete(done.call)
  })
  const end = (error: Error) => {
    if (worker === thread) worker = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  thread.on('error', end)
  thread.on('exit', () => end(new Error('the thread of the store has ended')))
  worker = thread
  return thread
}
