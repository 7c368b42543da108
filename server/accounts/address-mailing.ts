import { Types } from 'mongoose'
import { Delivery, type NewDelivery } from '../../models/delivery.ts'
import { messageIdOf } from '../../models/kept-message.ts'
import { Token } from '../../models/token.ts'
import { User, type UserRecord } from '../../models/user.ts'
import { type AddressChangedFacts, addressChangedMail, addressChangeMail } from '../mail/address-mails.ts'
import { compose, type Mail } from '../mail/compose.ts'
import type { MailSite } from '../mail/site.ts'
import { paths } from '../paths.ts'

/** How long the link to a new address works. */
const ADDRESS_HOURS = 24

/** Queues the link that changes an account's address, to the new one; nothing where another account has it. */
export async function mailNewAddress(
  { _id, name }: Pick<UserRecord, '_id' | 'name'>,
  email: string,
  now: Date,
  site: MailSite
): Promise<void> {
  if (await User.byEmail(email)) return
  const made = {
    kind: 'address_change',
    userId: _id,
    about: { email },
    now,
    lastsHours: ADDRESS_HOURS
  } as const
  const { secret, expiresAt } = await Token.issue(made)
  const mail = addressChangeMail({ name, address: email, path: paths.addressChange(secret) }, site)
  await queue(mail, 'address_change', _id, now, expiresAt, site)
}

/** Tells the old address. */
export async function mailOldAddress(
  facts: Omit<AddressChangedFacts, 'url'>,
  userId: Types.ObjectId | string,
  now: Date,
  site: MailSite
): Promise<void> {
  await queue(addressChangedMail(facts, site), 'address_changed', userId, now, null, site)
}

async function queue(
  mail: Mail,
  kind: NewDelivery['kind'],
  userId: Types.ObjectId | string,
  now: Date,
  graceUntil: Date | null,
  site: MailSite
): Promise<void> {
  const keys = [`${kind}|${userId}|${now.getTime()}`]
  const messageId = messageIdOf(keys, site.domain)
  const raw = await compose(mail, messageId, now, site.sender)
  await Delivery.claim({
    keys,
    kind,
    to: mail.to,
    subject: mail.subject,
    raw,
    messageId,
    slotAt: now,
    graceUntil,
    composedAt: now,
    userId: new Types.ObjectId(userId)
  })
}
