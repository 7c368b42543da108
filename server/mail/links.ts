import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../secrets.ts'

/**
 * Links in mails that carry their own proof: a path, and at its end a signature of it. The signature is 43
 * characters of base64url, which the request log masks. Nothing is stored for them, so they work in any process.
 */
export const signed = (secrets: Pick<Secrets, 'links'>, path: string): string =>
  `${path}/${signatureOf(secrets.links, path)}`

/** Whether a path ends in a signature of what stands before it, made with the secret in use or a recent one. */
export function isSigned(secrets: Pick<Secrets, 'links' | 'formerLinks'>, path: string): boolean {
  const cut = path.lastIndexOf('/')
  const given = Buffer.from(path.slice(cut + 1))
  return [secrets.links, ...(secrets.formerLinks ?? [])].some(secret => {
    const expected = Buffer.from(signatureOf(secret, path.slice(0, cut)))
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}

const signatureOf = (secret: string, path: string): string =>
  createHmac('sha256', secret).update(path).digest('base64url')
