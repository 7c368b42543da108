import type { ChangeOccasion } from '../../models/changing.ts'
import { Delivery } from '../../models/delivery.ts'
import { Dispute, type DisputeRecord } from '../../models/dispute.ts'
import { messageIdOf } from '../../models/kept-message.ts'
import type { DisputeOutcome } from '../domain/disputes.ts'
import { Conflict } from '../errors.ts'
import { compose } from '../mail/compose.ts'
import { disputeOutcomeMail } from '../mail/dispute-outcome-mail.ts'
import type { MailSite } from '../mail/site.ts'

export interface Closing {
  readonly outcome: DisputeOutcome
  readonly because: string
  readonly change: string | null
}

/** What the mail to the reader says of the record. */
export interface ToldAbout {
  readonly about: string
  readonly desk: string
  readonly path: string
}

/**
 * Closes a dispute, once; the reader who wanted to hear is told by one mail, and the address is forgotten. The mail
 * is claimed first: killed in between, closing again sends no second one. Throws Conflict where it is closed.
 */
export async function closeDispute(
  dispute: DisputeRecord,
  closing: Closing,
  told: ToldAbout,
  { by, at }: ChangeOccasion,
  site: MailSite
): Promise<void> {
  const isOpen = { _id: dispute._id, state: 'open' as const }
  if (!(await Dispute.exists(isOpen))) throw new Conflict('Somebody else has closed it meanwhile.')
  if (dispute.wantsAnswer && dispute.address)
    await queueOutcome(dispute, dispute.address, closing, told, at, site)
  const written = await Dispute.updateOne(isOpen, {
    $set: { state: 'closed', address: null, closed: { at, by, ...closing } }
  })
  if (written.matchedCount === 0) throw new Conflict('Somebody else has closed it meanwhile.')
}

async function queueOutcome(
  { _id }: DisputeRecord,
  address: string,
  { outcome, because }: Closing,
  told: ToldAbout,
  now: Date,
  site: MailSite
): Promise<void> {
  const mail = disputeOutcomeMail({ address, outcome, because, ...told }, site)
  const keys = [`dispute|${_id}|closed`]
  const messageId = messageIdOf(keys, site.domain)
  await Delivery.claim({
    keys,
    kind: 'dispute_outcome',
    to: mail.to,
    subject: mail.subject,
    raw: await compose(mail, messageId, now, site.sender),
    messageId,
    slotAt: now,
    graceUntil: null,
    composedAt: now
  })
}
