import type { LetterRecord } from '../../models/letter.ts'
import { Organization } from '../../models/organization.ts'
import type { FindingRecord, QuestionRecord } from '../../models/question.ts'
import type { ResponseRecord } from '../../models/response.ts'
import { findingFacts, responseFacts, responsesFor } from '../../models/standing.ts'
import { cellLabel, cellState } from '../domain/cells.ts'
import {
  type Disposition,
  declineReasonLabels,
  declineReasons,
  dispositionTable,
  isUnanswered,
  partMarkLabels,
  partMarks
} from '../domain/dispositions.ts'
import type { FieldErrors } from '../errors.ts'
import { type PassageFinder, passageFinder } from '../intake/likeness.ts'
import { paths } from '../paths.ts'
import { cellKey } from './form.ts'
import { type Names, presentEvidence, questionName, stateCode } from './present.ts'

/** Keys that choose a disposition while a question has the focus; the page says which. */
const keys: readonly { readonly disposition: Disposition; readonly key: string }[] = [
  { disposition: 'answered', key: 'A' },
  { disposition: 'partial', key: 'P' },
  { disposition: 'not_addressed', key: 'N' },
  { disposition: 'declined', key: 'D' },
  { disposition: 'referred', key: 'R' },
  { disposition: 'not_held', key: 'H' },
  { disposition: 'acknowledged', key: 'K' },
  { disposition: 'no_reply', key: 'X' }
]

/** What was typed about one cell that could not be stored, and why. */
export interface Attempt {
  readonly cells: readonly string[]
  readonly body: Readonly<Record<string, unknown>>
  readonly errors: FieldErrors
  /** Set when somebody else changed the question meanwhile. */
  readonly isConflict: boolean
}

/** A reply beside the questions it was sent to answer. */
export interface JudgingFacts {
  readonly response: ResponseRecord
  readonly letters: readonly { letter: LetterRecord; questions: readonly QuestionRecord[] }[]
  readonly allResponses: readonly ResponseRecord[]
}

/** The cells that this reply has not been judged for yet, in the order of the page. */
export const waitingCells = ({ response, letters }: Pick<JudgingFacts, 'response' | 'letters'>): string[] =>
  letters.flatMap(({ letter, questions }) =>
    questions.flatMap(question =>
      coveredFindings(question, letter, response)
        .filter(finding => isWaitingFor(finding, response))
        .map(finding => cellId(question, finding))
    )
  )

const isWaitingFor = (finding: FindingRecord, response: ResponseRecord): boolean =>
  !response.isMention &&
  finding.disposition !== 'withdrawn' &&
  !finding.judgedResponses.some(id => id.equals(response._id))

/** Everything the judging page shows: the reply's text with its evidence marked, and a form for each question. */
export async function judgingPage(facts: JudgingFacts, open: string | null, attempt: Attempt | null) {
  const { response, letters } = facts
  const organizations = await Organization.find().sort({ name: 1 }).lean()
  const names: Names = new Map(organizations.map(one => [String(one._id), one]))
  const propose = response.text === null ? null : passageFinder(response.text)
  const groups = letters.map(({ letter, questions }) => ({
    subject: letter.subject,
    href: paths.letter(letter.slug),
    on: letter.letterDate,
    cells: questions.flatMap((question, index) =>
      coveredFindings(question, letter, response).map(finding =>
        presentJudged(
          finding,
          question,
          index / Math.max(1, questions.length - 1),
          letter,
          facts,
          names,
          propose,
          attempt
        )
      )
    )
  }))
  const cells = groups.flatMap(group => group.cells)
  const waiting = cells.filter(cell => cell.isWaiting)
  const failed = cells.find(cell => cell.isAttempted)
  const current = failed ?? cells.find(cell => cell.id === open) ?? waiting[0]
  return {
    groups: groups.map(group => ({
      ...group,
      isNamed: groups.length > 1,
      unanswered: group.cells
        .filter(cell => cell.isUnanswered || cell.isAttempted)
        .map(cell => ({ ...cell, isOpen: cell === current })),
      settled: group.cells
        .filter(cell => !cell.isUnanswered && !cell.isAttempted)
        .map(cell => ({ ...cell, isOpen: cell === current }))
    })),
    waiting: waiting.map(({ key, name, office, isOneOfSeveral, text }) => ({
      key,
      name: isOneOfSeveral ? `${name}, ${office}` : name,
      text
    })),
    waitingCount: waiting.length,
    cellCount: cells.length,
    currentId: current?.id ?? null,
    text: markedReply(response, cells),
    organizations: organizations.map(({ name }) => name),
    bulkChoices: bulkDispositions.map(value => ({ value, label: dispositionTable[value].label }))
  }
}

/** Passages far behind the best one only take up a reader's time. */
const WORTH_SHOWING = 0.3

/** What can be said of many questions at once: dispositions that need nothing of their own for each. */
const bulkDispositions: readonly Disposition[] = ['not_addressed', 'acknowledged', 'not_held']

const cellId = (question: { _id: unknown }, finding: { recipientId: unknown }): string =>
  `cell-${String(question._id)}-${String(finding.recipientId)}`

const coveredFindings = (question: QuestionRecord, letter: LetterRecord, response: ResponseRecord) =>
  question.findings.filter(({ recipientId }) => responsesFor(letter._id, recipientId, [response]).length > 0)

