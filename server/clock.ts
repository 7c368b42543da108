import { type Day, dayIn } from './domain/day.ts'

/** What time it is. The only place that asks the system; tests and `--as-of` hand in another. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

export const clockAt = (instant: Date): Clock => ({ now: () => instant })

/** The calendar day it is in a time zone: a desk's "today". */
export const todayIn = (clock: Clock, zone: string): Day => dayIn(clock.now(), zone)
