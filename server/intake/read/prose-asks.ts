import type { Draft } from './drafts.ts'
import { introWord } from './intros.ts'
import { hear } from './requests.ts'
import { sentencesOf } from './sentences.ts'
import type { Span } from './types.ts'

const colonIntro =
  /^[^:?]{8,300}\b(?:following|below|these|questions|information)\b[^:?]{0,80}:\s{1,3}(?=[A-Z"'])/

/** A promise that keeps itself: "Please provide the following by June 1: the number of sites; and their cost." */
const holdsList = /:\s[a-z(][^:;]{8,400};\s/

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
      const own = briefingIn(text, span.start, intro[0])
      if (own !== null) drafts.push(own(at))
      span = { start: span.start + intro[0].length, end: span.end }
      said = text.slice(span.start, span.end)
    }
    const heard = hear(said, isListed)
    const previous = drafts.at(-1)
    if (isListed && heard.way === 'thing' && isAfterQuestion(text, previous) && statement.test(said)) {
      isListed = false
      isAfterAsk = false
      return
    }
    if (
      heard.way === null ||
      heard.isLogistics ||
      (heard.isIntro && !isListed && !holdsList.test(said)) ||
      isQuoted(span)
    ) {
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
      isPlainQuestion: heard.way === 'question' && !askedOfYou.test(said),
      isUrged: heard.way === 'call',
      block: at
    })
  })
  return drafts
}

const briefing = /\b(?:to brief|a (?:\S+ ){0,3}?briefing|to arrange a (?:briefing|meeting))\b/

/** A question that is a request: "Can you provide ...?" */
const askedOfYou =
  /\b(?:can|could|would|will) you (?:please |also )?(?:provide|explain|describe|clarify|confirm|tell|share|identify|give|send|assure|list|elaborate|detail)\b/i

/** A briefing asked for in the sentence that goes on to promise questions: "We request a briefing, and answers to ...". */
function briefingIn(text: string, from: number, intro: string): ((at: number) => Draft) | null {
  const join =
    /,? and (?:(?:we|i) (?:\S+ ){0,2}?(?:request|ask|seek)|(?:for |that you )?(?:provide |written )?(?:answers|responses))\b/i.exec(
      intro
    )
  if (join === null) return null
  const clause = text.slice(from, from + join.index)
  if (!briefing.test(clause.toLowerCase()) || hear(`${clause}.`).way === null) return null
  return at => ({
    number: null,
    pieces: [{ start: from, end: from + join.index }],
    confidence: 0.7,
    from: 'bare',
    hasAsk: true,
    block: at
  })
}

/** After questions, a noun that has a verb of its own is the letter going on: "The response so far has failed ...". */
const statement =
  /^(?:(?!that\b|which\b|who\b|whether\b|how\b|where\b|when\b)\S+\s){1,10}?(?:has|have|is|are|was|were|will)\s/i

const isAfterQuestion = (text: string, draft: Draft | undefined): boolean => {
  const last = draft?.pieces.at(-1)
  return last !== undefined && /\?["')]?$/.test(text.slice(last.start, last.end))
}

/** Tells, sentence by sentence, whether one is somebody's words: in a quotation that opened before it, or all of it. */
function quotedIn(text: string, block: Span): (span: Span) => boolean {
  let isOpen = false
  let from = block.start
  return span => {
    for (; from < span.start; from++) if (text.charAt(from) === '"') isOpen = opensAt(text, from) ?? !isOpen
    const said = text.slice(span.start, span.end)
    return (
      isOpen ||
      (said.startsWith('"') && said.endsWith('"')) ||
      (said.endsWith('?') && said.split('"').length % 2 === 0)
    )
  }
}

/** Whether a mark of quotation opens or closes by what stands beside it, so that one mark too many misleads no further. */
function opensAt(text: string, at: number): boolean | null {
  const isAfterWord = /[\p{L}\d.,;:!?%)\]"']/u.test(text.charAt(at - 1))
  const isBeforeWord = /[\p{L}\d[($'.]/u.test(text.charAt(at + 1))
  return isAfterWord === isBeforeWord ? null : isBeforeWord
}
