import { createHash } from 'node:crypto'
import { Types } from 'mongoose'

/**
 * The same id for the same words, always. What is logged from one intake or one example gets its ids this way, so
 * that confirming twice, or again after a crash half-way, makes the same records and not more of them.
 */
export const derivedId = (...words: readonly (string | number)[]): Types.ObjectId =>
  new Types.ObjectId(createHash('sha256').update(words.join('\n')).digest().subarray(0, 12))
