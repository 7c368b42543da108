import { mailbox } from './address.ts'
import type { Mail } from './compose.ts'
import { frameOf, listOf } from './frame.ts'
import { type Frame, mailTemplate } from './render.ts'
import type { MailSite } from './site.ts'

export interface SignInFacts {
  readonly name: string
  readonly address: string
  /** Path of the page that asks once and then signs in. */
  readonly path: string
}

/** What the sign-in mail's templates are filled with. */
export interface SignInContext extends Frame {
  readonly title: string
  readonly url: string
}

/** The mail that signs a person in, in the browser they asked from and in no other. */
export function signInMail({ name, address, path }: SignInFacts, site: MailSite): Mail {
  return {
    ...render({
      ...frameOf(site, {
        preview: 'The link works once, for 10 minutes, in the browser that asked for it.',
        why: `You get this because somebody, most likely you, asked at ${site.name} to sign in with this address.`,
        stop: null
      }),
      title: 'Sign in',
      url: `${site.baseUrl}${path}`
    }),
    to: mailbox(name, address),
    list: listOf(site, 'accounts', 'accounts')
  }
}

const render = mailTemplate<SignInContext>('sign-in')
