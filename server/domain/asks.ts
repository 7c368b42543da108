/** The kinds of ask a question can make of its recipient. */
export const askCodes = ['information', 'documents', 'analysis', 'briefing', 'action'] as const

export type Ask = (typeof askCodes)[number]

/** What each kind of ask is called on pages and in mail. */
export const askLabels: Record<Ask, string> = {
  information: 'Information',
  documents: 'Documents',
  analysis: 'Analysis',
  briefing: 'Briefing',
  action: 'Action'
}
