import { sample as addressChange } from '../../templates/address-change/sample.ts'
import { sample as addressChanged } from '../../templates/address-changed/sample.ts'
import { sample as answer } from '../../templates/answer/sample.ts'
import { sample as confirmation } from '../../templates/confirmation/sample.ts'
import { sample as digest } from '../../templates/digest/sample.ts'
import { sample as dispute } from '../../templates/dispute/sample.ts'
import { sample as disputeOutcome } from '../../templates/dispute-outcome/sample.ts'
import { sample as reminder } from '../../templates/reminder/sample.ts'
import { sample as signIn } from '../../templates/sign-in/sample.ts'
import { addressChangedMail, addressChangeMail } from './address-mails.ts'
import { answerMail } from './answer-mail.ts'
import type { Mail } from './compose.ts'
import { confirmationMail } from './confirmation-mail.ts'
import { digestMail } from './digest-mail.ts'
import { disputeMail } from './dispute-mail.ts'
import { disputeOutcomeMail } from './dispute-outcome-mail.ts'
import { reminderMail } from './reminder-mail.ts'
import { signInMail } from './sign-in-mail.ts'
import type { MailSite } from './site.ts'

/** Every mail as it looks with its sample: for the preview command, the preview page and the tests. */
export const previews = {
  answer: site => answerMail(answer, site),
  confirmation: site => confirmationMail(confirmation, site),
  digest: site => digestMail(digest, site),
  reminder: site => reminderMail(reminder, site),
  'sign-in': site => signInMail(signIn, site),
  dispute: site => disputeMail(dispute, site),
  'dispute-outcome': site => disputeOutcomeMail(disputeOutcome, site),
  'address-change': site => addressChangeMail(addressChange, site),
  'address-changed': site => addressChangedMail(addressChanged, site)
} satisfies Record<string, (site: MailSite) => Mail>
