import { addDays, addMonths, type Day, daysBetween, longDay } from './day.ts'
import type { Disposition } from './dispositions.ts'

/** How a question stands in time. Computed when read, never stored. */
export const timelinesses = [
  'answered_on_time',
  'answered_late',
  'answered',
  'withdrawn',
  'quiet',
  'upcoming',
  'due_soon',
  'due_today',
  'overdue',
  'long_overdue',
  'no_deadline'
] as const
export type Timeliness = (typeof timelinesses)[number]

/** Against a date that the letter states, or an extension or promise on record. */
export const timelinessLabels: Record<Timeliness, string> = {
  answered_on_time: 'Answered on time',
  answered_late: 'Answered late',
  answered: 'Answered',
  withdrawn: 'Withdrawn',
  quiet: 'Quiet',
  upcoming: 'Upcoming',
  due_soon: 'Due soon',
  due_today: 'Due today',
  overdue: 'Overdue',
  long_overdue: 'Long overdue',
  no_deadline: 'No deadline stated'
}

/** Against the desk's own follow-up date, for its staff only: never called a deadline. */
export const followUpLabels: Record<Timeliness, string> = {
  answered_on_time: 'Answered before the follow-up date',
  answered_late: 'Answered after the follow-up date',
  answered: 'Answered',
  withdrawn: 'Withdrawn',
  quiet: 'Quiet',
  upcoming: 'Follow up later',
  due_soon: 'Follow up soon',
  due_today: 'Follow up today',
  overdue: 'Follow-up overdue',
  long_overdue: 'Follow-up long overdue',
  no_deadline: 'No follow-up date'
}

export interface TimelinessFacts {
  readonly dueOn: Day | null
  /** Day zero of the window that ends with `dueOn`. */
  readonly windowStart: Day | null
  readonly disposition: Disposition
  /** The day of the reply that answered. */
  readonly answeredOn: Day | null
  /** The day on which mail resumes: see `effectiveQuiet`. */
  readonly quietUntil: Day | null
  readonly today: Day
}

const soonDays = 7

export function timeliness(facts: TimelinessFacts): Timeliness {
  const { dueOn, today } = facts
  if (facts.disposition === 'answered') {
    if (dueOn === null || facts.answeredOn === null) return 'answered'
    return facts.answeredOn > dueOn ? 'answered_late' : 'answered_on_time'
  }
  if (facts.disposition === 'withdrawn') return 'withdrawn'
  if (isQuiet(facts.quietUntil, today)) return 'quiet'
  if (dueOn === null) return 'no_deadline'
  if (!isOverdue(dueOn, today)) {
    if (dueOn === today) return 'due_today'
    return daysBetween(today, dueOn) <= soonDays ? 'due_soon' : 'upcoming'
  }
  const longOverdue = longOverdueOn(facts.windowStart, dueOn)
  return longOverdue !== null && today >= longOverdue ? 'long_overdue' : 'overdue'
}

/** Overdue from the day after the due date: a reply that arrives on the day is on time. */
export const isOverdue = (dueOn: Day, today: Day): boolean => today > dueOn

/** The first day on which more than twice the window has passed since its start; null without a window. */
export const longOverdueOn = (windowStart: Day | null, dueOn: Day | null): Day | null =>
  windowStart === null || dueOn === null || dueOn < windowStart
    ? null
    : addDays(dueOn, daysBetween(windowStart, dueOn) + 1)

/** "Quiet until Friday": mail resumes on Friday. */
export const isQuiet = (quietUntil: Day | null, today: Day): boolean =>
  quietUntil !== null && today < quietUntil

/** The day on which mail resumes: the desk's own, or the day after a promised date if that is later. */
export function effectiveQuiet(quietUntil: Day | null, promisedOn: Day | null): Day | null {
  if (promisedOn === null) return quietUntil
  const passed = addDays(promisedOn, 1)
  return quietUntil === null || passed > quietUntil ? passed : quietUntil
}

