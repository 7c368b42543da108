import { askOf } from './ask-kind.ts'
import { type Reading, shownText, spanAsGiven } from './reading.ts'
import { hear } from './requests.ts'
import { sentencesOf } from './sentences.ts'
import type { QuestionPart, Span } from './types.ts'

const condition = /;\s+(?=(?:and\s|or\s)?if\b)/gi
const secondRequest =
  /(?:,|;)?\s{1,3}(?:and|we)\s{1,3}(?=(?:also\s|further\s|respectfully\s|to\s)?(?:request|ask|urge|call (?:up)?on|demand|please)\b)/gi
const firstRequest = /\b(?:request|ask|urge|call (?:up)?on|demand|please|provide|describe|explain)\b/i

/**
 * The parts of a question: each sentence that asks something of its own, a condition after a semicolon
 * ("; if not, what ..."), and a second request joined to the first ("We call on you ... and request ...").
 */
export function partsOf(reading: Reading, pieces: Span[]): QuestionPart[] {
  const { text } = reading
  const heads: Span[] = []
  const asking: Span[] = []
  const isNested = pieces.length > 1
  for (const piece of pieces) {
    const spans = sentencesOf(text, piece).flatMap(s => joinedIn(text, s))
    const isStrong = spans.some((span, i) => i > 0 && asks(text, span, false))
    spans.forEach((span, i) => {
      if (!asks(text, span, i === 0)) return
      if (i === 0 && isStrong && isSetting(text, span)) return
      if (isNested && /:$/.test(text.slice(span.start, span.end))) heads.push(span)
      else asking.push(span)
    })
  }
  const whole = { start: pieces[0]?.start ?? 0, end: pieces.at(-1)?.end ?? 0 }
  const chosen = asking.length > 0 ? asking : heads.length > 0 ? heads : [whole]
  return chosen.map(span => partAt(reading, span))
}

/** A sentence that sets the scene for the asks after it, though it begins like a thing asked for ("The report says ..."). */
const isSetting = (text: string, span: Span): boolean => {
  const said = text.slice(span.start, span.end)
  return /^the\b/i.test(said) && hear(said, true).way === 'thing'
}

function partAt(reading: Reading, span: Span): QuestionPart {
  const text = shownText(reading, span)
  return { text, ...spanAsGiven(reading, span), ask: askOf(text) }
}

function asks(text: string, span: Span, isOpening: boolean): boolean {
  const said = text.slice(span.start, span.end)
  const heard = hear(said, isOpening)
  return (
    (heard.way !== null && !heard.isLogistics) ||
    /^(?:and\s|or\s)?(?:if not|request|ask|urge|call on|call upon|demand|please)\b/i.test(said)
  )
}

/** A sentence cut where a condition or a second request is joined to it. */
function joinedIn(text: string, sentence: Span): Span[] {
  const said = text.slice(sentence.start, sentence.end)
  if (said.length > 4000) return [sentence]
  const cuts: { end: number; start: number }[] = []
  for (const m of said.matchAll(condition)) cuts.push({ end: m.index + 1, start: m.index + m[0].length })
  for (const m of said.matchAll(secondRequest)) {
    if (firstRequest.test(said.slice(0, m.index)) && m.index > 20)
      cuts.push({ end: m.index, start: m.index + m[0].length })
  }
  cuts.sort((a, b) => a.start - b.start)
  const spans: Span[] = []
  let from = 0
  for (const cut of cuts) {
    spans.push({ start: sentence.start + from, end: sentence.start + cut.end })
    from = cut.start
  }
  spans.push({ start: sentence.start + from, end: sentence.end })
  return spans
}
