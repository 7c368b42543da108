import type { Draft } from './drafts.ts'
import { introWord } from './intros.ts'
import { hear } from './requests.ts'
import { sentencesOf } from './sentences.ts'
import type { Span } from './types.ts'

const colonIntro =
  /^[^:?]{8,300}\b(?:following|below|these|questions|information)\b[^:?]{0,80}:\s{1,3}(?=[A-Z"'])/

/** The requests of running text, one a sentence; a sentence that hangs on the one before stays with it. */
export function proseDrafts(text: string, block: Span, at: number): Draft[] {
  const drafts: Draft[] = []
  const sentences = sentencesOf(text, block)
  const isQuoted = quotedIn(text, block)
  let isAfterAsk = false
  let isListed = false
  sentences.forEach(sentence => {
    let span = sentence
    let said = text.slice(span.start, span.end)
    const intro = colonIntro.exec(said.slice(0, 500))
    if (intro !== null && introWord(intro[0]) === 'asks') {
      isListed = true
      span = { start: span.start + intro[0].length, end: span.end }
      said = text.slice(span.start, span.end)
    }
    const heard = hear(said, isListed)
    const previous = drafts.at(-1)
    if (heard.way === null || heard.isLogistics || (heard.isIntro && !isListed) || isQuoted(span)) {
      isAfterAsk = false
      return
    }
    const piece = previous?.pieces[0]
    if (heard.isDependent && isAfterAsk && piece !== undefined) {
      piece.end = span.end
      return
    }
    isAfterAsk = true
    const from = heard.isAnnouncement ? 'announcement' : isListed ? 'bare' : 'prose'
    const confidence = heard.isAnnouncement
      ? 0.4
      : heard.way === 'call'
        ? 0.55
        : heard.way === 'question'
          ? 0.75
          : 0.8
    drafts.push({
      number: null,
      pieces: [{ ...span }],
      confidence,
      from,
      hasAsk: true,
      isPlainQuestion: heard.way === 'question',
      block: at
    })
  })
  return drafts
}

/** Tells, sentence by sentence, whether one is somebody's words: in a quotation that opened before it, or all of it. */
function quotedIn(text: string, block: Span): (span: Span) => boolean {
  let isOpen = false
  let from = block.start
  return span => {
    for (; from < span.start; from++) if (text.charAt(from) === '"') isOpen = !isOpen
    const said = text.slice(span.start, span.end)
    return (
      isOpen ||
      (said.startsWith('"') && said.endsWith('"')) ||
      (said.endsWith('?') && said.split('"').length % 2 === 0)
    )
  }
}
