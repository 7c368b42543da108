import { aboutIn, askedOf } from './about.ts'
import { clean } from './clean.ts'
import { deadlineOf } from './deadline.ts'
import { followsIn } from './follows.ts'
import { chamberOf, dateOf } from './header.ts'
import { signatoriesAround } from './lead-in.ts'
import { frameOf } from './letter-body.ts'
import { paragraphsOf, sentencesAcross } from './paragraphs.ts'
import { questionsIn } from './questions.ts'
import { spanAsGiven } from './reading.ts'
import { recipientsOf } from './recipients.ts'
import { signatoriesIn } from './signatories.ts'
import { subjectOf } from './subject.ts'
import type { LetterReading, Span } from './types.ts'

export { clean } from './clean.ts'
export { isReplyText } from './reply-text.ts'
export type * from './types.ts'

/** Characters, and lines, of a text in which the letter is looked for: a hundred pages hold some five thousand lines. */
const longestText = 400_000
const mostLines = 20_000

/** Where the part of a text that is read ends. */
function endOfText(given: string): number {
  let at = -1
  for (let line = 0; line < mostLines; line++) {
    at = given.indexOf('\n', at + 1)
    if (at < 0 || at >= longestText) return Math.min(given.length, longestText)
  }
  return at
}

/** Characters of a letter that are read closely, about a hundred pages; of what follows its signatures, a few. */
const longestBody = 200_000
const longestTail = 60_000

const upTo = (span: Span, length: number): Span => ({
  start: span.start,
  end: Math.min(span.end, span.start + length)
})

/**
 * Reads one letter of Members of Congress out of a text: who wrote to whom, when, what they ask and by when. Pure: the
 * same text gives the same reading, in time linear in its length, and of a text over 400,000 characters or 20,000 lines only
 * the first are read, with a warning. It never throws; what it cannot find is null or empty.
 */
export function readLetter(given: string): LetterReading {
  const { reading, heads } = clean(given.slice(0, endOfText(given)))
  const whole = frameOf(reading.text)
  const frame = {
    ...whole,
    body: upTo(whole.body, longestBody),
    tail: upTo(whole.tail, longestTail),
    signature: upTo(whole.signature, longestTail)
  }
  const date = dateOf(reading.text, frame, heads)
  const signed = signatoriesIn(reading.text, frame.signature)
  const signatories = [...signed, ...signatoriesAround(reading.text, frame, signed)]
  const recipients = recipientsOf(reading.text, frame, heads)
  const paragraphs = paragraphsOf(reading.text, frame.body)
  const sentences = sentencesAcross(reading.text, paragraphs)
  const deadline = deadlineOf(reading, given, frame, sentences, date)
  const { questions, isListMissing } = questionsIn(reading, frame, paragraphs)
  const asked = askedOf(recipients)
  const about = questions.map(question => ({ ...question, about: aboutIn(question.text, asked) }))
  const warnings = [
    ...(deadline.warning === undefined ? [] : [deadline.warning]),
    ...(isListMissing ? ['The letter promises a list of questions that is not in this text.'] : []),
    ...(questions.length === 0 && !isListMissing ? ['No question was found in this text.'] : []),
    ...(given.length > endOfText(given) || whole.body.end > frame.body.end
      ? ['The text is very long: only its first part was read.']
      : []),
    ...(frame.hail === null ? ['No salutation was found: the whole text was read as the letter.'] : [])
  ]
  return {
    date,
    chamber: chamberOf(reading.text, frame, signatories),
    subject: subjectOf(reading, frame),
    signatories,
    recipients,
    deadline,
    follows: followsIn(reading, sentences),
    questions: about,
    about: [...new Set(about.flatMap(question => question.about))],
    letter:
      frame.hail === null
        ? null
        : spanAsGiven(reading, {
            start: frame.hail.start,
            end: Math.max(frame.signature.end, frame.body.end)
          }),
    warnings
  }
}
