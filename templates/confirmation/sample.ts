import type { ConfirmationFacts } from '../../server/mail/confirmation-mail.ts'

/** Somebody wants to follow what was put to one department. */
export const sample: ConfirmationFacts = {
  address: 'reader@example.org',
  follows: 'questions put to the Department of State about <Mexico>',
  speed: 'Once a week',
  path: '/subscriptions/1/confirmation/2'
}
