/** What a reader says is wrong with the record. */
export const disputeKinds = ['status', 'missing_reply', 'other'] as const
export type DisputeKind = (typeof disputeKinds)[number]

export const disputeKindLabels: Record<DisputeKind, string> = {
  status: 'The status is wrong',
  missing_reply: 'A reply is missing',
  other: 'Something else in the record is wrong'
}

/** Written by somebody, confirmed by the owner of the address and waiting at the desk, or closed by the desk. */
export const disputeStates = ['asked', 'open', 'closed'] as const
export type DisputeState = (typeof disputeStates)[number]

/** How a desk closes a dispute; each with a reason in words. */
export const disputeOutcomes = ['changed', 'stands', 'duplicate', 'unrelated'] as const
export type DisputeOutcome = (typeof disputeOutcomes)[number]

export const disputeOutcomeLabels: Record<DisputeOutcome, string> = {
  changed: 'The record was changed',
  stands: 'The record stands',
  duplicate: 'Reported before',
  unrelated: 'Not about this record'
}
