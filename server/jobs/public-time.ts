import type { DeskRecord } from '../../models/desk.ts'
import { calendarOf } from '../../models/standing.ts'
import type { DigestTime } from '../domain/digest.ts'
import { type BusinessCalendar, federalCalendar } from '../domain/holidays.ts'

/**
 * When the public's weekly mail goes out: with the desk's own where there is one desk, else on Monday at eight in
 * Washington.
 */
export function publicTime({ desks }: { readonly desks: ReadonlyMap<string, DeskRecord> }): {
  readonly time: DigestTime
  readonly calendar: BusinessCalendar
} {
  const [desk, ...others] = desks.values()
  if (desk && others.length === 0)
    return { time: { ...desk.digest, zone: desk.zone }, calendar: calendarOf(desk) }
  return {
    time: { weekday: 1, hour: 8, zone: 'America/New_York' },
    calendar: federalCalendar
  }
}
