import { mailbox } from './address.ts'
import type { Mail } from './compose.ts'
import { frameOf, listOf } from './frame.ts'
import { type Frame, mailTemplate } from './render.ts'
import type { MailSite } from './site.ts'

export interface ConfirmationFacts {
  readonly address: string
  /** What would be followed, in words: `questions put to the Department of State`. */
  readonly follows: string
  readonly speed: string
  /** Path of the page that asks once and then confirms. */
  readonly path: string
}

/** What the confirmation's templates are filled with. */
export interface ConfirmationContext extends Frame {
  readonly title: string
  readonly follows: string
  readonly speed: string
  readonly url: string
}

/** The one mail that an address gets before its owner has agreed to any. */
export function confirmationMail({ address, follows, speed, path }: ConfirmationFacts, site: MailSite): Mail {
  return {
    ...render({
      ...frameOf(site, {
        preview: `Follow ${follows}. The link works for 24 hours.`,
        why: `Somebody asked for mail to this address at ${site.name}. If it was not you, do nothing: without your confirmation nothing more is sent.`,
        stop: null
      }),
      title: 'Confirm that you want this mail',
      follows,
      speed,
      url: `${site.baseUrl}${path}`
    }),
    to: mailbox('', address),
    list: listOf(site, 'subscriptions', 'subscriptions')
  }
}

const render = mailTemplate<ConfirmationContext>('confirmation')
