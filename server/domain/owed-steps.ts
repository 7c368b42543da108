import { nextBusinessDay } from './business-days.ts'
import { addDays, type Day, daysBetween, earlierOf, fullDay, laterOf, longDay } from './day.ts'
import { type CellFacts, cellKeyOf, type DeskFacts } from './owed-facts.ts'
import {
  type Anchor,
  latestReviewStep,
  latestStep,
  latestUncheckedStep,
  reviewSteps,
  type Step,
  stepAfter,
  uncheckedStep
} from './reminders.ts'
import { isQuiet, longOverdueOn, spanInWords } from './timeliness.ts'

/** A step that a cell is at, whoever has been told of it. */
export interface Candidate {
  readonly cellKey: string
  readonly cell: CellFacts
  readonly step: Step
  /** What the step is about: the date, the reply or the last look. A change of it arms the step again. */
  readonly version: string
  /** In one sentence without its full stop; worked out only for what is told. */
  readonly reason: () => string
  readonly isLongOverdue: boolean
}

/** Of each cell of one letter, the latest steps whose day has come: of the ladder, for each reply, of checking. */
export function candidatesOf(cells: readonly CellFacts[], desk: DeskFacts, today: Day): Candidate[] {
  const current = cells.filter(cell => cell.askedOn === null || cell.askedOn <= today).map(asOf(today))
  const reviewUntil = reviewEnds(current, desk)
  return current
    .filter(cell => cell.isOpen && !isQuiet(cell.quietUntil, today))
    .flatMap(cell => [
      ...reviewCandidates(cell, desk, today),
      ...(isOnLadder(cell) ? ladderCandidates(cell, desk, today, reviewUntil) : [])
    ])
}

/**
 * The first day after `after` on which anything could be owed for a cell; from the beginning when `after` is null;
 * null when nothing ever will be.
 *
 * Its stored copy, `nextStepOn`, makes "what may be due" one index range. It is never later than the first day on
 * which the cell is owed something; too early costs only a look. So: a run that finds nothing owed and nothing
 * waiting stores `nextStep(cell, desk, today)`; any change to a letter, its cells, its replies or its assigned staff
 * stores `nextStep(cell, desk, null)` for all of the letter's cells, and a change of a desk's people or settings for
 * all of the desk's.
 */
export function nextStep(cell: CellFacts, desk: DeskFacts, after: Day | null): Day | null {
  if (!cell.isOpen) return null
  const past = after ?? '0001-01-01'
  const begins = laterOf(cell.askedOn, cell.quietUntil)
  if (begins !== null && begins > past) return nextBusinessDay(begins, desk.calendar)
  const days = cell.unreviewed
    .flatMap(reply => reviewSteps(reply.receivedOn, desk.steps, desk.calendar))
    .map(step => step.sendOn)
    .filter(day => day > past)
  if (isOnLadder(cell)) {
    const anchor = anchorOf(cell)
    const step = anchor === null ? null : stepAfter(anchor, past, desk.steps, desk.calendar)
    if (step !== null) days.push(step.sendOn)
    const check = nextUnchecked(asOf(past)(cell), desk, past)
    if (check !== null) days.push(check)
  }
  return days.reduce<Day | null>(earlierOf, null)
}

/** As of a day, only what was received, checked or judged by then exists. */
const asOf =
  (today: Day) =>
  (cell: CellFacts): CellFacts => ({
    ...cell,
    unreviewed: cell.unreviewed.filter(reply => reply.receivedOn <= today),
    checkedOn: cell.checkedOn !== null && cell.checkedOn > today ? null : cell.checkedOn,
    judgedOn: cell.judgedOn !== null && cell.judgedOn > today ? null : cell.judgedOn
  })

/**
 * The last day on which a letter's unreviewed replies are asked about. Until then its overdue steps are passed over,
 * not put off; after it the ladder goes on from its next step, so that a reply nobody reviews does not end it.
 */
const reviewEnds = (cells: readonly CellFacts[], desk: DeskFacts): Day | null =>
  cells
    .filter(cell => cell.isOpen)
    .flatMap(cell => cell.unreviewed)
    .map(reply => reviewSteps(reply.receivedOn, desk.steps, desk.calendar).at(-1)?.sendOn ?? null)
    .reduce(laterOf, null)

const reviewCandidates = (cell: CellFacts, desk: DeskFacts, today: Day): Candidate[] =>
  cell.unreviewed.flatMap(reply => {
    const step = latestReviewStep(reply.receivedOn, today, desk.steps, desk.calendar)
    return step === null
      ? []
      : {
          cellKey: cellKeyOf(cell),
          cell,
          step,
          version: reply.id,
          reason: () => `The reply received on ${longDay(reply.receivedOn)} waits for review`,
          isLongOverdue: false
        }
  })

