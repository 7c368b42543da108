import { trusted } from 'mongoose'
import type { DeliveryRecord } from '../../models/delivery.ts'
import { Letter } from '../../models/letter.ts'
import { Subscription, type SubscriptionRecord } from '../../models/subscription.ts'
import { Suppression } from '../../models/suppression.ts'
import { publicAt } from '../../models/visibility.ts'

/** Why a mail must not be sent after all. `isOwedAgain`: what it was about is to be computed anew. */
export interface Unwanted {
  readonly because: string
  readonly isOwedAgain: boolean
}

/** A mail whose time is over: known without asking the store. */
export const whyTooLate = ({ graceUntil, kind }: DeliveryRecord, now: Date): Unwanted | null =>
  graceUntil && graceUntil < now
    ? {
        because: `Its time was over at ${graceUntil.toISOString()}; it is not sent late.`,
        isOwedAgain: kind === 'reminder'
      }
    : null

/**
 * Looks again at what may have changed since a mail was composed: its time, the address, the reader's consent,
 * and whether what it tells the public is still public. Null: it may go.
 */
export async function whyUnwanted(delivery: DeliveryRecord, now: Date): Promise<Unwanted | null> {
  const tooLate = whyTooLate(delivery, now)
  if (tooLate) return tooLate
  const [suppressed, noConsent, notPublic] = await Promise.all([
    Suppression.reasonFor(delivery.to.address),
    withoutConsent(delivery),
    notPublicAnyMore(delivery, now)
  ])
  if (suppressed) return { because: `This address is not written to: ${suppressed}`, isOwedAgain: false }
  return noConsent ?? notPublic
}

async function withoutConsent({ subscriptionId, kind }: DeliveryRecord): Promise<Unwanted | null> {
  if (!subscriptionId) return null
  const subscription = await Subscription.findById(subscriptionId).lean<SubscriptionRecord>()
  if (subscription && subscription.state === (kind === 'confirmation' ? 'asked' : 'confirmed')) return null
  return { because: 'The subscription was stopped.', isOwedAgain: false }
}

async function notPublicAnyMore({ publicLetterIds }: DeliveryRecord, now: Date): Promise<Unwanted | null> {
  if (publicLetterIds.length === 0) return null
  const still = await Letter.countDocuments({ _id: trusted({ $in: publicLetterIds }), ...publicAt(now) })
  return still === publicLetterIds.length
    ? null
    : { because: 'A letter in it is not public any more.', isOwedAgain: true }
}
