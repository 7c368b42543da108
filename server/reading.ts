import { isPublicAt } from '../models/visibility.ts'
import type { ListedLetter, ListedQuestion } from './catalog.ts'
import { type CellState, groupOfState } from './domain/cells.ts'
import { type Day, daysBetween } from './domain/day.ts'
import { isOverdue } from './domain/timeliness.ts'

/** Who a list is for, as far as lists need to know. */
export interface Reader {
  /** Names readers that see the same records. */
  readonly key: string
  readonly now: Date
  seesDesk(deskId: string): boolean
  /** The desk's today. */
  todayAt(deskId: string): Day
}

export const mayRead = (
  letter: Pick<ListedLetter, 'visibility' | 'embargoUntil' | 'deskId' | 'sharedWith'>,
  reader: Reader
): boolean => isPublicAt(letter, reader.now) || seesAsStaff(reader, letter)

/** Whether a reader works on a letter: at the desk that keeps it, or at one it is shared with. */
export const seesAsStaff = (
  reader: Reader,
  { deskId, sharedWith }: { readonly deskId: unknown; readonly sharedWith: readonly unknown[] }
): boolean => reader.seesDesk(String(deskId)) || sharedWith.some(id => reader.seesDesk(String(id)))

/** What a question shows to this reader: its desk's staff see replies that are not public. */
export const stateFor = (question: ListedQuestion, reader: Reader): CellState =>
  seesAsStaff(reader, question.letter) ? question.state : question.publicState

/** Unanswered is everything but answered and withdrawn, as this reader is told it. */
export const isUnansweredFor = (question: ListedQuestion, reader: Reader): boolean => {
  const group = groupOfState(stateFor(question, reader))
  return group !== null && group !== 'answered'
}

/** How an open question stands in time against a date on record; null for one that is not open. */
export function timelinessFor(question: ListedQuestion, reader: Reader): OpenTimeliness | null {
  if (!question.isOpen) return null
  const { nextDueOn, longOverdueOn } = question
  if (nextDueOn === null) return 'no_deadline'
  const today = reader.todayAt(question.letter.deskId)
  if (isOverdue(nextDueOn, today))
    return longOverdueOn !== null && today >= longOverdueOn ? 'long_overdue' : 'overdue'
  if (nextDueOn === today) return 'due_today'
  return daysBetween(today, nextDueOn) <= 7 ? 'due_soon' : 'upcoming'
}
export type OpenTimeliness =
  | 'no_deadline'
  | 'long_overdue'
  | 'overdue'
  | 'due_today'
  | 'due_soon'
  | 'upcoming'
