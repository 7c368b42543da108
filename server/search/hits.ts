import { stemmer } from 'stemmer'

/** A stretch of a text around what was found; `isHit` marks the found words. */
export interface Piece {
  readonly text: string
  readonly isHit: boolean
}

/** The words and the quoted phrases of a query, as texts are compared with them. */
export interface Wanted {
  readonly stems: ReadonlySet<string>
  readonly phrases: readonly string[]
}

/** What a query looks for: quoted words are phrases, a word behind a minus sign is not looked for. */
export function wantedBy(query: string): Wanted {
  const phrases: string[] = []
  const words: string[] = []
  for (const [, sign, phrase, word] of query.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)) {
    if (sign === '-') continue
    if (phrase?.trim()) phrases.push(phrase.trim())
    words.push(...wordsIn(phrase ?? word ?? ''))
  }
  return { stems: new Set(words.map(stemOf).filter(stem => stem !== '')), phrases }
}

const contextLength = 260

/** The part of a text that shows best what was found, with the found words marked. */
export function excerpt(text: string, wanted: Wanted): Piece[] {
  const spans = hitsIn(text, wanted)
  const first = spans[0]?.start ?? 0
  const start = startOfWord(text, Math.max(0, first - 80))
  const end = endOfWord(text, Math.min(text.length, start + contextLength))
  const pieces: Piece[] = start > 0 ? [{ text: '… ', isHit: false }] : []
  let at = start
  for (const span of spans) {
    if (span.start < at || span.end > end) continue
    if (span.start > at) pieces.push({ text: text.slice(at, span.start), isHit: false })
    pieces.push({ text: text.slice(span.start, span.end), isHit: true })
    at = span.end
  }
  if (at < end) pieces.push({ text: text.slice(at, end), isHit: false })
  if (end < text.length) pieces.push({ text: ' …', isHit: false })
  return pieces
}

/** A text as long as this is searched for marks no further: the store has found it, this only shows where. */
const markedLength = 200_000

function hitsIn(whole: string, { stems, phrases }: Wanted): { start: number; end: number }[] {
  const text = whole.slice(0, markedLength)
  const lower = text.toLowerCase()
  const inPhrases = phrases.flatMap(phrase => {
    const start = lower.indexOf(phrase.toLowerCase())
    return start < 0 ? [] : [{ start, end: start + phrase.length }]
  })
  if (inPhrases.length > 0) return inPhrases.sort((one, other) => one.start - other.start)
  const found: { start: number; end: number }[] = []
  for (const match of text.matchAll(/[\p{L}\p{N}_]+/gu))
    if (stems.has(stemOf(match[0]))) found.push({ start: match.index, end: match.index + match[0].length })
  return found
}

const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{N}_]+/gu) ?? []

const stemOf = (word: string): string =>
  stemmer(
    word
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase()
  )

const startOfWord = (text: string, at: number): number => {
  if (at === 0) return 0
  const space = text.indexOf(' ', at)
  return space < 0 || space - at > 30 ? at : space + 1
}

const endOfWord = (text: string, at: number): number => {
  if (at >= text.length) return text.length
  const space = text.lastIndexOf(' ', at)
  return at - space > 30 ? at : space
}
