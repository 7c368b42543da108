import type { DisputeOutcomeFacts } from '../../server/mail/dispute-outcome-mail.ts'

/** The desk found the reply that a reader missed. */
export const sample: DisputeOutcomeFacts = {
  address: 'reader@example.org',
  about: 'question 3 of “Firearms exported to <Mexico>”',
  outcome: 'changed',
  because: 'The reply of October 1 is now recorded, and answers this question on its second page.',
  desk: 'Example desk',
  path: '/questions/1#history'
}
