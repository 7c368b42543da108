import { createHash } from 'node:crypto'
import { type Types, trusted } from 'mongoose'
import { wasAskedToConfirm } from '../../models/confirmation-pause.ts'
import { Delivery } from '../../models/delivery.ts'
import { Dispute } from '../../models/dispute.ts'
import { messageIdOf } from '../../models/kept-message.ts'
import { compose } from '../mail/compose.ts'
import { disputeConfirmationPath } from '../mail/dispute-link.ts'
import { disputeMail } from '../mail/dispute-mail.ts'
import type { MailSite } from '../mail/site.ts'
import type { DisputeForm } from './form.ts'
import { type DisputeSubject, subjectInWords } from './subject.ts'

/** So many of one address wait, confirmed or not, before more are thrown away. */
const MOST_WAITING = 20

const SLOT_MS = 15 * 60 * 1000

/** A confirmation that could not be sent within this time leads to a link that is over. */
const GRACE_MS = 12 * 60 * 60 * 1000

/**
 * Notes what a reader says and queues one mail that asks them to confirm it. Nothing of what it does can be told from
 * outside: not whether the address is known, has too many waiting, or was written to just now.
 */
export async function noteDispute(
  form: DisputeForm,
  subject: DisputeSubject,
  now: Date,
  site: MailSite
): Promise<void> {
  const address = form.email
  if (isOwnAddress(address, site) || (await hasTooMany(address))) return
  const { letter, question, recipientId } = subject
  const isAsked = await wasAskedToConfirm(address, now)
  const dispute = await Dispute.create({
    deskId: letter.deskId,
    letterId: letter.id,
    questionId: question?._id ?? null,
    recipientId,
    kind: form.kind,
    said: form.said,
    link: form.link,
    address,
    wantsAnswer: form.answer,
    askedAt: now
  })
  if (isAsked) return
  const isQueued = await queueConfirmation(
    dispute._id,
    address,
    subjectInWords(letter.subject, question),
    now,
    site
  )
  if (isQueued) await Dispute.updateOne({ _id: dispute._id }, { $set: { confirmationAt: now } })
}

/** Our own mailboxes: a mail to one of them might be answered by a machine that writes to us. */
function isOwnAddress(address: string, { sender, bouncesTo }: MailSite): boolean {
  const own = [sender.from.address, sender.replyTo?.address, bouncesTo].map(one => one?.toLowerCase())
  const [local = '', host = ''] = address.split('@')
  return own.includes(address) || own.includes(`${local.split('+')[0]}@${host}`)
}

const hasTooMany = async (address: string): Promise<boolean> =>
  (await Dispute.countDocuments({ address, state: trusted({ $in: ['asked', 'open'] }) })) >= MOST_WAITING

/** False where another mail that asks had just been claimed for the address, also in another process. */
async function queueConfirmation(
  id: Types.ObjectId,
  address: string,
  about: string,
  now: Date,
  site: MailSite
): Promise<boolean> {
  const path = disputeConfirmationPath(site.secrets, String(id), now)
  const mail = disputeMail({ address, about, path }, site)
  const who = createHash('sha256').update(address).digest('base64url')
  const keys = [`dispute|${id}|asked`, `asked|${who}|${Math.floor(now.getTime() / SLOT_MS)}`]
  const messageId = messageIdOf(keys, site.domain)
  const claimed = await Delivery.claim({
    keys,
    kind: 'dispute',
    to: mail.to,
    subject: mail.subject,
    raw: await compose(mail, messageId, now, site.sender),
    messageId,
    slotAt: now,
    graceUntil: new Date(now.getTime() + GRACE_MS),
    composedAt: now
  })
  return claimed !== null
}
