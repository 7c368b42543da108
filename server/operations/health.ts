import { setTimeout as wait } from 'node:timers/promises'
import type { Connection } from 'mongoose'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { isMailLate, mailFigures } from './mail-figures.ts'

/** What readiness is judged by. */
export interface HealthNeeds {
  readonly config: Pick<Config, 'ROLE'>
  readonly clock: Clock
  readonly connection: Connection
  /** Whether this process was asked to stop: it answers what comes, and wants no more. */
  readonly isStopping?: () => boolean
}

export interface Readiness {
  readonly isReady: boolean
  readonly body: { readonly status: string; readonly mail?: string }
}

const ANSWER_WITHIN_MS = 2000

/**
 * Ready is when the store answers within two seconds and the process is not stopping. Late mail makes a worker not
 * ready, since mail is what it is for; a process that serves pages says it and goes on serving them.
 */
export async function readiness({ config, clock, connection, isStopping }: HealthNeeds): Promise<Readiness> {
  if (isStopping?.()) return { isReady: false, body: { status: 'stopping' } }
  const figures = await within(ANSWER_WITHIN_MS, async () => {
    await connection.db?.command({ ping: 1 })
    return mailFigures()
  })
  if (!figures) return { isReady: false, body: { status: 'store not reachable' } }
  const isLate = isMailLate(figures, clock.now())
  if (!isLate) return { isReady: true, body: { status: 'ready' } }
  const mail = `late: waiting since ${figures.since?.toISOString()}`
  return config.ROLE === 'worker'
    ? { isReady: false, body: { status: 'mail is late', mail } }
    : { isReady: true, body: { status: 'ready', mail } }
}

async function within<T>(ms: number, act: () => Promise<T>): Promise<T | null> {
  const giveUp = new AbortController()
  try {
    return await Promise.race([act(), wait(ms, null, { signal: giveUp.signal })])
  } catch {
    return null
  } finally {
    giveUp.abort()
  }
}
