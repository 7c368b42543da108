import { hear } from './requests.ts'
import { sentencesOf } from './sentences.ts'
import type { Span } from './types.ts'

/** An ask found, before it is numbered: where its pieces stand and how it was found. */
export interface Draft {
  number: string | null
  pieces: Span[]
  confidence: number
  from: 'item' | 'bare' | 'prose' | 'announcement'
  /** Whether it asks in its own words, or only stands in a list that does. */
  hasAsk: boolean
  /** Whether it is a question put without a request, as rhetoric is too. */
  isPlainQuestion?: boolean
  /** Whether it urges instead of asking for an answer. */
  isUrged?: boolean
  /** Whether the list it stands in is one of things to do: "We urge you to:". */
  isCall?: boolean
  /** How many paragraphs of the letter precede it. */
  block: number
}

/** No letter asks more; a hostile text stops here. */
export const mostQuestions = 600

/** Adds one by one: spreading a hostile text's hundred thousand asks would overflow the stack. */
export function append<T>(drafts: T[], more: T[]): void {
  for (const draft of more) if (drafts.length < mostQuestions) drafts.push(draft)
}

/** Found in a list, with markers or without. */
export const isListed = (draft: Draft): boolean => draft.from === 'item' || draft.from === 'bare'

/** An ask that needs no list to be one. */
export function isStrong(sentence: string): boolean {
  const heard = hear(sentence)
  return heard.way !== null && !heard.isLogistics && !heard.isIntro && !heard.isAnnouncement
}

/** An item without the letter's closing sentences, which run on after the last one when line breaks were lost. */
export function withoutClosing(text: string, piece: Span): Span {
  const sentences = sentencesOf(text, piece)
  const heard = sentences.map(s => hear(text.slice(s.start, s.end)))
  const lastAsk = heard.findLastIndex(h => h.way !== null && !h.isLogistics)
  const closing = heard.findIndex((h, i) => i > Math.max(lastAsk, 0) && h.isLogistics)
  return {
    start: piece.start,
    end: sentences[closing < 0 ? sentences.length - 1 : closing - 1]?.end ?? piece.end
  }
}
