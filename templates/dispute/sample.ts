import type { DisputeFacts } from '../../server/mail/dispute-mail.ts'

/** Somebody says that a reply to one question is missing. */
export const sample: DisputeFacts = {
  address: 'reader@example.org',
  about: 'question 3 of “Firearms exported to <Mexico>”',
  path: '/disputes/1/confirmation/2'
}
