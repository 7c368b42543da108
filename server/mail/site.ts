import { readFileSync } from 'node:fs'
import { BadSetting, type Config } from '../config.ts'
import type { Secrets } from '../secrets.ts'
import { domainOf, readMailbox } from './address.ts'
import type { Sender } from './compose.ts'

type MailConfig = Pick<
  Config,
  | 'BASE_URL'
  | 'PUBLIC_PAGES'
  | 'MAIL_FROM'
  | 'MAIL_REPLY_TO'
  | 'MAIL_BOUNCES_TO'
  | 'MAIL_POSTAL_ADDRESS'
  | 'DKIM_KEY_FILE'
  | 'DKIM_SELECTOR'
>

/** What every mail of this installation has in common. */
export interface MailSite {
  readonly baseUrl: string
  readonly name: string
  readonly postalAddress: string
  readonly secrets: Secrets
  readonly sender: Sender
  /** The part after the @ of our Message-IDs and the end of our List-Ids. */
  readonly domain: string
  readonly bouncesTo: string | null
  /** Whether visitors may read the record: nothing of it is mailed to them where they may not. */
  readonly isPublic: boolean
}

/** Reads the mail settings, and the DKIM key where one is given. Throws BadSetting. */
export function mailSite(config: MailConfig, secrets: Secrets): MailSite {
  const from = readMailbox(config.MAIL_FROM)
  const domain = domainOf(from.address)
  const key = config.DKIM_KEY_FILE ? keyIn(config.DKIM_KEY_FILE) : null
  return {
    baseUrl: config.BASE_URL,
    name: 'Reply Due',
    postalAddress: config.MAIL_POSTAL_ADDRESS ?? '',
    secrets,
    sender: {
      from: from.name ? from : { ...from, name: 'Reply Due' },
      replyTo: config.MAIL_REPLY_TO ? readMailbox(config.MAIL_REPLY_TO) : null,
      dkim: key ? { domain, selector: config.DKIM_SELECTOR, key } : null
    },
    domain,
    bouncesTo: config.MAIL_BOUNCES_TO ?? null,
    isPublic: config.PUBLIC_PAGES
  }
}

function keyIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new BadSetting('DKIM_KEY_FILE: expected a file that this process may read.')
  }
}
