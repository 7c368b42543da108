import { findingAsOf } from '../server/domain/as-of.ts'
import { isOpen, unreviewed } from '../server/domain/cells.ts'
import type { Day } from '../server/domain/day.ts'
import type { CellFacts, DeskFacts } from '../server/domain/owed-facts.ts'
import { nextStep } from '../server/domain/owed-steps.ts'
import { effectiveQuiet } from '../server/domain/timeliness.ts'
import type { DeskRecord } from './desk.ts'
import type { LetterRecord } from './letter.ts'
import type { QuestionRecord } from './question.ts'
import { type Cell, findingFacts } from './standing.ts'

/** What one cell adds that only other records know. */
export interface Pursuing {
  /** The later question at which this one is pursued. */
  readonly reAskedBy: string | null
  readonly hasAskerLeft: boolean
}

type Asked = Pick<QuestionRecord, '_id' | 'position'>
type Written = Pick<LetterRecord, '_id' | 'deskId' | 'letterDate' | 'assignees'>

/** A cell as a reminder run needs it. With `asOf` a day, as it stood at the end of that day. */
export function cellFacts(
  cell: Cell,
  question: Asked,
  letter: Written,
  pursuing: Pursuing,
  asOf: Day | null = null
): CellFacts {
  const { due, recipient, responses } = cell
  const now = findingFacts(cell.finding)
  const finding = asOf === null ? now : findingAsOf(now, cell.finding.history, asOf)
  return {
    letterId: String(letter._id),
    questionId: String(question._id),
    recipientId: String(recipient._id),
    deskId: String(letter.deskId),
    position: question.position,
    askedOn: letter.letterDate,
    dueOn: due.dueOn,
    followUpOn: recipient.followUpOn,
    windowStart: due.windowStart,
    isOpen: isOpen(finding),
    quietUntil: effectiveQuiet(finding.quietUntil, due.promisedOn),
    checkedOn: finding.checkedOn,
    judgedOn: finding.judgedOn,
    unreviewed: unreviewed(finding, responses).map(response => ({
      id: response.id,
      receivedOn: response.receivedOn ?? response.loggedOn
    })),
    assignees: letter.assignees.map(String),
    ...pursuing
  }
}

/** A desk as a reminder run needs it. */
export const deskFacts = (desk: DeskRecord): DeskFacts => ({
  id: String(desk._id),
  zone: desk.zone,
  hour: desk.hour,
  steps: desk.steps,
  calendar: { inaugurationDay: desk.inaugurationDay, closures: desk.closures },
  secondPersonId: desk.secondPersonId ? String(desk.secondPersonId) : null
})

/**
 * The first day on which anything could be owed for a question, whatever was sent before. What other records know
 * (asked again, asker gone) only makes that day later, and too early costs no more than a look.
 */
export function firstStepOn(
  cells: readonly Cell[],
  question: Asked,
  letter: Written,
  desk: DeskRecord
): Day | null {
  const at = deskFacts(desk)
  return cells
    .map(cell =>
      nextStep(cellFacts(cell, question, letter, { reAskedBy: null, hasAskerLeft: false }), at, null)
    )
    .reduce<Day | null>((first, day) => (first === null || (day !== null && day < first) ? day : first), null)
}
