import { trusted } from 'mongoose'
import type { Visibility } from '../server/domain/letters.ts'

interface Published {
  visibility: Visibility
  embargoUntil: Date | null
}

/** The filter for what a visitor may see at an instant; letters and their questions carry the same fields. */
export const publicAt = (now: Date) => ({
  $or: [
    { visibility: 'public' as const },
    { visibility: 'embargoed' as const, embargoUntil: trusted({ $lte: now }) }
  ]
})

/** The same rule for one record in hand. */
export const isPublicAt = (record: Published, now: Date): boolean =>
  record.visibility === 'public' ||
  (record.visibility === 'embargoed' && record.embargoUntil !== null && record.embargoUntil <= now)
