/** What a due date rests on. `none`: the text states no date and no period, and none is invented. */
export const dueBases = ['stated', 'calendar_days', 'business_days', 'none'] as const
export type DueBasis = (typeof dueBases)[number]

/** The day a period counts from; that day is day zero. */
export const countsFrom = ['letter', 'sent', 'received'] as const
export type CountsFrom = (typeof countsFrom)[number]

export const dueBasisLabels: Record<DueBasis, string> = {
  stated: 'A date stated in the letter',
  calendar_days: 'A number of days stated in the letter',
  business_days: 'A number of business days stated in the letter',
  none: 'No deadline stated'
}
