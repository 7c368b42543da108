import type { MailList } from './compose.ts'
import type { Frame } from './render.ts'
import type { MailSite } from './site.ts'

interface Foot {
  readonly preview: string
  readonly why: string
  readonly stop: { readonly text: string; readonly url: string } | null
}

/** What stands around a mail of this installation. */
export const frameOf = (site: MailSite, { preview, why, stop }: Foot): Frame => ({
  siteName: site.name,
  siteUrl: site.baseUrl,
  preview,
  footer: { why, stop, postalAddress: site.postalAddress }
})

/** One of our lists, by the name that stands in its List-Id. */
export const listOf = (
  site: MailSite,
  name: string,
  id: string,
  unsubscribe: string | null = null
): MailList => ({
  name: `${site.name} ${name}`,
  id: `${id}.reply-due.${site.domain}`,
  unsubscribe
})
