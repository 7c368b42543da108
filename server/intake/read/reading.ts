import type { Span } from './types.ts'

/**
 * A text made ready for reading, with the way back. `text` is what the rules read (straight quotes, joined lines),
 * `shown` the same length with the letter's own glyphs, and `at[i]` the offset in the text as given of character i.
 */
export interface Reading {
  text: string
  shown: string
  at: Uint32Array
}

/** A change to a reading: what stands from `start` to `end` becomes `text`. */
export interface Edit extends Span {
  text: string
}

/** The reading with its edits applied; edits are in order and do not overlap. */
export function edited(reading: Reading, edits: Edit[]): Reading {
  if (edits.length === 0) return reading
  const length = edits.reduce((sum, e) => sum + e.text.length - (e.end - e.start), reading.text.length)
  const at = new Uint32Array(length)
  const text: string[] = []
  const shown: string[] = []
  let from = 0
  let to = 0
  const keep = (end: number) => {
    text.push(reading.text.slice(from, end))
    shown.push(reading.shown.slice(from, end))
    at.set(reading.at.subarray(from, end), to)
    to += end - from
  }
  for (const edit of edits) {
    keep(edit.start)
    text.push(edit.text)
    shown.push(edit.text)
    const origin = reading.at[Math.min(edit.start, Math.max(0, reading.text.length - 1))] ?? 0
    at.fill(origin, to, to + edit.text.length)
    to += edit.text.length
    from = edit.end
  }
  keep(reading.text.length)
  return { text: text.join(''), shown: shown.join(''), at }
}

/** A stretch of the reading as a span of the text as given. */
export function spanAsGiven(reading: Reading, { start, end }: Span): Span {
  if (end <= start) return { start: reading.at[start] ?? 0, end: reading.at[start] ?? 0 }
  return { start: reading.at[start] ?? 0, end: (reading.at[end - 1] ?? 0) + 1 }
}

/** A stretch of the reading as one line, in the letter's own glyphs. */
export const shownText = (reading: Reading, { start, end }: Span): string =>
  oneLine(reading.shown.slice(start, end))

/** White space of every kind becomes single spaces. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** The text without those signs at its end. */
export function withoutEnd(text: string, signs: string): string {
  let end = text.length
  while (end > 0 && signs.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

/** The span without white space at its ends. */
export function trimmed(text: string, { start, end }: Span): Span {
  let from = start
  let to = end
  while (from < to && isSpace(text.charCodeAt(from))) from++
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--
  return { start: from, end: to }
}

export const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13) || code === 160
