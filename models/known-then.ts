import type { Day } from '../server/domain/day.ts'
import type { DueStatementRecord } from './due-statement.ts'
import type { RecipientRecord } from './letter.ts'
import type { FindingRecord } from './question.ts'

/** A question's own due date as it was on record at the end of a day. */
export function ownDueAsOf(
  { due, formerDues = [] }: Pick<FindingRecord, 'due' | 'formerDues'>,
  day: Day
): DueStatementRecord | null {
  const former = formerDues.find(({ until }) => until > day)
  return former ? former.due : due
}

type Promised = Pick<RecipientRecord, 'promisedOn' | 'promiseRecordedOn'>

/** What a recipient had promised as of the end of a day, so far as it was written down by then. */
export function promiseAsOf(
  { promisedOn, promiseRecordedOn, formerPromises = [] }: Promised & Pick<RecipientRecord, 'formerPromises'>,
  day: Day
): Promised {
  const former = formerPromises.find(({ until }) => until > day)
  const held = former
    ? { promisedOn: former.promisedOn, promiseRecordedOn: former.recordedOn }
    : { promisedOn, promiseRecordedOn: promiseRecordedOn ?? null }
  const isLater = held.promiseRecordedOn !== null && held.promiseRecordedOn > day
  return isLater ? { promisedOn: null, promiseRecordedOn: null } : held
}
