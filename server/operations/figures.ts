import type { Connection } from 'mongoose'
import { trusted } from 'mongoose'
import { Audit } from '../../models/audit.ts'
import { Delivery } from '../../models/delivery.ts'
import { Desk } from '../../models/desk.ts'
import { Dispute } from '../../models/dispute.ts'
import { JobRun, type JobRunRecord } from '../../models/job-run.ts'
import { Letter } from '../../models/letter.ts'
import { Organization } from '../../models/organization.ts'
import { Question } from '../../models/question.ts'
import { Response } from '../../models/response.ts'
import { Subscription } from '../../models/subscription.ts'
import { User } from '../../models/user.ts'
import { type DeliveryState, deliveryStateLabels } from '../domain/deliveries.ts'
import { type HealthNeeds, readiness } from './health.ts'
import { LATE_AFTER_MS, mailFigures } from './mail-figures.ts'

/** A line of a report: what is looked at, how it is, and what to do where it is not well. */
export interface Line {
  readonly what: string
  readonly says: string
  readonly isWell: boolean
}

/** What /readyz judges by, each in words. */
export async function healthInWords(needs: HealthNeeds): Promise<Line[]> {
  const { isReady, body } = await readiness(needs)
  const figures = await mailFigures()
  const now = needs.clock.now()
  const isLate = figures.since !== null && now.getTime() - figures.since.getTime() > LATE_AFTER_MS
  return [
    {
      what: 'This process',
      says: isReady ? 'takes requests' : `takes no more requests: ${body.status}`,
      isWell: isReady
    },
    { what: 'The store', says: 'answered within two seconds', isWell: true },
    {
      what: 'Mail',
      says: isLate
        ? 'waits for more than a day: see that a process with ROLE=worker or all runs, and what the mail server says'
        : figures.since
          ? 'is on its way'
          : 'nothing waits',
      isWell: !isLate
    }
  ]
}

const MONTH_MS = 30 * 24 * 60 * 60 * 1000

/** How many mails are in each state: what waits, all of it; what is over, of the last thirty days. */
export async function mailByState(
  now: Date
): Promise<{ state: DeliveryState; label: string; count: number }[]> {
  const { waiting } = await mailFigures()
  const since = { composedAt: trusted({ $gt: new Date(now.getTime() - MONTH_MS) }) }
  const over = await Promise.all(
    (['failed', 'sent', 'cancelled'] as const).map(async state => ({
      state,
      count: await Delivery.countDocuments({ ...since, state })
    }))
  )
  const waits = (['queued', 'leased', 'deferred'] as const).map(state => ({
    state,
    count: waiting[state] ?? 0
  }))
  return [...waits, ...over].map(({ state, count }) => ({ state, label: deliveryStateLabels[state], count }))
}

/** The last run of each job, by name; one whose next run is long past has nobody who runs it. */
export async function jobRuns(now: Date): Promise<(JobRunRecord & { isLate: boolean })[]> {
  const runs = await JobRun.find().sort({ _id: 1 }).lean<JobRunRecord[]>()
  return runs.map(run => ({
    ...run,
    isLate: now.getTime() - run.nextAt.getTime() > Math.max(2 * run.everyMs, 5 * 60_000)
  }))
}

const counted = [
  ['Letters', () => Letter.countDocuments({ isMention: false })],
  ['Questions', () => Question.countDocuments({ movedTo: null })],
  ['Replies', () => Response.estimatedDocumentCount()],
  ['Organizations', () => Organization.estimatedDocumentCount()],
  ['Desks', () => Desk.estimatedDocumentCount()],
  ['People who can sign in', () => User.countDocuments({ disabledAt: null })],
  ['Confirmed subscriptions', () => Subscription.countDocuments({ state: 'confirmed' })],
  ['Reports from readers that wait', () => Dispute.countDocuments({ state: 'open' })],
  ['Mails on record', () => Delivery.estimatedDocumentCount()],
  ['Acts on record', () => Audit.estimatedDocumentCount()]
] as const

/** How much there is, and how large the store is in bytes; null where it does not say. */
export async function storeFigures(connection: Connection) {
  const counts = await Promise.all(counted.map(async ([what, count]) => ({ what, count: await count() })))
  const stats = await connection.db?.command({ dbStats: 1 })
  const bytes = Number(stats?.storageSize)
  return { counts, bytes: Number.isFinite(bytes) && bytes > 0 ? bytes : null }
}
