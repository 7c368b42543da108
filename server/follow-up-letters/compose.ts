import type { LetterRecord, RecipientRecord } from '../../models/letter.ts'
import { type Cell, findingFacts } from '../../models/standing.ts'
import { cellState, isOpen } from '../domain/cells.ts'
import { type Day, longDay } from '../domain/day.ts'
import { declineReasonLabels } from '../domain/dispositions.ts'

/** One question of the earlier letter, as the follow-up letter quotes it. */
export interface QuotedQuestion {
  /** As printed, or its place where no number is printed. */
  readonly number: string
  readonly text: string
  /** What came back so far, in one sentence. */
  readonly status: string
}

/** A follow-up letter in its parts, from the date to the signatures. A Member signs it; nothing here sends it. */
export interface FollowUpLetter {
  readonly date: string
  readonly insideAddress: readonly string[]
  readonly salutation: string
  readonly opening: readonly string[]
  readonly questions: readonly QuotedQuestion[]
  readonly answered: string | null
  readonly closing: readonly string[]
  readonly signatures: readonly (readonly string[])[]
}

export interface AskedCell {
  readonly number: string | null
  readonly position: number
  readonly text: string
  readonly cell: Cell
}

/**
 * A letter that asks one recipient again for what is open, each question verbatim with its original number. It
 * speaks of what was received and recorded, never of what somebody did not do.
 */
export function composeFollowUp(
  letter: LetterRecord,
  recipient: RecipientRecord,
  office: string,
  asked: readonly AskedCell[],
  today: Day
): FollowUpLetter {
  const open = asked.filter(({ cell }) => isOpen(cell.finding))
  const answered = asked.filter(({ cell }) => cell.finding.disposition === 'answered')
  const replies = repliesIn(asked)
  const when = letter.letterDate ? `On ${longDay(letter.letterDate)}` : 'Earlier'
  const [wrote, we, our, us] =
    letter.signatories.length === 1
      ? (['I wrote', 'I', 'my', 'me'] as const)
      : (['we wrote', 'we', 'our', 'us'] as const)
  return {
    date: longDay(today),
    insideAddress: [
      recipient.name ? `The Honorable ${recipient.name}` : null,
      recipient.title,
      office
    ].filter(line => line !== null),
    salutation: salutationOf(recipient),
    opening: [
      `${when}, ${wrote} to you about ${lowerFirst(letter.subject)}.${replies}`,
      open.length === 1
        ? `As of today, ${we} have recorded no answer to the following question, which is quoted from ${our} letter${dated(letter)}. Please answer it.`
        : `As of today, ${we} have recorded no answer to the following questions, which are quoted from ${our} letter${dated(letter)}. Please answer each of them.`
    ],
    questions: open.map(({ number, position, text, cell }) => ({
      number: number ?? String(position),
      text,
      status: statusOf(cell)
    })),
    answered:
      answered.length === 0
        ? null
        : `${capital(we)} have recorded ${answered.length === 1 ? 'an answer to question' : 'answers to questions'} ${listed(answered.map(({ number, position }) => number ?? String(position)))}; ${answered.length === 1 ? 'it is' : 'they are'} not asked again.`,
    closing: [
      // Asks nothing: what is asked stands in the questions, and a reader of letters finds those alone.
      `It may be that an answer was sent and did not reach ${us}, or that another office holds the information. ${capital(we)} would be glad to know.`,
      'Thank you for your attention to this matter.'
    ],
    signatures: letter.signatories.map(({ name, title }) => [name, title].filter(line => line !== null))
  }
}

/** The letter as plain text, lines as paragraphs: what is pasted into a letterhead. */
export function followUpText(letter: FollowUpLetter): string {
  const questions = letter.questions.map(({ number, text, status }) => `${number}. ${text}\n\n   [${status}]`)
  return [
    letter.date,
    letter.insideAddress.join('\n'),
    letter.salutation,
    ...letter.opening,
    ...questions,
    ...(letter.answered ? [letter.answered] : []),
    ...letter.closing,
    'Sincerely,',
    ...letter.signatures.map(lines => `\n${lines.join('\n')}`)
  ].join('\n\n')
}

/** `Dear Secretary Blinken:`; the office's title where no name is known. */
function salutationOf({ name, title }: Pick<RecipientRecord, 'name' | 'title'>): string {
  const role = title
    ?.split(/,| of | for /)[0]
    ?.replace(/^The /, '')
    .trim()
  const surname = name
    ?.replace(/,? (?:Jr|Sr|I{2,3}|IV)\.?$/, '')
    .split(' ')
    .at(-1)
  if (role && surname) return `Dear ${role} ${surname}:`
  if (surname) return `Dear ${name}:`
  return role ? `Dear ${role}:` : 'Dear Sir or Madam:'
}

/** What came back for one question, without its full stop missing: staff read it beside each question. */
function statusOf({ finding, responses }: Cell): string {
  const state = cellState(findingFacts(finding), responses, 'staff')
  const missing = finding.marks.filter(({ mark }) => mark === 'not_answered').map(({ part }) => String(part))
  switch (state) {
    case 'no_reply':
      return 'No reply is recorded.'
    case 'acknowledged':
      return 'The letter was acknowledged; no answer is recorded.'
    case 'partial':
      return missing.length > 0 && finding.marks.length > 1
        ? `Answered in part: ${missing.length === 1 ? 'part' : 'parts'} ${listed(missing)} not.`
        : 'Answered in part.'
    case 'not_addressed':
      return 'The reply did not address it.'
    case 'referred':
      return 'The reply refers to another office; its answer is not recorded.'
    case 'declined':
      return `The reply declines to answer${finding.declineReason ? ` (${declineReasonLabels[finding.declineReason].toLowerCase()})` : ''}.`
    case 'not_held':
      return 'The reply says that the office has no such information.'
    case 'reported':
      return 'A reply is reported whose text is not held.'
    default:
      return 'A reply was received and is not yet reviewed.'
  }
}

/** ` Your replies of April 2, 2021 and May 3, 2021 were received.` */
function repliesIn(asked: readonly AskedCell[]): string {
  const days = new Set(
    asked.flatMap(({ cell }) =>
      cell.responses.flatMap(({ receivedOn, isMention }) => (receivedOn && !isMention ? [receivedOn] : []))
    )
  )
  const said = [...days].sort().map(longDay)
  if (said.length === 0) return ''
  return said.length === 1
    ? ` A reply was received on ${said[0]}.`
    : ` Replies were received on ${listed(said)}.`
}

const dated = ({ letterDate }: LetterRecord): string => (letterDate ? ` of ${longDay(letterDate)}` : '')

const listed = (items: readonly string[]): string =>
  new Intl.ListFormat('en-US', { type: 'conjunction' }).format(items)

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A subject inside a sentence; a name or an abbreviation at its head keeps its capital. */
const lowerFirst = (subject: string): string =>
  /^(?:[A-Z][a-z]+ [a-z]|The )/.test(subject) ? subject.charAt(0).toLowerCase() + subject.slice(1) : subject
