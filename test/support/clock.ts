import { DateTime } from 'luxon'
import type { Clock } from '../../server/clock.ts'

/** A clock that stands still until a test moves it. */
export interface SettableClock extends Clock {
  /** To an instant; a text without an offset is local time in New York: `2021-04-05T09:00`. */
  set(to: string | Date): void
}

export function settableClock(start: string | Date): SettableClock {
  let now = instantOf(start)
  return {
    now: () => new Date(now),
    set: to => {
      now = instantOf(to)
    }
  }
}

const instantOf = (said: string | Date): Date =>
  typeof said === 'string' ? DateTime.fromISO(said, { zone: 'America/New_York' }).toJSDate() : said
