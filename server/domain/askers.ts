import type { Day } from './day.ts'

/** What is known of those who signed a letter: when each one's last term ends; null where no term is known. */
export interface Askers {
  readonly lastTermEnds: readonly (Day | null)[]
  /** How many signed, by the record's own word; null where it does not say. */
  readonly stated: number | null
}

/**
 * Nobody who asked is in Congress any more. While somebody who signed is not known, or not matched to a Member, it
 * cannot be said.
 */
export const haveAskersLeft = ({ lastTermEnds, stated }: Askers, today: Day): boolean =>
  lastTermEnds.length > 0 &&
  lastTermEnds.length >= (stated ?? 0) &&
  lastTermEnds.every(end => end !== null && end <= today)
