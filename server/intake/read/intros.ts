import type { Prose } from './outline.ts'
import { hear } from './requests.ts'
import { sentencesOf } from './sentences.ts'

/** What the paragraphs before a list say of it. */
export type Intro = 'asks' | 'other' | 'none'

/** A heading over questions: "Document requests". */
export const isQuestionsHeading = (text: string): boolean =>
  /^(?:\W*)(?:(?:document|information|interrogatory|specific|detailed|additional|our|the|list of|attached)\s){0,2}(?:questions?|requests?|interrogatories|information requested|documents requested)\b.{0,40}$/i.test(
    text
  )

const askWords =
  /\b(?:questions?|answers?|respon[ds]\w*|requests?|requested|requesting|information|provide|explain|address|clarify|inquir\w+|produce|describe|ask|please|urge|call (?:up)?on|(?:like|wants?|need) to know|understand|seek|documents|demand|(?:should|must|shall|please|to|would) (?:also )?include|requires?|needs?|commit to|(?:should|must) (?:also )?(?:consider|cover|examine|assess|determine|evaluate))\b/i
const tellWords =
  /\b(?:found|finds|concerns?|concluded|alleg\w+|facts|findings|reported|reports|learned|revealed|according|attended|attendees|examples?|violations|noted|stated|identified|shows|including the following|reasons)\b/i

/** What a sentence that opens a list says of it. */
export function introWord(sentence: string): Intro {
  if (
    askWords.test(sentence) &&
    (!tellWords.test(sentence) || hear(sentence).way !== null || /\bquestions?\b/i.test(sentence))
  )
    return 'asks'
  return 'other'
}

/** A paragraph without punctuation that ends in a promise: "I would like answers to the following questions by March 21". */
const promisesNext = /\b(?:following|below)\b/i

/** Whether a paragraph promises a list, and of what. */
export function introOf(text: string, block: Prose): Intro {
  const sentences = sentencesOf(text, block).map(s => text.slice(s.start, s.end))
  const last = sentences.at(-1) ?? ''
  if (/:["']?$/.test(last.trimEnd())) return introWord(last)
  if (!/[.?!]$/.test(last) && promisesNext.test(last.slice(-160)) && askWords.test(last.slice(-160)))
    return 'asks'
  const promise = sentences.slice(-3).find(s => {
    const heard = hear(s)
    return (
      heard.isIntro &&
      !heard.isAnnouncement &&
      (heard.way !== null || /\b(?:questions|answers?|respond|responses?)\b/i.test(s))
    )
  })
  return promise === undefined ? 'none' : 'asks'
}
