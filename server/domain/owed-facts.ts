import type { Day } from './day.ts'
import type { BusinessCalendar } from './holidays.ts'
import type { LadderSettings } from './reminders.ts'
import type { Role } from './roles.ts'

/** One question for one recipient, as a reminder run needs it. */
export interface CellFacts {
  readonly letterId: string
  readonly questionId: string
  readonly recipientId: string
  readonly deskId: string
  readonly position: number
  /** The letter's date. As of an earlier day the cell does not exist. */
  readonly askedOn: Day | null
  readonly dueOn: Day | null
  readonly followUpOn: Day | null
  readonly windowStart: Day | null
  readonly isOpen: boolean
  /** The day on which mail resumes: `effectiveQuiet`, a promise included. */
  readonly quietUntil: Day | null
  readonly checkedOn: Day | null
  readonly judgedOn: Day | null
  /** Replies that wait for review, those known by mention left out; received, else logged, on that day. */
  readonly unreviewed: readonly { readonly id: string; readonly receivedOn: Day }[]
  /** The letter's assigned staff. */
  readonly assignees: readonly string[]
  /** The later question at which this one is pursued. */
  readonly reAskedBy: string | null
  readonly hasAskerLeft: boolean
}

/** A person's place at a desk; one who belongs to two desks has two. */
export interface PersonFacts {
  readonly id: string
  readonly deskId: string
  readonly role: Role
}

export interface DeskFacts {
  readonly id: string
  readonly zone: string
  /** Local hour from which mail goes out, 0 to 23. */
  readonly hour: number
  readonly steps: LadderSettings
  readonly calendar: BusinessCalendar
  /** Who is told as well when a letter is long overdue. */
  readonly secondPersonId: string | null
}

/** "Remind me on DATE" of any question, open or not. */
export interface PersonalReminder {
  readonly personId: string
  readonly deskId: string
  readonly letterId: string
  readonly questionId: string
  readonly position: number
  readonly on: Day
}

/** What the ledger of deliveries already holds. A mention's day is the desk's today of the run, not the sending. */
export interface LedgerView {
  isClaimed(key: string): boolean
  lastMentionOn(personId: string, letterId: string): Day | null
}

/**
 * `cells` holds whole letters: every cell of each letter of which one may be due, since a reply to review quiets
 * overdue lines of the whole letter.
 */
export interface OwedFacts {
  readonly cells: readonly CellFacts[]
  readonly people: readonly PersonFacts[]
  readonly desks: readonly DeskFacts[]
  readonly personal: readonly PersonalReminder[]
  readonly ledger: LedgerView
}

export const cellKeyOf = (cell: Pick<CellFacts, 'questionId' | 'recipientId'>): string =>
  `${cell.questionId}:${cell.recipientId}`
