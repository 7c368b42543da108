import { createHash, timingSafeEqual } from 'node:crypto'
import { trusted } from 'mongoose'
import { collectDefaultMetrics, Gauge } from 'prom-client'
import { Question } from '../../models/question.ts'
import type { Clock } from '../clock.ts'
import { todayIn } from '../clock.ts'
import { registry } from '../metrics.ts'
import { mailFigures } from './mail-figures.ts'

const waiting = new Gauge({
  name: 'replydue_mail_waiting',
  help: 'Mails in the outbox, by state',
  labelNames: ['state'],
  registers: [registry]
})
const oldest = new Gauge({
  name: 'replydue_mail_oldest_waiting_seconds',
  help: 'Age of the mail that waits longest; over 86400 somebody must look',
  registers: [registry]
})
const owed = new Gauge({
  name: 'replydue_reminders_owed',
  help: 'Questions whose next look has come; a reminder run moves them on',
  registers: [registry]
})
const storeUp = new Gauge({
  name: 'replydue_store_up',
  help: 'Whether the store answered when these figures were asked for',
  registers: [registry]
})

/** Starts the figures of the process itself: memory, processor, lag of the event loop. Once a process. */
export const countProcess = (): void => collectDefaultMetrics({ register: registry })

/** All figures in Prometheus's text format. What is read from the store is left out while it does not answer. */
export async function metricsText(clock: Clock): Promise<string> {
  try {
    await readStore(clock)
    storeUp.set(1)
  } catch {
    // The missing figures and this one say it; the other figures are wanted now more than ever.
    for (const gauge of [waiting, oldest, owed]) gauge.reset()
    storeUp.set(0)
  }
  return registry.metrics()
}

export const metricsType = registry.contentType

async function readStore(clock: Clock): Promise<void> {
  const figures = await mailFigures()
  for (const [state, count] of Object.entries(figures.waiting)) waiting.set({ state }, count)
  oldest.set(figures.since ? (clock.now().getTime() - figures.since.getTime()) / 1000 : 0)
  owed.set(await Question.countDocuments({ 'standing.nextStepOn': trusted({ $lte: todayIn(clock, 'utc') }) }))
}

/** Whether a request carries the token of the settings, compared in the same time whatever it carries. */
export function isTokenOf(header: string | undefined, token: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(header ?? ''), hash(`Bearer ${token}`))
}
