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
  for (const [, sign, phrase, word] of withPlainQuotes(query).matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)) {
    if (sign === '-') continue
    if (phrase?.trim()) phrases.push(phrase.trim())
    words.push(...wordsIn(phrase ?? word ?? ''))
  }
  return { stems: new Set(words.map(stemOf).filter(stem => stem !== '')), phrases }
}

/** Phones and word processors type curly quotes; the store knows the straight ones. */
export const withPlainQuotes = (query: string): string =>
  query.replace(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')

const contextLength = 260

/** The part of a text that shows best what was found, with the found words marked. */
export function excerpt(text: string, wanted: Wanted): Piece[] {
  const spans = hitsIn(text, wanted)
  const first = bestStart(spans)
  const start = startOfWord(text, Math.max(0, first - 80))
  const end = endOfWord(text, Math.min(text.length, start + contextLength))
  return [
    ...(start > 0 ? [{ text: '… ', isHit: false }] : []),
    ...piecesOf(text, spans, start, end),
    ...(end < text.length ? [{ text: ' …', isHit: false }] : [])
  ]
}

/** A short text, such as a title, whole, with the found words marked. */
export const marked = (text: string, wanted: Wanted): Piece[] =>
  piecesOf(text, hitsIn(text, wanted), 0, text.length)

function piecesOf(text: string, spans: readonly Span[], start: number, end: number): Piece[] {
  const pieces: Piece[] = []
  let at = start
  for (const span of spans) {
    if (span.start < at || span.end > end) continue
    if (span.start > at) pieces.push({ text: text.slice(at, span.start), isHit: false })
    pieces.push({ text: text.slice(span.start, span.end), isHit: true })
    at = span.end
  }
  if (at < end) pieces.push({ text: text.slice(at, end), isHit: false })
  return pieces
}

interface Span {
  readonly start: number
  readonly end: number
  /** What was looked for: a stem or a phrase. */
  readonly of: string
}

/** Where the stretch begins that holds most of the different words looked for; the first such one. */
function bestStart(spans: readonly Span[]): number {
  let best = { start: spans[0]?.start ?? 0, count: 0 }
  const inside = new Map<string, number>()
  let next = 0
  for (const { start, of } of spans) {
    for (let span = spans[next]; span && span.end <= start + contextLength - 80; span = spans[next]) {
      inside.set(span.of, (inside.get(span.of) ?? 0) + 1)
      next += 1
    }
    if (inside.size > best.count) best = { start, count: inside.size }
    const left = (inside.get(of) ?? 0) - 1
    if (left > 0) inside.set(of, left)
    else inside.delete(of)
  }
  return best.start
}

/** A text as long as this is searched for marks no further: the store has found it, this only shows where. */
const markedLength = 200_000

function hitsIn(whole: string, { stems, phrases }: Wanted): Span[] {
  const text = whole.slice(0, markedLength)
  const lower = text.toLowerCase()
  const inPhrases = phrases.flatMap(phrase => placesOf(phrase.toLowerCase(), lower))
  if (inPhrases.length > 0) return inPhrases.sort((one, other) => one.start - other.start)
  const found: Span[] = []
  for (const match of text.matchAll(/[\p{L}\p{N}_]+/gu)) {
    const of = stemOf(match[0])
    if (stems.has(of)) found.push({ start: match.index, end: match.index + match[0].length, of })
  }
  return found
}

/** A phrase is marked wherever it stands, up to as many times as a page could show. */
function placesOf(phrase: string, lower: string): Span[] {
  const places: Span[] = []
  for (
    let at = lower.indexOf(phrase);
    at >= 0 && places.length < 50;
    at = lower.indexOf(phrase, at + phrase.length)
  )
    places.push({ start: at, end: at + phrase.length, of: phrase })
  return places
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
