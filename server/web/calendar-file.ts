import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import { addDays, type Day } from '../domain/day.ts'

/** One day in a calendar. */
export interface CalendarEntry {
  /** Stays the entry's for life, whatever becomes of its day: `question-<id>`. */
  readonly id: string
  /** Grows with every change. */
  readonly sequence: number
  readonly on: Day
  readonly summary: string
  readonly description: string
  readonly url: string
  readonly changedAt: Date
  /** It stood here and no longer does: calendars that took it over are told so. */
  readonly isCancelled: boolean
}

/** So many days an entry that ended is told as cancelled; calendars ask far more often. */
export const cancelledForDays = 60

/** Whether an entry that ended at an instant is still told of. */
export const isStillTold = (endedAt: Date, now: Date): boolean =>
  now.getTime() - endedAt.getTime() < cancelledForDays * DAY_MS

const DAY_MS = 24 * 60 * 60 * 1000
const SIX_HOURS = 6 * 60 * 60

/**
 * A calendar as RFC 5545 has it, for Google, Outlook and Apple to subscribe to: all-day entries, lines of at most 75
 * octets that end in CRLF, and a hint to ask again every six hours.
 */
export function calendarFile(
  about: { readonly name: string; readonly description: string; readonly baseUrl: string },
  entries: readonly CalendarEntry[]
): string {
  const { hostname } = new URL(about.baseUrl)
  const calendar = ical({
    name: about.name,
    description: about.description,
    prodId: { company: 'Reply Due', product: 'Answers due', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: SIX_HOURS
  })
  for (const entry of entries)
    calendar.createEvent({
      id: `${entry.id}@${hostname}`,
      sequence: entry.sequence,
      start: new Date(`${entry.on}T00:00:00Z`),
      // The end of an all-day entry is the day after; without one Outlook shows an appointment of no length.
      end: new Date(`${addDays(entry.on, 1)}T00:00:00Z`),
      allDay: true,
      timezone: 'UTC',
      summary: entry.isCancelled ? `Cancelled: ${entry.summary}` : entry.summary,
      description: entry.description,
      url: entry.url,
      stamp: entry.changedAt,
      lastModified: entry.changedAt,
      status: entry.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      transparency: ICalEventTransparency.TRANSPARENT
    })
  return calendar.toString()
}
