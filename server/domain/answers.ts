import { type Day, daysBetween } from './day.ts'
import type { ResponseKind } from './responses.ts'

/** One letter to one office, with the first day on which each kind of reply came. */
export interface AskedFacts {
  readonly askedOn: Day
  readonly acknowledgedOn: Day | null
  readonly interimOn: Day | null
  readonly substantiveOn: Day | null
}

/** A median in days over the `n` of the `of` asked that had such a reply; null when none had. */
export interface TimeFigure {
  readonly median: number | null
  readonly n: number
  readonly of: number
}

export interface AnswerTimes {
  readonly from: Day
  readonly until: Day
  readonly acknowledgment: TimeFigure
  readonly interim: TimeFigure
  readonly substantive: TimeFigure
}

/** How long replies took to what was asked from one day to another, both included: three figures, never one. */
export function answerTimes(
  asked: readonly AskedFacts[],
  period: { readonly from: Day; readonly until: Day }
): AnswerTimes {
  const counted = asked.filter(({ askedOn }) => askedOn >= period.from && askedOn <= period.until)
  const figure = (replyOn: (facts: AskedFacts) => Day | null): TimeFigure => {
    const days = counted.flatMap(facts => {
      const on = replyOn(facts)
      // A reply dated before the letter is a mistake in the record, not a time of less than nothing.
      return on === null || on < facts.askedOn ? [] : daysBetween(facts.askedOn, on)
    })
    return { median: median(days), n: days.length, of: counted.length }
  }
  return {
    ...period,
    acknowledgment: figure(facts => facts.acknowledgedOn),
    interim: figure(facts => facts.interimOn),
    substantive: figure(facts => facts.substantiveOn)
  }
}

/** The first day of each kind of reply; one known only by mention counts for none, since its text is not held. */
export function firstReplies(
  responses: readonly {
    readonly kind: ResponseKind
    readonly receivedOn: Day | null
    readonly isMention: boolean
  }[]
): Omit<AskedFacts, 'askedOn'> {
  const first = (kind: ResponseKind): Day | null =>
    responses
      .filter(response => response.kind === kind && !response.isMention)
      .flatMap(({ receivedOn }) => receivedOn ?? [])
      .sort()[0] ?? null
  return {
    acknowledgedOn: first('acknowledgment'),
    interimOn: first('interim'),
    substantiveOn: first('substantive')
  }
}

/** The middle one; between two middle ones, halfway. Null of none. */
export function median(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.ceil(sorted.length / 2) - 1]
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2
}

/** How old unanswered questions are; an age belongs to the first bucket that it is below. */
export const ageBuckets = [
  'under_30_days',
  'under_90_days',
  'under_180_days',
  'under_1_year',
  'under_2_years',
  'under_5_years',
  'over_5_years',
  'no_date'
] as const
export type AgeBucket = (typeof ageBuckets)[number]

export const ageBucketLabels: Record<AgeBucket, string> = {
  under_30_days: 'Under 30 days',
  under_90_days: '30 to 89 days',
  under_180_days: '90 to 179 days',
  under_1_year: '180 days to 1 year',
  under_2_years: '1 to 2 years',
  under_5_years: '2 to 5 years',
  over_5_years: '5 years and more',
  no_date: 'Date not known'
}

export function ageBucketOf(askedOn: Day | null, today: Day): AgeBucket {
  if (askedOn === null) return 'no_date'
  const age = daysBetween(askedOn, today)
  return below.find(([days]) => age < days)?.[1] ?? 'over_5_years'
}

const below: readonly (readonly [number, AgeBucket])[] = [
  [30, 'under_30_days'],
  [90, 'under_90_days'],
  [180, 'under_180_days'],
  [365, 'under_1_year'],
  [730, 'under_2_years'],
  [1826, 'under_5_years']
]
