import { trusted } from 'mongoose'
import { Delivery } from '../../models/delivery.ts'

/**
 * After a restore: cancels every mail that waits, with a note that says why. It keeps its place in the ledger, so that
 * none of it is owed anew; what is owed later goes out as ever. Gives how many there were.
 */
export async function setAside(now: Date, takenAt: string): Promise<number> {
  const because = `Set aside at ${now.toISOString()}, when the backup of ${takenAt} was restored: it may have gone out before.`
  const { modifiedCount } = await Delivery.updateMany(
    { nextTryAt: trusted({ $exists: true }) },
    {
      $set: { state: 'cancelled', lease: null, cancelledBecause: because, finishedAt: now },
      $unset: { nextTryAt: 1 }
    }
  )
  return modifiedCount
}
