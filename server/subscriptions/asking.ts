import { type Types, trusted } from 'mongoose'
import { wasAskedToConfirm } from '../../models/confirmation-pause.ts'
import { Delivery } from '../../models/delivery.ts'
import { messageIdOf } from '../../models/kept-message.ts'
import { Subscription, type SubscriptionRecord } from '../../models/subscription.ts'
import { type SubscriptionSpeed, subscriptionSpeedLabels } from '../domain/subscriptions.ts'
import { compose } from '../mail/compose.ts'
import { confirmationMail } from '../mail/confirmation-mail.ts'
import type { MailSite } from '../mail/site.ts'
import { confirmationPath } from '../mail/subscription-link.ts'

/** A confirmation that could not be sent within this time leads to a link that is over. */
const GRACE_MS = 12 * 60 * 60 * 1000

export interface Asked {
  readonly address: string
  readonly filter: string
  readonly speed: SubscriptionSpeed
  /** What is followed, in words. */
  readonly follows: string
}

/**
 * Notes that somebody asked for mail to an address, and queues one mail that asks its owner. Nothing of what it does
 * can be told from outside: not whether the address is known, confirmed, or was written to just now.
 */
export async function askFor(asked: Asked, now: Date, site: MailSite): Promise<void> {
  const { address, filter, speed } = asked
  const known = await Subscription.findOneAndUpdate(
    { address, filter },
    { $setOnInsert: { speed, askedAt: now, coveredUntil: now } },
    { upsert: true, returnDocument: 'after' }
  ).lean<SubscriptionRecord>()
  if (!known || known.state === 'confirmed' || (await wasAskedToConfirm(address, now))) return
  const isOurs = await Subscription.updateOne(
    { _id: known._id, state: trusted({ $ne: 'confirmed' }), confirmationAt: known.confirmationAt },
    { $set: { state: 'asked', speed, askedAt: now, confirmationAt: now } }
  )
  if (isOurs.matchedCount === 1) await queueConfirmation(known._id, asked, now, site)
}

async function queueConfirmation(id: Types.ObjectId, asked: Asked, now: Date, site: MailSite): Promise<void> {
  const mail = confirmationMail(
    {
      address: asked.address,
      follows: asked.follows,
      speed: subscriptionSpeedLabels[asked.speed],
      path: confirmationPath(site.secrets, String(id), now)
    },
    site
  )
  const keys = [`confirmation|${id}|${now.getTime()}`]
  const messageId = messageIdOf(keys, site.domain)
  await Delivery.claim({
    keys,
    kind: 'confirmation',
    to: mail.to,
    subject: mail.subject,
    raw: await compose(mail, messageId, now, site.sender),
    messageId,
    slotAt: now,
    graceUntil: new Date(now.getTime() + GRACE_MS),
    composedAt: now,
    subscriptionId: id
  })
}
