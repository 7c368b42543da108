import { type Day, dayIn } from './domain/day.ts'

/** What time it is. The only place that asks the system; tests and `--as-of` hand in another. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

export const clockAt = (instant: Date): Clock => ({ now: () => instant })

/** The calendar day it is in a time zone: a desk's "today". */
export function todayIn(clock: Clock, zone: string): Day {
  const now = clock.now()
  const slot = Math.floor(now.getTime() / SLOT_MS)
  const last = lately.get(zone)
  if (last?.slot === slot) return last.day
  const day = dayIn(now, zone)
  lately.set(zone, { slot, day })
  return day
}

/** Every page asks, and it costs as much as a row of a table: in all zones midnight falls on a quarter of an hour. */
const SLOT_MS = 15 * 60 * 1000
const lately = new Map<string, { readonly slot: number; readonly day: Day }>()
