import { sample as digest } from '../../templates/digest/sample.ts'
import { sample as reminder } from '../../templates/reminder/sample.ts'
import type { Mail } from './compose.ts'
import { digestMail } from './digest-mail.ts'
import { reminderMail } from './reminder-mail.ts'
import type { MailSite } from './site.ts'

/** Every mail as it looks with its sample: for the preview command, the preview page and the tests. */
export const previews = {
  digest: site => digestMail(digest, site),
  reminder: site => reminderMail(reminder, site)
} satisfies Record<string, (site: MailSite) => Mail>
