import { type DisputeOutcome, disputeOutcomeLabels } from '../domain/disputes.ts'
import { mailbox } from './address.ts'
import type { Mail } from './compose.ts'
import { frameOf, listOf } from './frame.ts'
import { type Frame, mailTemplate } from './render.ts'
import type { MailSite } from './site.ts'

export interface DisputeOutcomeFacts {
  readonly address: string
  readonly about: string
  readonly outcome: DisputeOutcome
  /** What the desk says to it. */
  readonly because: string
  readonly desk: string
  /** Path of the page that shows the record, or the change in it. */
  readonly path: string
}

/** What the templates of the mail that tells how it ended are filled with. */
export interface DisputeOutcomeContext extends Frame {
  readonly title: string
  readonly about: string
  readonly outcome: string
  readonly because: string
  readonly desk: string
  readonly linkText: string
  readonly url: string
}

/** The one mail that tells a reader what became of their report. */
export function disputeOutcomeMail(facts: DisputeOutcomeFacts, site: MailSite): Mail {
  const { address, about, outcome, because, desk, path } = facts
  const label = disputeOutcomeLabels[outcome]
  return {
    ...render({
      ...frameOf(site, {
        preview: `${label}. ${desk} says why.`,
        why: `You get this because you reported something to ${site.name} and wanted to hear what became of it. It is the only mail about it, and your address is not kept.`,
        stop: null
      }),
      title: 'What became of your report',
      about,
      outcome: label,
      because,
      desk,
      linkText: outcome === 'changed' ? 'What was changed' : 'The record',
      url: `${site.baseUrl}${path}`
    }),
    to: mailbox('', address),
    list: listOf(site, 'reports', 'reports')
  }
}

const render = mailTemplate<DisputeOutcomeContext>('dispute-outcome')
