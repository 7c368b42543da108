import { mailbox } from './address.ts'
import type { Mail } from './compose.ts'
import { frameOf, listOf } from './frame.ts'
import { type Frame, mailTemplate } from './render.ts'
import type { MailSite } from './site.ts'

export interface DisputeFacts {
  readonly address: string
  /** What the report is about, in our words and not in the reader's: `question 3 of “Exports to Mexico”`. */
  readonly about: string
  /** Path of the page that asks once and then hands the report to the desk. */
  readonly path: string
}

/** What the templates of the mail that asks are filled with. */
export interface DisputeContext extends Frame {
  readonly title: string
  readonly about: string
  readonly url: string
}

/**
 * The mail that asks whether a report is really from the owner of the address. It holds nothing of what was typed, so
 * that nobody can have us carry their words to somebody else.
 */
export function disputeMail({ address, about, path }: DisputeFacts, site: MailSite): Mail {
  return {
    ...render({
      ...frameOf(site, {
        preview: `About ${about}. The link works for 24 hours.`,
        why: `You get this because somebody sent a report to ${site.name} and gave this address. If it was not you, do nothing: without your confirmation it is thrown away after a day.`,
        stop: null
      }),
      title: 'Confirm your report',
      about,
      url: `${site.baseUrl}${path}`
    }),
    to: mailbox('', address),
    list: listOf(site, 'reports', 'reports')
  }
}

const render = mailTemplate<DisputeContext>('dispute')
