import { paths } from '../paths.ts'
import { mailbox } from './address.ts'
import type { Mail } from './compose.ts'
import { frameOf, listOf } from './frame.ts'
import { type Frame, mailTemplate } from './render.ts'
import type { MailSite } from './site.ts'

export interface AddressChangeFacts {
  readonly name: string
  /** The new address: the mail goes there. */
  readonly address: string
  /** Path of the page that asks once and then changes it. */
  readonly path: string
}

export interface AddressChangeContext extends Frame {
  readonly title: string
  readonly address: string
  readonly url: string
}

/** Asks at the new address whether it is this person's. */
export function addressChangeMail({ name, address, path }: AddressChangeFacts, site: MailSite): Mail {
  return {
    ...renderChange({
      ...frameOf(site, {
        preview: 'The link works once, for 24 hours, while you are signed in.',
        why: `You get this because somebody with an account at ${site.name} gave this address as their new one. If it was not you, do nothing: nothing changes.`,
        stop: null
      }),
      title: 'Confirm your new address',
      address,
      url: `${site.baseUrl}${path}`
    }),
    to: mailbox(name, address),
    list: listOf(site, 'accounts', 'accounts')
  }
}

export interface AddressChangedFacts {
  readonly name: string
  /** The old address: the mail goes there. */
  readonly address: string
  readonly newAddress: string
}

export interface AddressChangedContext extends Frame {
  readonly title: string
  readonly newAddress: string
  /** How to reach whoever runs the site. */
  readonly url: string
}

/** Tells the old address that it is not the account's any more, in case it was not its owner who changed it. */
export function addressChangedMail({ name, address, newAddress }: AddressChangedFacts, site: MailSite): Mail {
  return {
    ...renderChanged({
      ...frameOf(site, {
        preview: 'If it was not you, tell your desk’s admin now.',
        why: `You get this because this was the address of an account at ${site.name}. No other mail about the account comes here.`,
        stop: null
      }),
      title: 'The address of your account was changed',
      newAddress,
      url: `${site.baseUrl}${paths.about()}`
    }),
    to: mailbox(name, address),
    list: listOf(site, 'accounts', 'accounts')
  }
}

const renderChange = mailTemplate<AddressChangeContext>('address-change')
const renderChanged = mailTemplate<AddressChangedContext>('address-changed')
