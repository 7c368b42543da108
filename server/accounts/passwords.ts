import { hash, verify } from '@node-rs/argon2'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'

/** OWASP's least for argon2id, the library's default kind: 19 MiB, two passes, one lane; about 30 ms. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), cost)

/** Takes as long for an account without a password as for one with: how long it took tells nothing. */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const isRight = await verify(passwordHash ?? (await decoy()), password.normalize('NFKC'))
  return isRight && passwordHash !== null
}

let decoyHash: Promise<string> | undefined

const decoy = (): Promise<string> => {
  decoyHash ??= hash('no account has this password', cost)
  return decoyHash
}

export const PASSWORD_LEAST = 12
export const PASSWORD_MOST = 200

/** Of a long password so much is judged: the time it takes grows with the square of the length. */
const JUDGED = 64

/** What is wrong with a new password, in one sentence; null when nothing is. `about` is what others know of the person. */
export async function passwordFault(password: string, about: readonly string[]): Promise<string | null> {
  if (password.length < PASSWORD_LEAST)
    return `Use at least ${PASSWORD_LEAST} characters; several words are fine.`
  if (password.length > PASSWORD_MOST) return `Use at most ${PASSWORD_MOST} characters.`
  const judged = (await guesser()).check(password.slice(0, JUDGED), wordsAbout(about))
  return judged.score < 3 || isOneWordDressedUp(judged.sequence)
    ? 'That password is easy to guess: it is made of common words, names or patterns.'
    : null
}

/** What others know of a person and of this site, also run together, and the most famous example of all. */
const wordsAbout = (about: readonly string[]): string[] =>
  [...about, 'Reply Due', 'House of Representatives', 'United States', 'correct horse battery staple']
    .flatMap(text => [text, text.replace(/\s+/g, ''), ...text.split(/[^\p{L}\d]+/u)])
    .filter(word => word.length > 2)

interface Piece {
  readonly pattern: string
  readonly token: string
}

/** One known word, also said twice, with a year, digits and signs around it: long enough, and among the first tries. */
function isOneWordDressedUp(pieces: readonly Piece[]): boolean {
  const known = pieces.filter(({ pattern }) => pattern === 'dictionary' || pattern === 'repeat')
  const words = new Set(
    known.map(({ token }) => token.toLowerCase().replace(/[^\p{L}]/gu, '')).filter(word => word.length > 2)
  )
  return words.size === 1 && pieces.every(piece => known.includes(piece) || !/\p{L}/u.test(piece.token))
}

let made: Promise<ZxcvbnFactory> | undefined

/** The dictionary weighs some 30,000 words, so it is read when the first password is chosen and not at start. */
const guesser = (): Promise<ZxcvbnFactory> => {
  made ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary, adjacencyGraphs }) => new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
  )
  return made
}
