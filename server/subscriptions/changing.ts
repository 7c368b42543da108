import { type Types, trusted } from 'mongoose'
import { Delivery } from '../../models/delivery.ts'
import { Subscription, type SubscriptionRecord } from '../../models/subscription.ts'
import { User } from '../../models/user.ts'

/** An unconfirmed subscription is asked about for a day. */
const CONFIRM_WITHIN_MS = 24 * 60 * 60 * 1000

/** Confirms what was asked for an address within the last day: one mail was sent for all of it. */
export async function confirmAll({ address }: SubscriptionRecord, now: Date): Promise<void> {
  const since = new Date(now.getTime() - CONFIRM_WITHIN_MS)
  await Subscription.updateMany(
    { address, state: 'asked', askedAt: trusted({ $gte: since }) },
    {
      $set: { state: 'confirmed', confirmedAt: now, coveredUntil: now, stoppedAt: null, stoppedBecause: null }
    }
  )
}

/**
 * Stops a subscription and whatever waits for it, also what is being sent this moment: its sender finds out before
 * the text leaves. Stopping twice is stopping once.
 */
export async function stopSubscription(id: Types.ObjectId, now: Date, because: string): Promise<void> {
  await Subscription.updateOne(
    { _id: id, state: trusted({ $ne: 'stopped' }) },
    { $set: { state: 'stopped', stoppedAt: now, stoppedBecause: because } }
  )
  await Delivery.cancelFor({ subscriptionId: id }, now, 'The subscription was stopped.')
}

/** The same for the weekly mail to somebody who works at a desk. */
export async function stopStaffDigest(userId: Types.ObjectId, now: Date): Promise<void> {
  await User.updateOne({ _id: userId, noDigestSince: null }, { $set: { noDigestSince: now } })
  await Delivery.cancelFor({ userId, kind: 'digest' }, now, 'The weekly mail was stopped.')
}
