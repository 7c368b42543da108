import { Delivery } from '../../models/delivery.ts'
import { deliveryStates } from '../domain/deliveries.ts'

/** The state of the mail, as anybody can read it from the store, whichever process sends. */
export interface MailFigures {
  readonly waiting: Readonly<Record<string, number>>
  /** The instant since which the mail that waits longest waits; null where none does. */
  readonly since: Date | null
}

const WAITING = deliveryStates.filter(state => ['queued', 'leased', 'deferred'].includes(state))

/** Reads what waits through its sparse index: the cost follows what waits, not what was ever sent. */
export async function mailFigures(): Promise<MailFigures> {
  const found = await Delivery.collection
    .find({ nextTryAt: { $exists: true } }, { projection: { state: 1, composedAt: 1 } })
    .toArray()
  const waiting = Object.fromEntries(
    WAITING.map(state => [state, found.filter(delivery => delivery.state === state).length])
  )
  const since = found.reduce<Date | null>(
    (first, { composedAt }) => (first === null || composedAt < first ? composedAt : first),
    null
  )
  return { waiting, since }
}

/** Mail that has waited for longer means that nobody sends, or that the mail server refuses: a person must look. */
export const LATE_AFTER_MS = 24 * 60 * 60 * 1000

export const isMailLate = ({ since }: MailFigures, now: Date): boolean =>
  since !== null && now.getTime() - since.getTime() > LATE_AFTER_MS
