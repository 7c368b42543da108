import type { Types } from 'mongoose'
import {
  type Audience,
  type CellState,
  cellState,
  isOpen,
  isToReview,
  type ResponseFacts
} from '../server/domain/cells.ts'
import type { Day } from '../server/domain/day.ts'
import { isUnanswered } from '../server/domain/dispositions.ts'
import { type DueDate, type DueFacts, dueDate, dueFactsAsOf } from '../server/domain/due-date.ts'
import type { BusinessCalendar } from '../server/domain/holidays.ts'
import { questionState } from '../server/domain/roll-up.ts'
import { longOverdueOn } from '../server/domain/timeliness.ts'
import type { DeskRecord } from './desk.ts'
import { ownDueAsOf, promiseAsOf } from './known-then.ts'
import type { LetterRecord, RecipientRecord } from './letter.ts'
import type { FindingRecord, LetterCopyRecord, QuestionRecord, StandingRecord } from './question.ts'
import { firstStepOn } from './reminding.ts'
import type { ResponseRecord } from './response.ts'

/** The finding of a question nobody has judged: no reply recorded, and the desk keeps pressing. */
export const untouchedFinding = (recipient: RecipientRecord): FindingRecord => ({
  recipientId: recipient._id,
  organizationId: recipient.organizationId,
  disposition: 'no_reply',
  marks: [],
  evidence: [],
  judgedResponses: [],
  because: null,
  declineReason: null,
  referredTo: null,
  note: null,
  judgedOn: null,
  judgedBy: null,
  answeredOn: null,
  checkedOn: null,
  checkedBy: null,
  pursuit: 'pursuing',
  pursuitBecause: null,
  quietUntil: null,
  quietBecause: null,
  due: null,
  extensions: [],
  history: []
})

/** What a question copies from its letter, so that a list is one indexed query. */
export const copiesOf = (
  letter: LetterRecord,
  putTo: readonly RecipientRecord[]
): { letter: LetterCopyRecord } & Pick<QuestionRecord, 'visibility' | 'embargoUntil'> => ({
  letter: {
    slug: letter.slug,
    subject: letter.subject,
    letterDate: letter.letterDate,
    chamber: letter.chamber,
    signatorySlugs: letter.signatories.map(signatory => signatory.slug),
    organizationIds: putTo.map(recipient => recipient.organizationId),
    topics: letter.topics
  },
  visibility: letter.visibility,
  embargoUntil: letter.embargoUntil
})

/** How a desk counts business days. */
export const calendarOf = (desk: Pick<DeskRecord, 'inaugurationDay' | 'closures'>): BusinessCalendar => ({
  inaugurationDay: desk.inaugurationDay,
  closures: desk.closures
})

/** A response as the rules know it. */
export const responseFacts = (response: ResponseRecord): ResponseFacts => ({
  id: String(response._id),
  receivedOn: response.receivedOn,
  loggedOn: response.loggedOn,
  kind: response.kind,
  visibility: response.visibility,
  isMention: response.isMention
})

/** The responses that speak for one recipient of a letter. */
export const responsesFor = (
  letterId: Types.ObjectId,
  recipientId: Types.ObjectId,
  responses: readonly ResponseRecord[]
): ResponseRecord[] =>
  responses.filter(({ covers }) =>
    covers.some(
      cover => cover.letterId.equals(letterId) && cover.recipientIds.some(id => id.equals(recipientId))
    )
  )

/** A finding as the rules know it. */
export const findingFacts = (finding: FindingRecord) => ({
  disposition: finding.disposition,
  marks: finding.marks,
  judgedOn: finding.judgedOn,
  judgedResponses: finding.judgedResponses.map(String),
  evidenceResponses: finding.evidence.flatMap(({ responseId }) => (responseId ? [String(responseId)] : [])),
  pursuit: finding.pursuit,
  quietUntil: finding.quietUntil,
  checkedOn: finding.checkedOn
})

/** What is known about when one cell's answer is due: its own date before the question's, the recipient's, the letter's. */
export const dueFacts = (
  finding: Pick<FindingRecord, 'due' | 'extensions'>,
  question: Pick<QuestionRecord, 'due'>,
  recipient: Pick<RecipientRecord, 'due' | 'extensions' | 'promisedOn' | 'promiseRecordedOn' | 'receivedOn'>,
  letter: Pick<LetterRecord, 'letterDate' | 'sentOn' | 'due'>
): DueFacts => ({
  letterDate: letter.letterDate,
  sentOn: letter.sentOn,
  receivedOn: recipient.receivedOn,
  statement: letter.due,
  override: finding.due ?? question.due ?? recipient.due,
  extensions: [...recipient.extensions, ...finding.extensions],
  promisedOn: recipient.promisedOn,
  promiseRecordedOn: recipient.promiseRecordedOn ?? null
})

