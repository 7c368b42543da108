import { DateTime } from 'luxon'
import { type Day, dayIn } from '../domain/day.ts'
import type { DeskFacts } from '../domain/owed-facts.ts'

/** The moment a run is for: now, or a local time that stands for now at every desk. */
export type Moment =
  | { readonly isAsOf: false; readonly now: Date }
  | { readonly isAsOf: true; readonly local: string }

/** The desks that share a zone, with the instant and the day it is for them. */
export interface ZoneMoment {
  readonly now: Date
  readonly today: Day
  readonly desks: readonly DeskFacts[]
}

/** The instant that a moment is in a zone. */
export function instantIn(moment: Moment, zone: string): Date {
  if (!moment.isAsOf) return moment.now
  const local = DateTime.fromISO(moment.local, { zone })
  // As for a digest's slot: one desk's zone that this machine does not know must not stop the run.
  return (local.isValid ? local : DateTime.fromISO(moment.local, { zone: 'America/New_York' })).toJSDate()
}

/** `2021-04-05T09:00`: nine in the morning wherever the desk is, so an instant for each zone. */
export function momentsOf(moment: Moment, desks: readonly DeskFacts[]): ZoneMoment[] {
  const zones = [...new Set(desks.map(desk => desk.zone))]
  return zones.map(zone => {
    const now = instantIn(moment, zone)
    return {
      now,
      today: dayIn(now, zone),
      desks: desks.filter(desk => desk.zone === zone)
    }
  })
}

/** The day it is where it is latest: no desk has a later one. */
export const latestDay = (moment: Moment): Day =>
  moment.isAsOf
    ? moment.local.slice(0, 10)
    : DateTime.fromJSDate(moment.now, { zone: 'Pacific/Kiritimati' }).toFormat('yyyy-MM-dd')

/** Reads what `--as-of` was given: `2021-04-05T09:00` or a day, which means its end. Null for anything else. */
export function readAsOf(text: string): Moment | null {
  const local = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T23:59` : text
  const isLocal = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(local)
  return isLocal && DateTime.fromISO(local, { zone: 'utc' }).isValid ? { isAsOf: true, local } : null
}
