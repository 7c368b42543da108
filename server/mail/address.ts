import { domainToASCII } from 'node:url'

/** Where a mail goes: a display name, which may be empty, and one plain address. */
export interface Mailbox {
  readonly name: string
  readonly address: string
}

/** Thrown for an address that is not exactly one mailbox; the message is one sentence for a form. */
export class BadAddress extends Error {}

const expected = 'Enter one e-mail address, such as name@example.org.'

// Characters that quote, comment, group, list or route an address, and everything that ends a line: what is left
// can only ever be one recipient. Quoted local parts are lawful and given up for that.
const local = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const host = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/
const domainAsTyped = /^[\p{L}\p{M}\p{N}.-]+$/u

/**
 * The address as it is written on the wire: the domain in ASCII and small letters (an international one as
 * punycode), the part before the @ as given. Throws BadAddress.
 */
export function plainAddress(typed: string): string {
  const given = typed.trim()
  const at = given.lastIndexOf('@')
  const [before, domain] = [given.slice(0, at), given.slice(at + 1)]
  if (at < 1 || given.length > 254 || before.length > 64 || !local.test(before))
    throw new BadAddress(expected)
  if (!domainAsTyped.test(domain)) throw new BadAddress(expected)
  const ascii = domainToASCII(domain)
  if (ascii.length > 253 || !host.test(ascii)) throw new BadAddress(expected)
  return `${before}@${ascii}`
}

/** A mailbox whose name holds no line end and whose address is one address. Throws BadAddress. */
export const mailbox = (name: string, address: string): Mailbox => ({
  name: oneLine(name, 120),
  address: plainAddress(address)
})

/** A text made fit for a header: one line, no control or direction characters, at most `most` characters. */
export function oneLine(text: string, most: number): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`
}

/** Reads `Name <address>` or a bare address, as the MAIL_FROM setting has it. Throws BadAddress. */
export function readMailbox(text: string): Mailbox {
  const [, name, inBrackets] = /^(.*?)<([^<>]*)>\s*$/.exec(text) ?? []
  return inBrackets === undefined ? mailbox('', text) : mailbox((name ?? '').replaceAll('"', ''), inBrackets)
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)
