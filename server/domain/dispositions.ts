/** What came back for one question from one recipient. Set by a person, never derived. */
export const dispositions = [
  'no_reply',
  'acknowledged',
  'partial',
  'not_addressed',
  'referred',
  'answered',
  'declined',
  'not_held',
  'withdrawn'
] as const
export type Disposition = (typeof dispositions)[number]

/** The four groups that visitors are shown; a withdrawn question is counted in none. */
export const publicGroups = ['no_reply', 'replied', 'answered', 'refused'] as const
export type PublicGroup = (typeof publicGroups)[number]

export const publicGroupLabels: Record<PublicGroup, string> = {
  no_reply: 'No reply recorded',
  replied: 'Replied, not answered',
  answered: 'Answered',
  refused: 'Refused or not held'
}

/** Why a recipient said it would not answer. */
export const declineReasons = [
  'privilege',
  'classified',
  'ongoing_investigation',
  'privacy',
  'committee_only',
  'other'
] as const
export type DeclineReason = (typeof declineReasons)[number]

export const declineReasonLabels: Record<DeclineReason, string> = {
  privilege: 'Privilege',
  classified: 'Classified',
  ongoing_investigation: 'Ongoing investigation',
  privacy: 'Privacy',
  committee_only: 'Answers committees only',
  other: 'Other'
}

/** What a finding with this disposition cannot be saved without. */
export type Requirement =
  | 'response'
  | 'missing_parts'
  | 'office'
  | 'evidence'
  | 'parts_settled'
  | 'reason'
  | 'decline_reason'

interface DispositionRow {
  readonly label: string
  readonly group: PublicGroup | null
  readonly needs: readonly Requirement[]
}

export const dispositionTable: Record<Disposition, DispositionRow> = {
  no_reply: { label: 'No reply recorded', group: 'no_reply', needs: [] },
  acknowledged: { label: 'Acknowledged only', group: 'replied', needs: ['response'] },
  partial: { label: 'Partly answered', group: 'replied', needs: ['response', 'missing_parts'] },
  not_addressed: { label: 'Reply did not address it', group: 'replied', needs: ['response'] },
  referred: { label: 'Referred to another office', group: 'replied', needs: ['response', 'office'] },
  answered: { label: 'Answered', group: 'answered', needs: ['evidence', 'parts_settled'] },
  declined: { label: 'Declined', group: 'refused', needs: ['response', 'decline_reason'] },
  not_held: { label: 'Says it has no such information', group: 'refused', needs: ['response'] },
  withdrawn: { label: 'Withdrawn by the asker', group: null, needs: ['reason'] }
}

/** Everything but answered and withdrawn: a refusal does not clear a record, nor does being re-asked. */
export const isUnanswered = (disposition: Disposition): boolean =>
  disposition !== 'answered' && disposition !== 'withdrawn'

/** What became of one part of a question. */
export const partMarks = ['answered', 'not_answered', 'does_not_arise'] as const
export type PartMark = (typeof partMarks)[number]

export const partMarkLabels: Record<PartMark, string> = {
  answered: 'Answered',
  not_answered: 'Not answered',
  does_not_arise: 'Does not arise'
}
