import { addBusinessDays, nextBusinessDay } from './business-days.ts'
import { addDays, type Day, daysBetween, fullDay, longDay } from './day.ts'
import { type CountsFrom, type DueBasis, dueBasisLabels } from './due-basis.ts'
import { type BusinessCalendar, whyNotBusinessDay } from './holidays.ts'

/** What a letter, or one of its questions, says about when the answer is due. `quote` is verbatim. */
export interface DueStatement {
  readonly basis: DueBasis
  readonly date: Day | null
  readonly count: number | null
  readonly from: CountsFrom | null
  readonly quote: string | null
}

/** The statement of a text that gives no date and no period. */
export const nothingStated: DueStatement = { basis: 'none', date: null, count: null, from: null, quote: null }

/** More time that was granted: until when, recorded on which day, and why. */
export interface Extension {
  readonly until: Day
  readonly on: Day
  readonly because: string
}

/** What is known about one question and one recipient. `override` is the question's own statement, if it has one. */
export interface DueFacts {
  readonly letterDate: Day | null
  readonly sentOn: Day | null
  readonly receivedOn: Day | null
  readonly statement: DueStatement
  readonly override: DueStatement | null
  readonly extensions: readonly Extension[]
  readonly promisedOn: Day | null
  /** The day on which that promise went on record; null or left out where nobody wrote it down. */
  readonly promiseRecordedOn?: Day | null
}

/** One line of an explanation: a day counted as the n-th, or skipped and why. */
export interface ExplainedDay {
  readonly day: Day
  readonly counted: number | null
  readonly skipped: string | null
}

/** How a due date came about, for a page that lists it and draws the months. */
export interface DueExplanation {
  readonly startsOn: Day | null
  /** What the start day is: "the day the letter was sent". */
  readonly startIs: string | null
  /** The rule in one sentence. */
  readonly rule: string
  /** Why the date may still move; null when it is firm. */
  readonly provisionalBecause: string | null
  /** Every day after the start up to the due date, before any extension. */
  readonly days: readonly ExplainedDay[]
  /** The weekend or holiday on which a period of calendar days would have ended. */
  readonly rolledFrom: Day | null
  readonly extensions: readonly Extension[]
  /** The day the recipient named itself, and when that went on record. */
  readonly promise: { readonly on: Day; readonly recordedOn: Day | null } | null
}

export interface DueDate {
  readonly dueOn: Day | null
  readonly basis: DueBasis
  /** Counted from a day that stands in for one not known yet. */
  readonly provisional: boolean
  /** The letter states a date or period, or an extension is on record: what the public may be told. */
  readonly isStated: boolean
  /** The date before any extension. */
  readonly original: Day | null
  readonly quote: string | null
  /** Day zero of the window that ends with the due date. */
  readonly windowStart: Day | null
  readonly promisedOn: Day | null
  /** The only day against which the public may be told "overdue" or "late": stated, extended or promised. */
  readonly publicDueOn: Day | null
  readonly explanation: DueExplanation
}

/** The day by whose end an answer is due. Where nothing states one, `dueOn` is null: no due date is invented. */
export function dueDate(facts: DueFacts, calendar: BusinessCalendar): DueDate {
  const statement = facts.override ?? facts.statement
  const counted = countedFrom(statement, facts, calendar)
  const extension = latestOf(facts.extensions)
  const dueOn = extension?.until ?? counted.dueOn
  return {
    dueOn,
    basis: statement.basis,
    provisional: extension === null && counted.provisionalBecause !== null,
    isStated: dueOn !== null,
    original: counted.dueOn,
    quote: statement.quote,
    windowStart: counted.startsOn ?? facts.sentOn ?? facts.letterDate,
    promisedOn: facts.promisedOn,
    publicDueOn: dueOn ?? facts.promisedOn,
    explanation: {
      startsOn: counted.startsOn,
      startIs: counted.startIs,
      rule: counted.rule,
      provisionalBecause: counted.provisionalBecause,
      days: counted.days,
      rolledFrom: counted.rolledFrom,
      extensions: facts.extensions,
      promise:
        facts.promisedOn === null
          ? null
          : { on: facts.promisedOn, recordedOn: facts.promiseRecordedOn ?? null }
    }
  }
}

/** The facts as they stood on a day: nothing recorded or received later exists. */
export const dueFactsAsOf = (facts: DueFacts, today: Day): DueFacts => ({
  ...facts,
  receivedOn: facts.receivedOn !== null && facts.receivedOn > today ? null : facts.receivedOn,
  extensions: facts.extensions.filter(extension => extension.on <= today),
  promisedOn: facts.promiseRecordedOn && facts.promiseRecordedOn > today ? null : facts.promisedOn
})

/**
 * A follow-up date to offer where the letter states no deadline: internal, never shown to the public, never called
 * a deadline.
 */
export function followUpSuggestion(
  facts: { readonly start: Day; readonly isStateDepartment: boolean },
  calendar: BusinessCalendar
): { on: Day; because: string } {
  return facts.isStateDepartment
    ? {
        on: addBusinessDays(facts.start, 21, calendar),
        because:
          "State's own goal: a reply or an interim acknowledgment within 21 business days of receipt (GAO-14-424)"
      }
    : {
        on: nextBusinessDay(addDays(facts.start, 30), calendar),
        because: '30 days: this desk’s own date to follow up, since the letter states none'
      }
}

