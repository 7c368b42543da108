import { trusted } from 'mongoose'
import type { DeliveryRecord } from '../../models/delivery.ts'
import { Letter } from '../../models/letter.ts'
import { Subscription, type SubscriptionRecord } from '../../models/subscription.ts'
import { Suppression } from '../../models/suppression.ts'
import { User, type UserRecord } from '../../models/user.ts'
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
 * whether what it tells the public is still public, and whether staff are still where they were. Null: it may go.
 */
export async function whyUnwanted(
  delivery: DeliveryRecord,
  now: Date,
  isClosed = false
): Promise<Unwanted | null> {
  const tooLate = whyTooLate(delivery, now)
  if (tooLate) return tooLate
  if (isClosed && delivery.publicLetterIds.length > 0)
    return { because: 'The site was closed to visitors.', isOwedAgain: true }
  const [suppressed, noConsent, notPublic, notStaff] = await Promise.all([
    Suppression.reasonFor(delivery.to.address),
    withoutConsent(delivery),
    notPublicAnyMore(delivery, now),
    notStaffAnyMore(delivery)
  ])
  if (suppressed) return { because: `This address is not written to: ${suppressed}`, isOwedAgain: false }
  return noConsent ?? notPublic ?? notStaff
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

/** Mail about a desk's letters goes to nobody whose account was closed, or who left that desk, since it was composed. */
async function notStaffAnyMore({ userId, kind, mentions, about }: DeliveryRecord): Promise<Unwanted | null> {
  if (!userId || !['reminder', 'digest', 'sign_in'].includes(kind)) return null
  const person = await User.findById(userId).lean<UserRecord>()
  if (!person || person.disabledAt) return { because: 'The account is closed.', isOwedAgain: false }
  if (person.role === 'site-admin') return null
  const own = trusted({ $in: person.desks })
  const letterIds = [...new Set(mentions.map(({ letterId }) => String(letterId)))]
  const seen = await Letter.countDocuments({
    _id: trusted({ $in: letterIds }),
    $or: [{ deskId: own }, { sharedWith: own }]
  })
  const isElsewhere =
    typeof about.deskId === 'string' && !person.desks.some(desk => String(desk) === about.deskId)
  if (seen === letterIds.length && !isElsewhere) return null
  return { because: 'It tells of a desk that they left.', isOwedAgain: kind === 'reminder' }
}
