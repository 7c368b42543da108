import { readFenced } from './files/fence.ts'
import { readLetter } from './read/index.ts'
import type { LetterReading } from './read/types.ts'

/** The reading of a pasted text: a long one is read in a process of its own, so that nobody else waits for it. */
export const readQuickly = async (text: string): Promise<LetterReading> =>
  text.length > LONG ? readFenced(text) : readLetter(text)

const LONG = 40_000
