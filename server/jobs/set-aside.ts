import { trusted } from 'mongoose'
import { Delivery } from '../../models/delivery.ts'
import { addDays, dayIn } from '../domain/day.ts'
import { claimAnswerNotices } from './answer-notices.ts'
import type { ClaimingDeps } from './claiming.ts'
import { claimDigests } from './digests.ts'
import type { Moment } from './moment.ts'
import { claimReminders } from './reminders.ts'
import { claimSubscriberDigests } from './subscriber-digests.ts'

/** No mail is news for longer; what was owed before is not owed any more. */
const MOST_DAYS = 10

/**
 * After a restore: whatever was owed between the backup and now may have gone out before the records were lost, which
 * nobody knows any more. It is claimed day by day, as it then was, so that it counts as told; then every mail that
 * waits is cancelled with a note. What is owed later goes out as ever. Gives how many mails were set aside.
 */
export async function setAsideOldMail(deps: ClaimingDeps, takenAt: Date): Promise<number> {
  const now = deps.clock.now()
  const today = dayIn(now, 'utc')
  const first = dayIn(takenAt, 'utc')
  const days = Array.from({ length: MOST_DAYS }, (_, i) => addDays(today, i - MOST_DAYS))
  for (const day of days) if (day >= first) await claimAll(deps, { isAsOf: true, local: `${day}T23:59` })
  await claimAll(deps, { isAsOf: false, now })
  await claimAnswerNotices(deps)
  return cancelWaiting(now, takenAt)
}

async function claimAll(deps: ClaimingDeps, moment: Moment): Promise<void> {
  await claimReminders(deps, moment, { isWhole: true })
  await claimDigests(deps, moment)
  await claimSubscriberDigests(deps, moment)
}

/** A cancelled mail keeps its place in the ledger, so that none of it is owed anew. */
async function cancelWaiting(now: Date, takenAt: Date): Promise<number> {
  const because = `Set aside at ${now.toISOString()}, when the backup of ${takenAt.toISOString()} was restored: it may have gone out before.`
  const { modifiedCount } = await Delivery.updateMany(
    { nextTryAt: trusted({ $exists: true }) },
    {
      $set: { state: 'cancelled', lease: null, cancelledBecause: because, finishedAt: now },
      $unset: { nextTryAt: 1 }
    }
  )
  return modifiedCount
}