/** What the desk's staff are told: against the due date, or else the desk's follow-up date in its own words. */
export function staffTimeliness(facts: TimelinessFacts & { readonly followUpOn: Day | null }): {
  timeliness: Timeliness
  against: 'due' | 'follow_up' | null
  label: string
} {
  const isFollowUp = facts.dueOn === null && facts.followUpOn !== null
  const state = timeliness(isFollowUp ? { ...facts, dueOn: facts.followUpOn } : facts)
  return {
    timeliness: state,
    against: isFollowUp ? 'follow_up' : facts.dueOn === null ? null : 'due',
    label: isFollowUp ? followUpLabels[state] : timelinessLabels[state]
  }
}

/** What the public is told rests on these: a desk's follow-up date and what quiets its mail are not among them. */
export interface PublicTimelinessFacts {
  /** `DueDate.publicDueOn`: stated, extended or promised. */
  readonly publicDueOn: Day | null
  /** The date is only the recipient's own promise. */
  readonly isPromise: boolean
  readonly windowStart: Day | null
  readonly askedOn: Day | null
  readonly disposition: Disposition
  readonly answeredOn: Day | null
  readonly today: Day
}

/** The state that public lists filter by. */
export const publicTimelinessOf = (facts: PublicTimelinessFacts): Timeliness =>
  timeliness({ ...facts, dueOn: facts.publicDueOn, quietUntil: null })

/** One sentence for visitors: "No deadline stated; asked 5 years 8 months ago". Without a full stop. */
export function publicTimeliness(facts: PublicTimelinessFacts): string {
  const state = publicTimelinessOf(facts)
  const asked = facts.askedOn === null ? '' : `; asked ${agoInWords(facts.askedOn, facts.today)}`
  if (state === 'withdrawn') return 'Withdrawn by the asker'
  if (facts.publicDueOn === null) {
    if (state !== 'answered') return `No deadline stated${asked}`
    return facts.answeredOn === null
      ? 'Answered; no deadline stated'
      : `Answered on ${longDay(facts.answeredOn)}; no deadline stated`
  }
  const due = `${facts.isPromise ? 'promised by' : 'due'} ${longDay(facts.publicDueOn)}`
  switch (state) {
    case 'answered_on_time':
    case 'answered_late':
      return `${timelinessLabels[state]}, on ${longDay(facts.answeredOn ?? facts.publicDueOn)}; ${due}`
    case 'answered':
      return `Answered; ${due}`
    case 'due_today':
      return facts.isPromise ? 'Promised for today' : 'Due today'
    case 'overdue':
    case 'long_overdue':
      return `Overdue for ${spanInWords(facts.publicDueOn, facts.today)}; ${due}${asked}`
    default:
      return `${capitalized(due)}, in ${spanInWords(facts.today, facts.publicDueOn)}`
  }
}

/** "5 years 8 months ago", "12 days ago", "yesterday", "today". */
export function agoInWords(from: Day, today: Day): string {
  const days = daysBetween(from, today)
  if (days <= 0) return 'today'
  return days === 1 ? 'yesterday' : `${spanInWords(from, today)} ago`
}

/** A stretch of time in years and months; in months under a year, in days under a month. */
export function spanInWords(from: Day, to: Day): string {
  const months = wholeMonths(from, to)
  if (months < 1) return plural(Math.max(0, daysBetween(from, to)), 'day')
  const years = Math.floor(months / 12)
  return [years > 0 ? plural(years, 'year') : '', months % 12 > 0 ? plural(months % 12, 'month') : '']
    .filter(part => part !== '')
    .join(' ')
}

const wholeMonths = (from: Day, to: Day): number => {
  const guess =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
    Number(to.slice(5, 7)) -
    Number(from.slice(5, 7))
  return addMonths(from, guess) > to ? guess - 1 : guess
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
