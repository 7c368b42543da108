import { splitIntoSentences } from './sentences.ts'

/** A stretch of a text in UTF-16 units, the end not included. */
export interface Span {
  start: number
  end: number
}

/**
 * Where words stand in a text, however spaces, line breaks, capitals and quotation marks fall; null when they do
 * not. Looks between `from` and `to`, and takes the first place.
 */
export function locate(text: string, words: string, from = 0, to = text.length): Span | null {
  const exact = text.indexOf(words, from)
  if (words !== '' && exact >= 0 && exact + words.length <= to)
    return { start: exact, end: exact + words.length }
  const wanted = lettersOf(words)
  if (wanted.letters === '') return null
  const held = lettersOf(text.slice(from, to))
  const at = held.letters.indexOf(wanted.letters)
  if (at < 0) return null
  const start = held.places[at]
  const last = held.places[at + wanted.letters.length - 1]
  return start === undefined || last === undefined ? null : { start: from + start, end: from + last + 1 }
}

/** The whole sentence that begins with these words: what a person means who types only its beginning. */
export function locateSentence(text: string, words: string): Span | null {
  const beginning = locate(text, words)
  if (!beginning) return null
  const { start, end } = beginning
  const sentences = splitIntoSentences(text.slice(start, end + LONGEST_SENTENCE))
  const last = sentences.find(sentence => start + sentence.end >= end)
  return { start, end: last ? start + last.end : end }
}

const LONGEST_SENTENCE = 2000

/** The characters that make words, folded one to one, each with its place. */
function lettersOf(text: string): { letters: string; places: number[] } {
  const letters: string[] = []
  const places: number[] = []
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? ''
    if (/\s/.test(sign)) continue
    letters.push(folded(sign))
    places.push(at)
  }
  return { letters: letters.join(''), places }
}

function folded(sign: string): string {
  const same = alike[sign]
  if (same) return same
  const small = sign.toLowerCase()
  return small.length === 1 ? small : sign
}

const alike: Readonly<Record<string, string>> = { '“': '"', '”': '"', '‘': "'", '’': "'", '–': '-', '—': '-' }
