import type { Types } from 'mongoose'
import { Delivery, type DeliveryRecord, type Held } from '../../models/delivery.ts'
import { messageOf } from '../../models/kept-message.ts'
import { Suppression } from '../../models/suppression.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { nextTry } from './back-off.ts'
import { persist } from './persist.ts'
import { Failure } from './smtp-failure.ts'
import type { Transport } from './transport.ts'
import { type Unwanted, whyTooLate, whyUnwanted } from './wanted.ts'

/** What a worker sends with. `clock` is the real one also in an `--as-of` run: leases and retries are real. */
export interface SendingDeps {
  readonly transport: Transport
  readonly clock: Clock
  readonly log: Log
  /** Names the worker on its leases; no two workers share it. */
  readonly worker: string
  /** The store's own time, by which leases are measured. */
  readonly storeNow: () => Promise<Date>
  /** The envelope sender of a delivery, where its bounces go. */
  readonly returnPath: (deliveryId: string) => string
  /** Visitors may not read the record any more: what was written to them of it stays. Left out: they may. */
  readonly isClosed?: boolean
  /** 0 to 1, at random; spreads retries. */
  readonly chance?: () => number
}

/** What a run did. `stoppedBecause` says why it ended before the outbox was empty. */
export interface Tally {
  sent: number
  deferred: number
  failed: number
  cancelled: number
  stoppedBecause: string | null
}

interface Limits {
  /** Only these, at once, whatever their back-off says. */
  readonly ids?: readonly Types.ObjectId[]
  readonly signal?: AbortSignal
}

/** Longer than the longest that one message can take, so that a lease ends only when its worker is gone. */
export const LEASE_MS = 5 * 60_000

/** Mails under way at the same time. */
const LANES = 8

/**
 * Where mail was sent in this run, so many sessions in a row that could not be opened, one a lane, say that the mail
 * server went away; where none was, one says that it is not there.
 */
const MOST_LOST_SESSIONS = LANES

/** So many refusals for our own sake in one run say that the next would be refused too. */
const MOST_POLICY_REFUSALS = 5

/** Sends what waits: take, send, mark, one after the other in a few lanes, until nothing is left or it is pointless. */
export async function sendWaiting(deps: SendingDeps, limits: Limits = {}): Promise<Tally> {
  const run = new Run()
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, () => sendInLane(deps, limits, run)))
  // Only when all have ended: a lane that still sends must not meet the next run, or a store that is closed.
  const failed = lanes.find(lane => lane.status === 'rejected')
  if (failed) throw failed.reason
  if (run.tally.stoppedBecause) deps.log.warn({ because: run.tally.stoppedBecause }, 'mail run stopped')
  return run.tally
}

/** What the lanes of one run share. */
class Run {
  readonly tally: Tally = { sent: 0, deferred: 0, failed: 0, cancelled: 0, stoppedBecause: null }
  /** A deferred mail is tried once a run, also where its back-off is lifted. */
  readonly tried = new Set<string>()
  /** What its lanes are sending this moment. */
  readonly inHand = new Map<string, Types.ObjectId>()
  #policyRefusals = 0
  #lostSessions = 0

  noteSent(): void {
    this.tally.sent += 1
    this.#lostSessions = 0
  }

  note(failure: Failure): void {
    if (failure.outcome === 'policy') this.#policyRefusals += 1
    if (failure.outcome === 'server') this.#lostSessions += 1
    const mostLost = this.tally.sent > 0 ? MOST_LOST_SESSIONS : 1
    if (this.#lostSessions >= mostLost || this.#policyRefusals >= MOST_POLICY_REFUSALS)
      this.tally.stoppedBecause ??= failure.message
  }
}

async function sendInLane(deps: SendingDeps, { ids, signal }: Limits, run: Run): Promise<void> {
  const term = { ms: LEASE_MS, storeNow: deps.storeNow }
  while (!signal?.aborted && run.tally.stoppedBecause === null) {
    const left = ids?.filter(id => !run.tried.has(String(id)))
    const delivery = await Delivery.takeNext(deps.worker, deps.clock.now(), term, {
      ids: left,
      inHand: [...run.inHand.values()]
    })
    if (!delivery) return
    const id = String(delivery._id)
    run.tried.add(id)
    run.inHand.set(id, delivery._id)
    await sendOne(deps, delivery, run)
    run.inHand.delete(id)
  }
}

async function sendOne(deps: SendingDeps, delivery: DeliveryRecord, run: Run): Promise<void> {
  const held = { id: delivery._id, by: deps.worker, kind: delivery.kind }
  const now = () => deps.clock.now()
  const cancel = async ({ because, isOwedAgain }: Unwanted) => {
    await persist(() => Delivery.cancel(held, now(), because, isOwedAgain))
    run.tally.cancelled += 1
  }
  const tooLate = whyTooLate(delivery, now())
  if (tooLate) return cancel(tooLate)
  let unwanted: Unwanted | null = null
  // Asked when the mail server waits for the text: whoever stopped it until now finds it stopped.
  const isWanted = async (): Promise<boolean> => {
    const [isHeld, why] = await Promise.all([
      Delivery.isHeld(held),
      whyUnwanted(delivery, now(), deps.isClosed)
    ])
    unwanted = why ?? (isHeld ? null : lostLease)
    return unwanted === null
  }
  try {
    const parcel = parcelOf(delivery, deps.returnPath(String(delivery._id)))
    const handed = await deps.transport.send(parcel, isWanted)
    if (handed.kind === 'unwanted') return cancel(unwanted ?? lostLease)
    await persist(() => Delivery.markSent(held, now(), handed.answer))
    run.noteSent()
    deps.log.info({ delivery: held.id, kind: delivery.kind, answer: handed.answer }, 'mail sent')
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    run.note(error)
    await settleFailure(deps, delivery, held, error, run.tally)
  }
}

/** Somebody else cancelled it or has it now; then writing this changes nothing. */
const lostLease: Unwanted = { because: 'It was stopped while it was being sent.', isOwedAgain: false }

/** Refused for good or tried for too long: given up. Everything else is tried again. */
async function settleFailure(
  deps: SendingDeps,
  delivery: DeliveryRecord,
  held: Held,
  failure: Failure,
  tally: Tally
): Promise<void> {
  const now = deps.clock.now()
  const again =
    failure.outcome === 'refuse'
      ? null
      : nextTry(delivery.attempts, delivery.firstTriedAt ?? now, now, (deps.chance ?? Math.random)())
  const about = { delivery: held.id, kind: delivery.kind, answer: failure.message }
  if (again) {
    await persist(() => Delivery.defer(held, now, again, failure.message))
    tally.deferred += 1
    deps.log.warn({ ...about, again }, 'mail deferred')
    return
  }
  await persist(() => Delivery.fail(held, now, failure.message))
  tally.failed += 1
  deps.log.error(about, 'mail given up')
  if (failure.isBadAddress)
    await persist(() => Suppression.stop(delivery.to.address, `refused: ${failure.message}`, now))
}

const parcelOf = (delivery: DeliveryRecord, from: string) => ({
  from,
  to: delivery.to.address,
  raw: messageOf(delivery),
  name: `${delivery.composedAt.toISOString().slice(0, 19).replaceAll(':', '')}Z-${delivery.kind}-${delivery.messageId.slice(1, 17)}`
})