/** Extensions are appended: the one recorded last holds, also when it is the shorter one. */
const latestOf = (extensions: readonly Extension[]): Extension | null =>
  extensions.reduce<Extension | null>(
    (latest, one) => (latest === null || one.on >= latest.on ? one : latest),
    null
  )

interface Counted {
  readonly dueOn: Day | null
  readonly startsOn: Day | null
  readonly startIs: string | null
  readonly rule: string
  readonly provisionalBecause: string | null
  readonly days: readonly ExplainedDay[]
  readonly rolledFrom: Day | null
}

function countedFrom(statement: DueStatement, facts: DueFacts, calendar: BusinessCalendar): Counted {
  if (statement.basis === 'stated' && statement.date !== null) {
    return {
      ...nothingCounted,
      dueOn: statement.date,
      rule: `The text names the day: ${fullDay(statement.date)}. A stated date is never moved.`
    }
  }
  if (
    (statement.basis !== 'calendar_days' && statement.basis !== 'business_days') ||
    statement.count === null
  ) {
    return nothingCounted
  }
  if (!Number.isInteger(statement.count) || statement.count < 0 || statement.count > longestPeriod) {
    return {
      ...nothingCounted,
      rule: `The period cannot be counted: ${statement.count} is not a number of days.`
    }
  }
  const start = startOf(statement.from ?? 'letter', facts)
  if (start.on === null) {
    return { ...nothingCounted, rule: `The period cannot be counted: ${start.is} is not known.` }
  }
  const isBusiness = statement.basis === 'business_days'
  const dueOn = isBusiness
    ? addBusinessDays(start.on, statement.count, calendar)
    : nextBusinessDay(addDays(start.on, statement.count), calendar)
  const unrolled = isBusiness ? dueOn : addDays(start.on, statement.count)
  const unit = `${isBusiness ? 'business ' : ''}${statement.count === 1 ? 'day' : 'days'}`
  return {
    dueOn,
    startsOn: start.on,
    startIs: start.is,
    rule: isBusiness
      ? `${statement.count} ${unit} counted from ${start.is}, which is day zero; weekends and federal holidays are skipped.`
      : `${statement.count} ${unit} counted from ${start.is}, which is day zero; a period that ends on a weekend or a federal holiday runs to the next business day.`,
    provisionalBecause: start.provisionalBecause,
    days: isBusiness
      ? businessDays(start.on, dueOn, calendar)
      : calendarDays(start.on, statement.count, dueOn, calendar),
    rolledFrom: unrolled === dueOn ? null : unrolled
  }
}

/** Ten years, in days: no letter gives longer, and a page lists each day. */
const longestPeriod = 3660

const nothingCounted: Counted = {
  dueOn: null,
  startsOn: null,
  startIs: null,
  rule: `${dueBasisLabels.none}.`,
  provisionalBecause: null,
  days: [],
  rolledFrom: null
}

interface Start {
  readonly on: Day | null
  readonly is: string
  readonly provisionalBecause: string | null
}

function startOf(from: CountsFrom, facts: DueFacts): Start {
  const named = { letter: facts.letterDate, sent: facts.sentOn, received: facts.receivedOn }[from]
  if (named !== null || from === 'letter')
    return { on: named, is: startWords[from], provisionalBecause: null }
  const standIn: CountsFrom = from === 'received' && facts.sentOn !== null ? 'sent' : 'letter'
  const on = standIn === 'sent' ? facts.sentOn : facts.letterDate
  return {
    on,
    is: on === null ? startWords[from] : startWords[standIn],
    provisionalBecause:
      on === null
        ? null
        : `The period counts from ${startWords[from]}, which is not recorded. Until it is, ${startWords[standIn]}, ${longDay(on)}, stands in for it.`
  }
}

const startWords: Record<CountsFrom, string> = {
  letter: 'the date of the letter',
  sent: 'the day the letter was sent',
  received: 'the day the letter was received'
}

function businessDays(start: Day, end: Day, calendar: BusinessCalendar): ExplainedDay[] {
  let counted = 0
  return daysAfter(start, end).map(day => {
    const skipped = whyNotBusinessDay(day, calendar)
    if (skipped === null) counted += 1
    return { day, counted: skipped === null ? counted : null, skipped }
  })
}

/** Every day counts; where the last one is no business day, it and the days rolled over say why. */
const calendarDays = (start: Day, count: number, end: Day, calendar: BusinessCalendar): ExplainedDay[] =>
  daysAfter(start, end).map((day, index) => ({
    day,
    counted: index < count ? index + 1 : null,
    skipped: index + 1 >= count ? whyNotBusinessDay(day, calendar) : null
  }))

const daysAfter = (start: Day, end: Day): Day[] =>
  Array.from({ length: Math.max(0, daysBetween(start, end)) }, (_, index) => addDays(start, index + 1))
