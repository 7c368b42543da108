import { type Day, daysBetween, shortDay } from './day.ts'
import {
  type Disposition,
  dispositions,
  dispositionTable,
  isUnanswered,
  type PartMark,
  type PublicGroup
} from './dispositions.ts'
import type { Pursuit } from './pursuit.ts'
import type { ResponseKind } from './responses.ts'

export { passageStands, refusals } from './refusals.ts'

/** The judgement about one question for one recipient: the cell. */
export interface FindingFacts {
  readonly disposition: Disposition
  readonly marks: readonly { readonly part: number; readonly mark: PartMark }[]
  readonly judgedOn: Day | null
  /** Ids of the responses that the judgement took into account. */
  readonly judgedResponses: readonly string[]
  /** Ids of the responses that its evidence quotes, where it quotes any. */
  readonly evidenceResponses?: readonly string[]
  readonly pursuit: Pursuit
  readonly quietUntil: Day | null
  readonly checkedOn: Day | null
}

/** A response that covers the cell's letter and recipient. */
export interface ResponseFacts {
  readonly id: string
  readonly receivedOn: Day | null
  readonly loggedOn: Day
  readonly kind: ResponseKind
  readonly visibility: 'internal' | 'public'
  readonly isMention: boolean
}

/** Who is told: a desk's staff, or everybody. */
export type Audience = 'staff' | 'public'

/** What a cell shows: its disposition, or that a reply came on which nobody has judged yet. */
export const cellStates = [...dispositions, 'to_review', 'not_public', 'reported'] as const
export type CellState = (typeof cellStates)[number]

/** The state that a cell shows, given the responses that cover its recipient. */
export function cellState(
  finding: FindingFacts,
  responses: readonly ResponseFacts[],
  audience: Audience
): CellState {
  if (finding.disposition === 'withdrawn') return 'withdrawn'
  if (finding.disposition !== 'no_reply') {
    return audience === 'public' && restsOnInternal(finding, responses) ? 'not_public' : finding.disposition
  }
  const waiting = unreviewed(finding, responses)
  if (audience === 'staff' && waiting.length > 0) return 'to_review'
  if (waiting.some(response => response.visibility === 'public')) return 'to_review'
  if (waiting.length > 0) return 'not_public'
  return responses.some(response => response.isMention) ? 'reported' : 'no_reply'
}

export const cellStateLabels: Record<CellState, string> = {
  no_reply: dispositionTable.no_reply.label,
  acknowledged: dispositionTable.acknowledged.label,
  partial: dispositionTable.partial.label,
  not_addressed: dispositionTable.not_addressed.label,
  referred: dispositionTable.referred.label,
  answered: dispositionTable.answered.label,
  declined: dispositionTable.declined.label,
  not_held: dispositionTable.not_held.label,
  withdrawn: dispositionTable.withdrawn.label,
  to_review: 'Reply received, not yet reviewed',
  not_public: 'Reply received, not public',
  reported: 'Reply reported, text not held'
}

/** The words for a cell, the same everywhere; a judged cell says so when a later reply waits. */
export function cellLabel(
  finding: FindingFacts,
  responses: readonly ResponseFacts[],
  audience: Audience
): string {
  const state = cellState(finding, responses, audience)
  const isJudged = state === finding.disposition && state !== 'no_reply' && state !== 'withdrawn'
  const later = unreviewed(finding, responses).filter(
    response => audience === 'staff' || response.visibility === 'public'
  )
  return isJudged && later.length > 0
    ? `${cellStateLabels[state]}; a later reply not yet reviewed`
    : cellStateLabels[state]
}

/** The group that counts a cell; null when it is withdrawn and counted in none. A reply nobody judged is `replied`. */
export const groupOfState = (state: CellState): PublicGroup | null =>
  state === 'to_review' || state === 'not_public' || state === 'reported'
    ? 'replied'
    : dispositionTable[state].group

/** Unanswered and pursued: what reminders are about. */
export const isOpen = (finding: Pick<FindingFacts, 'disposition' | 'pursuit'>): boolean =>
  isUnanswered(finding.disposition) && finding.pursuit === 'pursuing'

/** The responses that the judgement has not taken into account; one known by mention asks for no review. */
export const unreviewed = <R extends Pick<ResponseFacts, 'id' | 'isMention'>>(
  finding: Pick<FindingFacts, 'judgedResponses'>,
  responses: readonly R[]
): R[] => responses.filter(response => !response.isMention && !finding.judgedResponses.includes(response.id))

/** A reply waits for a person's judgement; a withdrawn question waits for nothing. */
export const isToReview = (finding: FindingFacts, responses: readonly ResponseFacts[]): boolean =>
  finding.disposition !== 'withdrawn' && unreviewed(finding, responses).length > 0

/** From the 91st day after the last look a record counts as unchecked. */
export const uncheckedAfterDays = 90

/** "No reply recorded, last checked Nov 3, 2026"; over 90 days "..., not checked since Nov 3, 2026". */
export function lastChecked(label: string, checkedOn: Day | null, today: Day): string {
  if (checkedOn === null) return `${label}, not yet checked`
  const isOld = daysBetween(checkedOn, today) > uncheckedAfterDays
  return `${label}, ${isOld ? 'not checked since' : 'last checked'} ${shortDay(checkedOn)}`
}

// What a judgement says may give away what an internal reply said. Where it quotes evidence it rests on that;
// where it quotes none, on every reply it took into account.
const restsOnInternal = (finding: FindingFacts, responses: readonly ResponseFacts[]): boolean => {
  const quoted = finding.evidenceResponses ?? []
  const grounds = quoted.length > 0 ? quoted : finding.judgedResponses
  return responses.some(response => response.visibility === 'internal' && grounds.includes(response.id))
}
