import { createHash } from 'node:crypto'

/** What a text is found again by: the same words logged twice, as a letter, a reply or an intake, have the same. */
export const textChecksum = (text: string): string => createHash('sha256').update(text).digest('hex')