/** A re-asked cell is pursued at the later question; once the asker has left Congress nobody pursues it. */
const isOnLadder = (cell: CellFacts): boolean => cell.reAskedBy === null && !cell.hasAskerLeft

function ladderCandidates(
  cell: CellFacts,
  desk: DeskFacts,
  today: Day,
  reviewUntil: Day | null
): Candidate[] {
  const anchor = anchorOf(cell)
  const step = anchor === null ? null : latestStep(anchor, today, desk.steps, desk.calendar)
  if (anchor === null || step === null) return uncheckedCandidates(cell, desk, today)
  // A reply to review replaces the overdue lines of the whole letter, and of its own cell what comes before.
  const isReplaceable = step.kind === 'after' || cell.unreviewed.length > 0
  const isReplaced = isReplaceable && reviewUntil !== null && step.sendOn <= reviewUntil
  return [
    ...(isReplaced ? [] : [ladderCandidate(cell, anchor, step, today)]),
    ...(isCovering(step, today) ? [] : uncheckedCandidates(cell, desk, today))
  ]
}

function ladderCandidate(cell: CellFacts, anchor: Anchor, step: Step, today: Day): Candidate {
  const against = cell.dueOn === null ? 'follow' : 'due'
  const longOverdue = longOverdueOn(cell.windowStart, anchor.on)
  return {
    cellKey: cellKeyOf(cell),
    cell,
    step,
    version: `${against}:${anchor.on}`,
    reason: () => dateInWords(against, anchor.on, today),
    isLongOverdue: step.kind === 'after' && longOverdue !== null && today >= longOverdue
  }
}

const anchorOf = (cell: CellFacts): Anchor | null => {
  const on = cell.dueOn ?? cell.followUpOn
  return on === null ? null : { on, windowStart: cell.windowStart }
}

const dateInWords = (against: 'due' | 'follow', on: Day, today: Day): string => {
  const date = `Its ${against === 'due' ? 'due date' : 'follow-up date'}, ${fullDay(on)},`
  if (on === today) return `${date} is today`
  return on > today
    ? `${date} is in ${spanInWords(today, on)}`
    : `${date} passed ${spanInWords(on, today)} ago`
}

/** A mail about the date says as well when somebody last looked; a nudge to check beside it would be a second mail. */
const isCovering = (step: Step, day: Day): boolean => daysBetween(step.sendOn, day) <= coveredDays

// A month and a long weekend: the monthly steps leave no gap.
const coveredDays = 35

function uncheckedCandidates(cell: CellFacts, desk: DeskFacts, today: Day): Candidate[] {
  const since = lookedOn(cell)
  const step = since === null ? null : latestUncheckedStep(since, today, desk.steps, desk.calendar)
  if (since === null || step === null) return []
  return [
    {
      cellKey: cellKeyOf(cell),
      cell,
      step,
      version: since,
      reason: () =>
        cell.checkedOn === since
          ? `Nobody has checked since ${longDay(since)}`
          : `Nobody has checked in the ${spanInWords(since, today)} since ${longDay(since)}`,
      isLongOverdue: false
    }
  ]
}

/** The last day on which somebody had a reason to know how the cell stands. */
const lookedOn = (cell: CellFacts): Day | null =>
  [cell.askedOn, cell.checkedOn, cell.judgedOn, ...cell.unreviewed.map(reply => reply.receivedOn)].reduce(
    laterOf,
    null
  )

/** The first day after `past` on which a nudge to check may be owed: its own, or the one it was covered until. */
function nextUnchecked(cell: CellFacts, desk: DeskFacts, past: Day): Day | null {
  const since = lookedOn(cell)
  if (since === null) return null
  const { steps, calendar } = desk
  let count = Math.max(1, Math.floor(daysBetween(since, past) / steps.uncheckedDays))
  while (uncheckedStep(since, count, steps, calendar).sendOn <= past) count += 1
  const own = uncheckedStep(since, count, steps, calendar).sendOn
  const anchor = anchorOf(cell)
  const latest = anchor === null ? null : latestStep(anchor, past, steps, calendar)
  if (count === 1 || latest === null || !isCovering(latest, past)) return own
  const uncovered = nextBusinessDay(addDays(latest.sendOn, coveredDays + 1), calendar)
  return earlierOf(uncovered, own)
}
