import { DateTime } from 'luxon'
import { addDays, type Day, weekdayOf } from './day.ts'
import { type BusinessCalendar, whyNotBusinessDay } from './holidays.ts'

/** When a weekly digest goes out: 1 is Monday; the hour is local to the zone. */
export interface DigestTime {
  readonly weekday: number
  readonly hour: number
  readonly zone: string
}

/** One week's digest. `week` names it in the ledger, whatever day it is moved to. */
export interface DigestSlot {
  readonly week: Day
  readonly day: Day
  readonly at: Date
  /** After its grace a digest is no news any more: it is left out, not sent late. */
  readonly isInGrace: boolean
}

export const graceHours = 24

/** The last slot whose moment has come. Whether its digest went out is for the ledger to say, by `week`. */
export function digestSlot(now: Date, time: DigestTime, calendar: BusinessCalendar): DigestSlot {
  let slot = slotOf(latestWeek(now, time), now, time, calendar)
  while (slot.at > now) slot = slotOf(addDays(slot.week, -7), now, time, calendar)
  return slot
}

/** The next slot whose moment has not come yet. */
export function nextDigestSlot(now: Date, time: DigestTime, calendar: BusinessCalendar): DigestSlot {
  let slot = digestSlot(now, time, calendar)
  while (slot.at <= now) slot = slotOf(addDays(slot.week, 7), now, time, calendar)
  return slot
}

/** The latest day of the chosen weekday that has begun. */
function latestWeek(now: Date, { weekday, zone }: DigestTime): Day {
  const today = localTo(now, zone).toFormat('yyyy-MM-dd')
  return addDays(today, -((weekdayOf(today) - weekday + 7) % 7))
}

function slotOf(week: Day, now: Date, time: DigestTime, calendar: BusinessCalendar): DigestSlot {
  const day = movedOn(week, calendar)
  // An hour that the clock skips is the one after it; an hour that comes twice is the first.
  const at = localTo(now, time.zone)
    .set({
      year: Number(day.slice(0, 4)),
      month: Number(day.slice(5, 7)),
      day: Number(day.slice(8, 10)),
      hour: time.hour,
      minute: 0,
      second: 0,
      millisecond: 0
    })
    .toJSDate()
  return { week, day, at, isInGrace: now.getTime() - at.getTime() <= graceHours * 3_600_000 }
}

/** A holiday moves the digest to the next business day; a weekend that somebody chose does not. */
function movedOn(week: Day, calendar: BusinessCalendar): Day {
  let day = week
  while (whyNotBusinessDay(day, calendar) !== null && (day !== week || weekdayOf(day) <= 5)) {
    day = addDays(day, 1)
  }
  return day
}

// A zone that this machine does not know must not stop a digest for ever.
const localTo = (now: Date, zone: string): DateTime => {
  const local = DateTime.fromJSDate(now, { zone })
  return local.isValid ? local : DateTime.fromJSDate(now, { zone: 'America/New_York' })
}
