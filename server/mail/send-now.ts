import { setTimeout as wait } from 'node:timers/promises'
import type { Types } from 'mongoose'
import { Delivery } from '../../models/delivery.ts'
import { type SendingDeps, sendWaiting, type Tally } from './sending.ts'

/** How often to look whether another worker is done with a mail of ours, and for how long. */
const LOOK_MS = 200
const MOST_LOOKS = 600

/**
 * Sends these mails before it returns, whatever their back-off says: a person asked. What a running server has
 * taken meanwhile is waited for. `deferred` counts those that could not be sent.
 */
export async function sendNow(deps: SendingDeps, ids: readonly Types.ObjectId[]): Promise<Tally> {
  if (ids.length === 0) return { sent: 0, deferred: 0, failed: 0, cancelled: 0, stoppedBecause: null }
  const tally = await sendWaiting(deps, { ids })
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const states = await Delivery.statesOf(ids)
    const isUnderWay = states.includes('leased')
    if (!isUnderWay)
      return { ...tally, deferred: states.filter(state => state === 'queued' || state === 'deferred').length }
    await wait(LOOK_MS)
  }
  return { ...tally, deferred: Math.max(1, tally.deferred) }
}
