import { createHash } from 'node:crypto'
import { Delivery } from '../../models/delivery.ts'
import { messageIdOf } from '../../models/kept-message.ts'
import { Token } from '../../models/token.ts'
import { User } from '../../models/user.ts'
import { compose } from '../mail/compose.ts'
import { signInMail } from '../mail/sign-in-mail.ts'
import type { MailSite } from '../mail/site.ts'
import { paths } from '../paths.ts'

/** How long a link to sign in works. */
export const SIGN_IN_MINUTES = 10

/** Queues a link to sign in for an address, where an account of it is in use. `nonce` is known to the asking browser only. */
export async function mailSignInLink(
  { email, to, nonce }: { email: string; to: string; nonce: string },
  now: Date,
  site: MailSite
): Promise<void> {
  const user = await User.byEmail(email)
  if (!user || user.disabledAt) return
  const about = { browser: browserOf(nonce), to }
  const made = { kind: 'sign_in', userId: user._id, about, now, lastsHours: SIGN_IN_MINUTES / 60 } as const
  const { secret, expiresAt } = await Token.issue(made)
  const mail = signInMail({ name: user.name, address: user.email, path: paths.signInLink(secret) }, site)
  const keys = [`sign-in|${user._id}|${now.getTime()}`]
  const messageId = messageIdOf(keys, site.domain)
  await Delivery.claim({
    keys,
    kind: 'sign_in',
    to: mail.to,
    subject: mail.subject,
    raw: await compose(mail, messageId, now, site.sender),
    messageId,
    slotAt: now,
    graceUntil: expiresAt,
    composedAt: now,
    userId: user._id
  })
}

/** What is kept of the browser that asked: enough to know it again, and not what its session holds. */
export const browserOf = (nonce: string): string => createHash('sha256').update(nonce).digest('base64url')
