import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser'
import { isValidObjectId } from 'mongoose'
import { Delivery, type DeliveryRecord } from '../../models/delivery.ts'
import { Subscription } from '../../models/subscription.ts'
import { Suppression } from '../../models/suppression.ts'
import { deliveryIdIn } from './bounce-address.ts'
import type { MailSite } from './site.ts'

/** What a message in the bounce mailbox turned out to be, and what was done about it. */
export type BounceOutcome = 'suppressed' | 'complaint' | 'delayed' | 'not ours'

/** What a report says: RFC 3464 for bounces, RFC 5965 for complaints of readers to their mailbox. */
interface Report {
  readonly kind: 'bounce' | 'complaint'
  /** The enhanced status, `5.1.1`; empty in a complaint. */
  readonly status: string
  readonly said: string
}

/**
 * Reads one message from the bounce mailbox. Only a report about a mail that we sent counts: one that came to the
 * signed address of that mail, or that holds its Message-ID, which nobody can guess. Status 5 ends mail to the
 * address; 4 is left to the mail server that still tries. Nothing in that mailbox is ever answered.
 */
export async function takeBounce(raw: Buffer, site: MailSite, now: Date): Promise<BounceOutcome> {
  const mail = await readMessage(raw)
  const report = mail && reportIn(mail)
  const delivery = report && (await deliveryOf(mail, site))
  if (!report || !delivery) return 'not ours'
  if (report.kind === 'bounce' && !report.status.startsWith('5')) return 'delayed'
  const because = report.kind === 'bounce' ? `bounced: ${report.said}` : 'reported as unwanted'
  await stopMailTo(delivery, because, now)
  return report.kind === 'bounce' ? 'suppressed' : 'complaint'
}

/** Anybody may send anything there: what cannot be read is not a report. */
async function readMessage(raw: Buffer): Promise<ParsedMail | null> {
  try {
    return await simpleParser(raw, {
      keepDeliveryStatus: true,
      skipHtmlToText: true,
      skipTextToHtml: true,
      skipTextLinks: true,
      skipImageLinks: true
    })
  } catch {
    return null
  }
}

async function stopMailTo({ to, subscriptionId }: DeliveryRecord, because: string, now: Date): Promise<void> {
  await Suppression.stop(to.address, because, now)
  if (subscriptionId)
    await Subscription.updateMany(
      { address: to.address, state: 'confirmed' },
      { $set: { state: 'stopped', stoppedAt: now, stoppedBecause: because } }
    )
  await Delivery.cancelFor({ 'to.address': to.address }, now, `This address is not written to: ${because}`)
}

function reportIn(mail: ParsedMail): Report | null {
  const part = (type: string) =>
    mail.attachments.find(({ contentType }) => contentType === type)?.content.toString()
  const complaint = part('message/feedback-report')
  if (complaint !== undefined) return { kind: 'complaint', status: '', said: '' }
  const bounce = part('message/delivery-status')
  const status = /^Status:\s*([245]\.\d{1,3}\.\d{1,3})/im.exec(bounce ?? '')?.[1]
  if (!bounce || !status) return null
  const said = /^Diagnostic-Code:\s*(.+)$/im.exec(bounce)?.[1] ?? status
  return {
    kind: 'bounce',
    status,
    said: said
      .replace(/[\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, 300)
  }
}

async function deliveryOf(mail: ParsedMail, site: MailSite): Promise<DeliveryRecord | null> {
  for (const address of addressesOf(mail)) {
    const id = deliveryIdIn(site, address)
    if (id && isValidObjectId(id)) return Delivery.findById(id).lean<DeliveryRecord>()
  }
  const messageId = returnedMessageId(mail)
  return messageId ? Delivery.findOne({ messageId }).lean<DeliveryRecord>() : null
}

/** Where it was sent to: a forwarding server may have moved our address from To to another header. */
const addressesOf = (mail: ParsedMail): string[] => [
  ...[mail.to ?? []].flat().flatMap((one: AddressObject) => one.value.map(({ address }) => address ?? '')),
  ...['delivered-to', 'x-original-to', 'envelope-to'].flatMap(name => {
    const value = mail.headers.get(name)
    return typeof value === 'string' ? [value] : []
  })
]

/** Of the message that a report gives back, whole or its headers only. */
function returnedMessageId(mail: ParsedMail): string | null {
  const returned = mail.attachments.find(({ contentType }) =>
    /^(message\/rfc822|text\/rfc822-headers)/.test(contentType)
  )
  return /^Message-ID:\s*(<[^<>\s]+>)/im.exec(returned?.content.toString() ?? '')?.[1] ?? null
}
