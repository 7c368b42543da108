import { type Day, isDay } from '../domain/day.ts'
import type { Secrets } from '../secrets.ts'
import { isSigned, signed } from './links.ts'

/** What a reader can do about a letter straight from a reminder. */
export const mailActs = ['still-nothing', 'chased', 'quiet'] as const
export type MailAct = (typeof mailActs)[number]

/** What a link in a reminder says: who may do what about which letter, and until when. */
export interface MailLink {
  readonly act: MailAct
  readonly letterId: string
  readonly userId: string
  /** The last day on which it works. */
  readonly until: Day
}

/** The path of a page that asks once and then does it. */
export const mailLinkPath = (secrets: Secrets, { act, letterId, userId, until }: MailLink): string =>
  signed(secrets, `/mail-links/${act}/${letterId}/${userId}/${until}`)

/** What a path says, when it is one of ours and not over; null for everything else. */
export function readMailLink(secrets: Secrets, path: string, today: Day): MailLink | null {
  if (!isSigned(secrets, path)) return null
  const [, , given, letterId = '', userId = '', until = ''] = path.split('/')
  const act = mailActs.find(one => one === given)
  return act && isDay(until) && today <= until ? { act, letterId, userId, until } : null
}
