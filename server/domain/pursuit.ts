/** What the desk does about a cell. `Open` is unanswered and pursuing. */
export const pursuits = ['pursuing', 'rested'] as const
export type Pursuit = (typeof pursuits)[number]

export const pursuitLabels: Record<Pursuit, string> = { pursuing: 'Keep pressing', rested: 'Rested' }
