import { BounceMailbox } from '../../models/bounce-mailbox.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { type BounceOutcome, takeBounce } from './bounces.ts'
import { type ImapTimes, type Mailbox, MailboxFailure, type MailboxPlace, withMailbox } from './imap.ts'
import type { MailSite } from './site.ts'

/** What a worker reads the bounce mailbox with. */
export interface BounceMailboxDeps {
  readonly place: MailboxPlace
  readonly site: MailSite
  readonly clock: Clock
  readonly log: Log
  /** Names the worker on its lease; no two workers share it. */
  readonly worker: string
  /** The store's own time. */
  readonly storeNow: () => Promise<Date>
  readonly signal: AbortSignal
  readonly times?: ImapTimes
  /** At most so many in one look; more wait for the next: no server can keep a worker busy for ever. */
  readonly mostMessages?: number
}

/** How many messages were what; null when another worker reads the mailbox, or this one was asked to stop. */
export type BounceTally = Readonly<Record<BounceOutcome, number>> | null

const defaultTimes: ImapTimes = { connect: 15_000, silence: 30_000, whole: 240_000 }

/** Longer than one look may take, so that it ends only when its worker is gone. */
const LEASE_MS = 5 * 60_000

const MOST_MESSAGES = 2000

/** A report is a few kilobytes and stands before the message it gives back. */
const MOST_BYTES = 256 * 1024

/**
 * Reads what came into the bounce mailbox since the last look, oldest first. A message counts as read only once what
 * it says is recorded; reading it twice records nothing twice. Reports of ours are marked as seen; all others are left
 * as they are, for a person. Nothing is removed and nothing is answered. Throws MailboxFailure.
 */
export async function readBounceMailbox(deps: BounceMailboxDeps): Promise<BounceTally> {
  const { place, worker, storeNow, signal, times = defaultTimes } = deps
  const held = { id: place.name, by: worker }
  if (signal.aborted) return null
  const known = await BounceMailbox.take(held, await storeNow(), LEASE_MS)
  if (!known) return null
  try {
    return await withMailbox(place, times, signal, async mailbox => {
      const last = known.uidValidity === mailbox.uidValidity ? known.lastUid : 0
      return readFrom(mailbox, last, deps)
    })
  } catch (error) {
    // The connection was cut because the process is stopping: what was not read is read by the next.
    if (signal.aborted && error instanceof MailboxFailure) return null
    throw error
  } finally {
    await BounceMailbox.release(held)
  }
}

async function readFrom(mailbox: Mailbox, last: number, deps: BounceMailboxDeps): Promise<BounceTally> {
  const held = { id: deps.place.name, by: deps.worker }
  const tally = { suppressed: 0, complaint: 0, delayed: 0, 'not ours': 0 }
  for (const uid of (await mailbox.uidsAfter(last)).slice(0, deps.mostMessages ?? MOST_MESSAGES)) {
    if (deps.signal.aborted) break
    const outcome = await takeOne(mailbox, uid, deps, () =>
      BounceMailbox.note(held, mailbox.uidValidity, uid)
    )
    tally[outcome] += 1
    if (outcome !== 'not ours') await mailbox.markSeen(uid)
    if (!(await BounceMailbox.note(held, mailbox.uidValidity, uid))) break
    deps.log.info({ message: uid, outcome }, 'message in the bounce mailbox read')
  }
  return tally
}

/** A message that cannot be fetched for its size would stand in the way of all after it: it is passed over. */
async function takeOne(
  mailbox: Mailbox,
  uid: number,
  { site, clock }: BounceMailboxDeps,
  passOver: () => Promise<unknown>
): Promise<BounceOutcome> {
  try {
    const raw = await mailbox.read(uid, MOST_BYTES)
    return raw ? await takeBounce(raw, site, clock.now()) : 'not ours'
  } catch (error) {
    if (error instanceof MailboxFailure && error.isTooLarge) await passOver()
    throw error
  }
}