const dueFactsThen = (
  finding: FindingRecord,
  question: Pick<QuestionRecord, 'due'>,
  recipient: RecipientRecord,
  letter: LetterRecord,
  day: Day
): DueFacts =>
  dueFactsAsOf(
    dueFacts(
      { ...finding, due: ownDueAsOf(finding, day) },
      question,
      { ...recipient, ...promiseAsOf(recipient, day) },
      letter
    ),
    day
  )

/** One cell with everything that the rules ask of it. */
export interface Cell {
  finding: FindingRecord
  recipient: RecipientRecord
  responses: ResponseFacts[]
  due: DueDate
}

/** The cells of a question, in the order of the letter's recipients; with `asOf` a day, due as was known by its end. */
export function cellsOf(
  question: Pick<QuestionRecord, 'findings' | 'due'>,
  letter: LetterRecord,
  responses: readonly ResponseRecord[],
  desk: Pick<DeskRecord, 'inaugurationDay' | 'closures'>,
  asOf: Day | null = null
): Cell[] {
  return question.findings.flatMap(finding => {
    const recipient = letter.recipients.find(one => one._id.equals(finding.recipientId))
    if (!recipient) return []
    const known =
      asOf === null
        ? dueFacts(finding, question, recipient, letter)
        : dueFactsThen(finding, question, recipient, letter, asOf)
    return [
      {
        finding,
        recipient,
        responses: responsesFor(letter._id, recipient._id, responses).map(responseFacts),
        due: dueDate(known, calendarOf(desk))
      }
    ]
  })
}

/**
 * The copies that lists filter and sort by. Written with every change of a question, of its letter's dates or of a
 * reply to it, and by nothing else; what depends on today is never among them.
 */
export function standingOf(
  question: Pick<QuestionRecord, '_id' | 'position' | 'findings' | 'due' | 'reAsks'>,
  letter: LetterRecord,
  responses: readonly ResponseRecord[],
  desk: DeskRecord,
  firstAskedOn: Day | null = letter.letterDate
): StandingRecord {
  const cells = cellsOf(question, letter, responses, desk)
  const open = cells.filter(cell => isOpen(cell.finding))
  const dueFirst = earliest(open, cell => cell.due.publicDueOn)
  const followedUpFirst = earliest(
    open.filter(cell => cell.due.dueOn === null),
    cell => cell.recipient.followUpOn
  )
  return {
    state: stateOf(cells, 'staff'),
    publicState: stateOf(cells, 'public'),
    isUnanswered: cells.some(cell => isUnanswered(cell.finding.disposition)),
    isOpen: open.length > 0,
    isToReview: cells.some(cell => isToReview(findingFacts(cell.finding), cell.responses)),
    nextDueOn: dueFirst?.day ?? null,
    nextFollowUpOn: followedUpFirst?.day ?? null,
    longOverdueOn: dueFirst ? longOverdueOn(dueFirst.cell.due.windowStart, dueFirst.day) : null,
    nextStepOn: firstStepOn(cells, question, letter, desk),
    checkedOn: leastChecked(open),
    firstAskedOn,
    lastChangedAt: lastChange(cells)
  }
}

const stateOf = (cells: readonly Cell[], audience: Audience): CellState =>
  questionState(
    cells.map(({ finding, responses }) => ({
      state: cellState(findingFacts(finding), responses, audience),
      isOpen: isOpen(finding)
    }))
  )

/** The cell with the earliest day, and that day; null when no cell has one. */
function earliest(
  cells: readonly Cell[],
  dayOf: (cell: Cell) => Day | null
): { cell: Cell; day: Day } | null {
  return cells.reduce<{ cell: Cell; day: Day } | null>((first, cell) => {
    const day = dayOf(cell)
    return day !== null && (first === null || day < first.day) ? { cell, day } : first
  }, null)
}

const lastChange = (cells: readonly Cell[]): Date | null =>
  cells
    .flatMap(({ finding }) => finding.history.map(({ at }) => at))
    .reduce<Date | null>((last, at) => (last === null || at > last ? at : last), null)

/** The longest unchecked open cell's last check; null when one was never checked, or none is open. */
function leastChecked(open: readonly Cell[]): Day | null {
  const days = open.map(({ finding }) => finding.checkedOn)
  if (days.includes(null)) return null
  return days.reduce((first, day) => (first === null || (day !== null && day < first) ? day : first), null)
}
