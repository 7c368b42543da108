import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Types } from 'mongoose'

/** A message as it lies in the store: a quarter of its size, since ten thousand wait on a Monday. */
export const packedMessage = (raw: Buffer): Buffer => gzipSync(raw)

/**
 * The whole message, the same bytes at every try. One that an earlier release stored may lie there unpacked. Throws
 * where it was removed.
 */
export function messageOf({
  _id,
  raw
}: {
  readonly _id: Types.ObjectId
  readonly raw: Buffer | null
}): Buffer {
  if (raw === null) throw new Error(`Delivery ${_id} has no message.`)
  // mongoose hands bytes of a lean document out in the driver's own wrapping.
  const stored = Buffer.isBuffer(raw) ? raw : Buffer.from((raw as { buffer: Uint8Array }).buffer)
  return stored[0] === 0x1f && stored[1] === 0x8b ? gunzipSync(stored) : stored
}

/** A mail's Message-ID follows from what it settles, so that every copy of it is known to be the same mail. */
export const messageIdOf = (keys: readonly string[], domain: string): string =>
  `<${createHash('sha256')
    .update([...keys].sort().join('\n'))
    .digest('hex')
    .slice(0, 40)}@${domain}>`
