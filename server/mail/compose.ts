import DKIM from 'nodemailer/lib/dkim'
import MailComposer, { type MailComposerOptions } from 'nodemailer/lib/mail-composer'
import { type Mailbox, mailbox } from './address.ts'
import type { Rendered } from './render.ts'

/** A mail ready to be composed: what it says, whom it goes to, and which list of ours it belongs to. */
export interface Mail extends Rendered {
  readonly to: Mailbox
  readonly list: MailList
}

/** Mailboxes sort and filter by this (RFC 2919). `unsubscribe` is the address of a one-click POST (RFC 8058). */
export interface MailList {
  readonly name: string
  readonly id: string
  readonly unsubscribe: string | null
}

/** Whom mail is from, and what vouches for it. */
export interface Sender {
  readonly from: Mailbox
  readonly replyTo: Mailbox | null
  readonly dkim: { readonly domain: string; readonly selector: string; readonly key: string } | null
}

/** Mail clients cut a longer html part off, or warn about it. */
export const MOST_HTML_BYTES = 100_000

/**
 * The whole message as it will be sent, each time the same bytes. Throws BadAddress when the address is not one
 * mailbox. `date` is the moment of composing.
 */
export async function compose(mail: Mail, messageId: string, date: Date, sender: Sender): Promise<Buffer> {
  const bytes = Buffer.byteLength(mail.html)
  if (bytes > MOST_HTML_BYTES) throw new Error(`"${mail.subject}" is too long: ${bytes} bytes of html.`)
  const { from, replyTo, dkim } = sender
  const message: MailComposerOptions = {
    from: mailbox(from.name, from.address),
    to: mailbox(mail.to.name, mail.to.address),
    ...(replyTo && { replyTo: mailbox(replyTo.name, replyTo.address) }),
    subject: mail.subject,
    messageId,
    date,
    text: mail.text,
    html: mail.html,
    headers: headersOf(mail),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true
  }
  const raw = await new MailComposer(message).compile().build()
  if (!dkim) return raw
  const signer = new DKIM({
    domainName: dkim.domain,
    keySelector: dkim.selector,
    privateKey: dkim.key,
    headerFieldNames: signedHeaders
  })
  return collected(signer.sign(raw))
}

/**
 * nodemailer's own `list` option knows no List-Unsubscribe-Post, hence by hand. Auto-Submitted keeps holiday
 * notices away (RFC 3834).
 */
function headersOf({ list }: Mail): Record<string, { prepared: true; value: string }> {
  const headers: Record<string, string> = {
    'Auto-Submitted': 'auto-generated',
    'List-Id': `${list.name} <${list.id}>`
  }
  if (list.unsubscribe) {
    headers['List-Unsubscribe'] = `<${list.unsubscribe}>`
    headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click'
  }
  // Prepared: a folded address in angle brackets is one that some readers do not find.
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      { prepared: true, value: value.replace(/[\r\n]+/g, ' ') }
    ])
  )
}

// RFC 8058 wants both unsubscribe headers under the signature; nodemailer's default list leaves the second out.
const signedHeaders =
  'From:Reply-To:To:Subject:Date:Message-ID:MIME-Version:Content-Type:Auto-Submitted:List-Id:List-Unsubscribe:List-Unsubscribe-Post'

async function collected(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
