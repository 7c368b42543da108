import type { SignInFacts } from '../../server/mail/sign-in-mail.ts'

/** Somebody asked to sign in without their password. */
export const sample: SignInFacts = {
  name: 'The editor',
  address: 'editor@example.org',
  path: '/sign-in-links/0123456789012345678901234567890123456789012'
}
