import type { Types } from 'mongoose'
import { Delivery, type NewDelivery } from '../../models/delivery.ts'
import { messageIdOf } from '../../models/kept-message.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { BadAddress } from '../mail/address.ts'
import { compose, type Mail } from '../mail/compose.ts'
import type { MailSite } from '../mail/site.ts'

/** What a job that owes mail works with. `clock` is the real one. */
export interface ClaimingDeps {
  readonly site: MailSite
  readonly clock: Clock
  readonly log: Log
}

/** A mail that is owed, and how it goes into the ledger. */
export interface Draft {
  readonly mail: Mail
  readonly delivery: Pick<NewDelivery, 'keys' | 'kind' | 'slotAt' | 'about'> &
    Partial<Pick<NewDelivery, 'userId' | 'subscriptionId' | 'mentions' | 'publicLetterIds'>>
  /** How long after now it is still news, in ms. */
  readonly graceMs: number
}

/** Composes a mail and claims it in one write. Null: somebody else holds one of its keys. */
export async function claim(
  { mail, delivery, graceMs }: Draft,
  deps: ClaimingDeps
): Promise<Types.ObjectId | null> {
  const now = deps.clock.now()
  const messageId = messageIdOf(delivery.keys, deps.site.domain)
  const raw = await compose(mail, messageId, now, deps.site.sender)
  const claimed = await Delivery.claim({
    ...delivery,
    to: mail.to,
    subject: mail.subject,
    raw,
    messageId,
    graceUntil: new Date(now.getTime() + graceMs),
    composedAt: now
  })
  return claimed?._id ?? null
}

/** Writes a mail, or says in the log why it cannot be written: one bad address does not stop the others. */
export function draftOrSkip(write: () => Draft, about: object, log: Log): Draft[] {
  try {
    return [write()]
  } catch (error) {
    if (!(error instanceof BadAddress)) throw error
    log.error({ ...about, because: error.message }, 'mail not written: the address is not one address')
    return []
  }
}

export const HOUR_MS = 60 * 60_000
