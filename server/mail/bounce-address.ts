import { createHmac } from 'node:crypto'
import { domainOf } from './address.ts'
import type { MailSite } from './site.ts'

/**
 * The envelope sender of a delivery: the bounce mailbox with the delivery's id and a signature in it, so that a
 * bounce says which mail it is about and nobody can make one up. Without such a mailbox, the address mail is from.
 */
export function returnPathOf(site: MailSite, deliveryId: string): string {
  if (!site.bouncesTo) return site.sender.from.address
  const [name] = site.bouncesTo.split('@')
  return `${name}+${deliveryId}-${signatureOf(site, deliveryId)}@${domainOf(site.bouncesTo)}`
}

/** The delivery that a bounce's recipient address names, when it is one that we made; null for any other. */
export function deliveryIdIn(site: MailSite, address: string): string | null {
  const [, id, signature] = /\+([0-9a-f]{24})-([0-9a-f]{16})@/.exec(address) ?? []
  if (!id || !signature) return null
  const secrets = [site.secrets.links, ...(site.secrets.formerLinks ?? [])]
  return secrets.some(links => signature === signatureOf({ secrets: { links } }, id)) ? id : null
}

const signatureOf = ({ secrets }: { secrets: { links: string } }, deliveryId: string): string =>
  createHmac('sha256', secrets.links).update(`bounce|${deliveryId}`).digest('hex').slice(0, 16)