function presentJudged(
  finding: FindingRecord,
  question: QuestionRecord,
  place: number,
  letter: LetterRecord,
  { response, allResponses }: JudgingFacts,
  names: Names,
  propose: PassageFinder | null,
  attempt: Attempt | null
) {
  const key = cellKey(question, finding)
  const ownAttempt = attempt?.cells.some(sent => isSameCell(sent, key)) ? attempt : null
  const typed = ownAttempt?.body ?? null
  const responses = responsesFor(letter._id, finding.recipientId, allResponses).map(responseFacts)
  const said = (field: string, held: string | null): string => textOf(typed, field) ?? held ?? ''
  const chosen = said('disposition', finding.judgedOn ? finding.disposition : null)
  const taken = listOf(typed, 'passage')
  const kept = typed ? listOf(typed, 'keep') : finding.evidence.map((_, index) => String(index))
  return {
    id: cellId(question, finding),
    key,
    name: questionName(question),
    text: question.text,
    office: names.get(String(finding.organizationId))?.name ?? 'An office',
    isOneOfSeveral: question.findings.length > 1,
    code: stateCode(cellState(findingFacts(finding), responses, 'staff')),
    label: cellLabel(findingFacts(finding), responses, 'staff'),
    isUnanswered: isUnanswered(finding.disposition),
    isWaiting: isWaitingFor(finding, response),
    isAttempted: ownAttempt !== null,
    isConflict: ownAttempt?.isConflict ?? false,
    errors: ownAttempt?.errors ?? {},
    dispositions: keys
      .filter(({ disposition }) => disposition !== 'no_reply' || finding.disposition !== 'no_reply')
      .map(({ disposition, key: letterKey }) => ({
        value: disposition,
        key: letterKey,
        label: disposition === 'no_reply' ? 'Take the judgement back' : labelFor(disposition, question),
        isSelected: disposition === chosen
      })),
    parts:
      question.parts.length > 1
        ? question.parts.map((part, index) => ({
            number: index + 1,
            text: part.text,
            marks: partMarks.map(value => ({
              value,
              label: partMarkLabels[value],
              isSelected:
                said(
                  `mark-${index + 1}`,
                  finding.marks.find(mark => mark.part === index + 1)?.mark ?? null
                ) === value
            }))
          }))
        : [],
    evidence: finding.evidence.map((evidence, index) => ({
      ...presentEvidence(evidence),
      index,
      isKept: kept.includes(String(index))
    })),
    proposals: (propose?.(question.text, 3, place) ?? [])
      .filter(({ score }) => score > WORTH_SHOWING)
      .map(({ start, end, quote, score }, index) => ({
        value: `${start}-${end}`,
        quote,
        digit: index + 1,
        score: `${Math.round(score * 100)} of 100`,
        isTaken: taken.includes(`${start}-${end}`)
      })),
    quote: said('quote', null),
    quoteStart: said('quoteStart', null),
    otherKind: said('otherKind', null),
    locator: said('locator', null),
    evidenceNote: said('evidenceNote', null),
    evidenceOn: said('evidenceOn', response.kind === 'briefing' ? response.receivedOn : null),
    isComplete: said('isComplete', null),
    hasOther: said('otherKind', null) !== '' || response.text === null,
    because: said('because', finding.because),
    declineReasons: declineReasons.map(value => ({
      value,
      label: declineReasonLabels[value],
      isSelected: said('declineReason', finding.declineReason) === value
    })),
    referredTo: said('referredTo', names.get(String(finding.referredTo))?.name ?? null),
    note: said('note', finding.note),
    current: {
      because: finding.because,
      judgedBy: finding.judgedBy?.name ?? null,
      judgedOn: finding.judgedOn,
      evidence: finding.evidence.map(presentEvidence)
    },
    spans: finding.evidence.flatMap(({ responseId, start, end }) =>
      responseId?.equals(response._id) && start !== null && end !== null ? [{ start, end }] : []
    )
  }
}

/** The revision apart: an attempt made on an older page is still about this cell. */
const isSameCell = (sent: string, key: string): boolean =>
  sent.split('.').slice(0, 2).join('.') === key.split('.').slice(0, 2).join('.')

/** An action that was asked for is not answered but agreed to or done. */
const labelFor = (disposition: Disposition, question: QuestionRecord): string =>
  disposition === 'answered' && question.ask === 'action'
    ? 'Agreed or done'
    : dispositionTable[disposition].label

const textOf = (body: Readonly<Record<string, unknown>> | null, field: string): string | null => {
  if (body === null) return null
  const sent = body[field]
  return typeof sent === 'string' ? sent : ''
}

const listOf = (body: Readonly<Record<string, unknown>> | null, field: string): string[] =>
  [body?.[field]].flat().filter(one => typeof one === 'string')

/** The reply's text cut where evidence begins and ends; joined again it is the text to the letter. */
function markedReply(
  response: ResponseRecord,
  cells: readonly { name: string; spans: readonly { start: number; end: number }[] }[]
): { text: string; for: string | null }[] {
  if (response.text === null) return []
  const { text } = response
  const spans = cells.flatMap(({ name, spans: own }) => own.map(span => ({ ...span, name })))
  const cuts = [...new Set([0, text.length, ...spans.flatMap(({ start, end }) => [start, end])])].sort(
    (one, other) => one - other
  )
  return cuts.slice(1).map((end, index) => {
    const start = cuts[index] ?? 0
    const names = spans.filter(span => span.start <= start && end <= span.end).map(({ name }) => name)
    return { text: text.slice(start, end), for: names.length > 0 ? [...new Set(names)].join(', ') : null }
  })
}
