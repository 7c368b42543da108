import { addBusinessDays, nextBusinessDay } from './business-days.ts'
import { addDays, addMonths, type Day, daysBetween, yearOf } from './day.ts'
import type { BusinessCalendar } from './holidays.ts'
import { compareTexts } from './order.ts'

/** When a desk wants to be reminded; counts are days. */
export interface LadderSettings {
  /** Calendar days before the date. */
  readonly daysBefore: readonly number[]
  readonly businessDaysBefore: readonly number[]
  /** Calendar days after the date. */
  readonly daysAfter: readonly number[]
  /** And then on the date's day of each month. */
  readonly isMonthly: boolean
  /** Days after a reply was received and not reviewed. */
  readonly reviewDays: readonly number[]
  /** A nudge to check once nobody has for more than so many days. */
  readonly uncheckedDays: number
  /** The least number of days between two mentions of one letter to one person. */
  readonly daysApart: number
}

export const defaultLadder: LadderSettings = {
  daysBefore: [7],
  businessDaysBefore: [1],
  daysAfter: [1, 14, 30],
  isMonthly: true,
  reviewDays: [3, 10, 24],
  uncheckedDays: 90,
  daysApart: 3
}

/** What a step is about, from the most pressing to the least. */
export const stepKinds = ['review', 'after', 'before', 'remind_me', 'unchecked'] as const
export type StepKind = (typeof stepKinds)[number]

/** One rung. `code` is part of the ledger's key: stable, `before_7_days`. `sendOn` is a business day. */
export interface Step {
  readonly kind: StepKind
  readonly code: string
  readonly label: string
  readonly sendOn: Day
}

/** The date that a ladder stands against, and day zero before which no step exists. */
export interface Anchor {
  readonly on: Day
  readonly windowStart: Day | null
}

/** The last step whose day has come; null when none has. */
export function latestStep(
  anchor: Anchor,
  today: Day,
  ladder: LadderSettings,
  calendar: BusinessCalendar
): Step | null {
  const fixed = fixedSteps(anchor, ladder, calendar)
  const months = monthsUntil(anchor.on, today) + 1
  for (let count = months; ladder.isMonthly && count >= firstMonth; count -= 1) {
    const step = monthlyStep(anchor, count, ladder, calendar)
    if (step !== null && step.sendOn <= today) return step
  }
  return fixed.findLast(step => step.sendOn <= today) ?? null
}

/** The first step whose day is later than the one given; null when there is none. */
export function stepAfter(
  anchor: Anchor,
  after: Day,
  ladder: LadderSettings,
  calendar: BusinessCalendar
): Step | null {
  const fixed = fixedSteps(anchor, ladder, calendar).find(step => step.sendOn > after)
  if (fixed !== undefined || !ladder.isMonthly) return fixed ?? null
  // A month whose day was rolled over a long weekend may still lie ahead: hence one month earlier.
  for (let count = Math.max(firstMonth, monthsUntil(anchor.on, after) - 1); ; count += 1) {
    const step = monthlyStep(anchor, count, ladder, calendar)
    if (step !== null && step.sendOn > after) return step
  }
}

/** The last review step whose day has come for a reply received on a day; null when none has. */
export const latestReviewStep = (
  receivedOn: Day,
  today: Day,
  ladder: LadderSettings,
  calendar: BusinessCalendar
): Step | null => reviewSteps(receivedOn, ladder, calendar).findLast(step => step.sendOn <= today) ?? null

/** The days on which a reply that nobody reviews is mentioned. */
export const reviewSteps = (receivedOn: Day, ladder: LadderSettings, calendar: BusinessCalendar): Step[] =>
  ascending(ladder.reviewDays).map(count => ({
    kind: 'review',
    code: `review_${count}`,
    label: `reply to review, day ${count}`,
    sendOn: nextBusinessDay(addDays(receivedOn, count), calendar)
  }))

/**
 * The nudge to check, repeated each time another such stretch has passed: the `count`-th is sent on the first
 * business day after `count` times `uncheckedDays` since the last look.
 */
export const uncheckedStep = (
  since: Day,
  count: number,
  ladder: LadderSettings,
  calendar: BusinessCalendar
): Step => ({
  kind: 'unchecked',
  code: `unchecked_${count}`,
  label: `not checked for ${count * ladder.uncheckedDays} days`,
  sendOn: nextBusinessDay(addDays(since, count * ladder.uncheckedDays + 1), calendar)
})

/** The last nudge to check whose day has come; null when none has. */
export function latestUncheckedStep(
  since: Day,
  today: Day,
  ladder: LadderSettings,
  calendar: BusinessCalendar
): Step | null {
  for (let count = Math.floor(daysBetween(since, today) / ladder.uncheckedDays); count >= 1; count -= 1) {
    const step = uncheckedStep(since, count, ladder, calendar)
    if (step.sendOn <= today) return step
  }
  return null
}

/** A person's own "remind me on DATE". */
export const personalStep = (on: Day, calendar: BusinessCalendar): Step => ({
  kind: 'remind_me',
  code: 'remind_me',
  label: 'your own reminder',
  sendOn: nextBusinessDay(on, calendar)
})

// The date itself and the month after it are what `daysAfter` says; months are counted from the second.
const firstMonth = 2

interface DatedStep extends Step {
  readonly day: Day
}

/** The steps before and after the date, in the order in which they are sent. A step not after day zero is none. */
function fixedSteps(anchor: Anchor, ladder: LadderSettings, calendar: BusinessCalendar): DatedStep[] {
  const dated = (kind: StepKind, code: string, label: string, day: Day): DatedStep => ({
    kind,
    code,
    label,
    day,
    sendOn: nextBusinessDay(day, calendar)
  })
  return [
    ...ladder.daysBefore.map(count =>
      dated('before', `before_${count}_days`, `${days(count)} before`, addDays(anchor.on, -count))
    ),
    ...ladder.businessDaysBefore.map(count =>
      dated(
        'before',
        `before_${count}_business_days`,
        `${days(count, 'business day')} before`,
        addBusinessDays(anchor.on, -count, calendar)
      )
    ),
    ...ladder.daysAfter.map(count =>
      dated('after', `after_${count}_days`, `${days(count)} after`, addDays(anchor.on, count))
    )
  ]
    .filter(step => anchor.windowStart === null || step.day > anchor.windowStart)
    .sort((a, b) => compareTexts(a.sendOn, b.sendOn) || compareTexts(a.day, b.day))
}

/** The same day of a later month; null where a step of `daysAfter` covers that month. */
function monthlyStep(
  anchor: Anchor,
  count: number,
  ladder: LadderSettings,
  calendar: BusinessCalendar
): Step | null {
  const day = addMonths(anchor.on, count)
  if (day <= addDays(anchor.on, Math.max(0, ...ladder.daysAfter))) return null
  return {
    kind: 'after',
    code: `after_${count}_months`,
    label: `${days(count, 'month')} after`,
    sendOn: nextBusinessDay(day, calendar)
  }
}

const monthsUntil = (from: Day, to: Day): number =>
  (yearOf(to) - yearOf(from)) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7))

const ascending = (counts: readonly number[]): number[] => [...counts].sort((a, b) => a - b)

const days = (count: number, noun = 'day'): string => `${count} ${noun}${count === 1 ? '' : 's'}`
