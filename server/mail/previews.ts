import { sample as answer } from '../../templates/answer/sample.ts'
import { sample as confirmation } from '../../templates/confirmation/sample.ts'
import { sample as digest } from '../../templates/digest/sample.ts'
import { sample as reminder } from '../../templates/reminder/sample.ts'
import { sample as signIn } from '../../templates/sign-in/sample.ts'
import { answerMail } from './answer-mail.ts'
import type { Mail } from './compose.ts'
import { confirmationMail } from './confirmation-mail.ts'
import { digestMail } from './digest-mail.ts'
import { reminderMail } from './reminder-mail.ts'
import { signInMail } from './sign-in-mail.ts'
import type { MailSite } from './site.ts'

/** Every mail as it looks with its sample: for the preview command, the preview page and the tests. */
export const previews = {
  answer: site => answerMail(answer, site),
  confirmation: site => confirmationMail(confirmation, site),
  digest: site => digestMail(digest, site),
  reminder: site => reminderMail(reminder, site),
  'sign-in': site => signInMail(signIn, site)
} satisfies Record<string, (site: MailSite) => Mail>
