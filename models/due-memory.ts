import { Schema } from 'mongoose'
import type { Day } from '../server/domain/day.ts'

/**
 * What calendars were told of a question's dates and cannot find in the record any more: an entry that ends is
 * cancelled, not dropped, and each change of it has a higher number.
 */
export interface DueMemoryRecord {
  /** How often one of its two dates changed. */
  changes: number
  /** The day by which its answer was due, while there is no such day; null while there is one. */
  dueWas: Day | null
  /** The same of the desk's own date: for its staff alone. */
  followUpWas: Day | null
  changedAt: Date
}

export const dueMemorySchema = new Schema<DueMemoryRecord>(
  {
    changes: { type: Number, required: true },
    dueWas: { type: String, default: null },
    followUpWas: { type: String, default: null },
    changedAt: { type: Date, required: true }
  },
  { _id: false }
)

interface Dates {
  readonly nextDueOn: Day | null
  readonly nextFollowUpOn: Day | null
}

/** The memory as it is after the dates changed from one to the other at an instant; the same one where they did not. */
export function rememberDates(
  memory: DueMemoryRecord | null | undefined,
  from: Dates,
  to: Dates,
  at: Date
): DueMemoryRecord | null {
  if (from.nextDueOn === to.nextDueOn && from.nextFollowUpOn === to.nextFollowUpOn) return memory ?? null
  return {
    changes: (memory?.changes ?? 0) + 1,
    dueWas: to.nextDueOn === null ? (from.nextDueOn ?? memory?.dueWas ?? null) : null,
    followUpWas: to.nextFollowUpOn === null ? (from.nextFollowUpOn ?? memory?.followUpWas ?? null) : null,
    changedAt: at
  }
}
