import { type Day, isDay } from './day.ts'
import {
  type DeclineReason,
  type Disposition,
  dispositionTable,
  type PartMark,
  type Requirement
} from './dispositions.ts'
import type { EvidenceKind } from './responses.ts'

/** What a finding rests on, as typed; only the fields of its kind are filled. */
export interface EvidenceDraft {
  readonly kind: EvidenceKind
  readonly responseId: string | null
  /** Of a passage: what stands from `start` to `end` of the response's text, in UTF-16 units. */
  readonly quote: string | null
  readonly start: number | null
  readonly end: number | null
  /** A page, a Bates range or which production. */
  readonly locator: string | null
  /** Of a briefing: who said what. */
  readonly note: string | null
  readonly on: Day | null
  /** Of a production: said by the office to be complete, or not. */
  readonly isComplete: boolean | null
}

/** A finding that somebody is about to save. */
export interface FindingDraft {
  readonly disposition: Disposition
  readonly marks: readonly { readonly part: number; readonly mark: PartMark }[]
  readonly evidence: readonly EvidenceDraft[]
  readonly because: string | null
  readonly declineReason: DeclineReason | null
  /** The office that the question was referred to. */
  readonly referredTo: string | null
}

/** A response on record that covers the cell, with its text as held. */
export interface HeldResponse {
  readonly id: string
  readonly isMention: boolean
  readonly text: string | null
}

/**
 * What keeps a finding from being saved: one sentence per field (`disposition`, `marks`, `evidence`, `because`,
 * `declineReason`, `referredTo`), empty when nothing does. `parts` are the numbers of the question's parts.
 */
export function refusals(
  draft: FindingDraft,
  parts: readonly number[],
  responses: readonly HeldResponse[]
): Record<string, string> {
  const found: Record<string, string> = {}
  for (const need of dispositionTable[draft.disposition].needs) {
    const refusal = checks[need](draft, parts, responses)
    if (refusal !== null) found[fieldOf[need]] ??= refusal
  }
  const strayMark = strayMarks(draft, parts)
  if (strayMark !== null) found.marks ??= strayMark
  const unsound = draft.evidence.map(one => unsoundness(one, responses)).find(reason => reason !== null)
  if (unsound) found.evidence ??= unsound
  return found
}

/** Whether a quotation stands at the place in the text that it names. */
export const passageStands = (text: string, start: number, end: number, quote: string): boolean =>
  Number.isInteger(start) &&
  Number.isInteger(end) &&
  start >= 0 &&
  start < end &&
  end <= text.length &&
  quote.trim() !== '' &&
  text.slice(start, end) === quote

const fieldOf: Record<Requirement, string> = {
  response: 'disposition',
  missing_parts: 'marks',
  office: 'referredTo',
  evidence: 'evidence',
  parts_settled: 'marks',
  reason: 'because',
  decline_reason: 'declineReason'
}

type Check = (
  draft: FindingDraft,
  parts: readonly number[],
  responses: readonly HeldResponse[]
) => string | null

const checks: Record<Requirement, Check> = {
  response: (_draft, _parts, responses) =>
    responses.some(response => !response.isMention)
      ? null
      : 'Log the reply first: this says what a reply said, and none is recorded for this recipient.',
  missing_parts: (draft, parts) => {
    if (draft.marks.some(({ mark }) => mark === 'not_answered')) return null
    return parts.length > 1
      ? 'Mark which parts are not answered.'
      : 'Mark the question as not answered in full.'
  },
  office: draft => (isBlank(draft.referredTo) ? 'Name the office that the question was referred to.' : null),
  evidence: draft =>
    draft.evidence.length > 0
      ? null
      : 'Show what answers it: quote the passage or name the page or document.',
  parts_settled: (draft, parts) => {
    const open = parts.filter(
      part => !draft.marks.some(mark => mark.part === part && mark.mark !== 'not_answered')
    )
    if (open.length === 0) return null
    return parts.length === 1
      ? 'Mark the question as answered, or as one that does not arise.'
      : `Mark every part as answered or as one that does not arise: ${listed(open)} ${open.length === 1 ? 'is' : 'are'} not.`
  },
  reason: draft => (isBlank(draft.because) ? 'Say why the question was withdrawn.' : null),
  decline_reason: draft => {
    if (draft.declineReason === null) return 'Choose the reason that the office gave.'
    return draft.declineReason === 'other' && isBlank(draft.because)
      ? 'Say which other reason the office gave.'
      : null
  }
}

const strayMarks = (draft: FindingDraft, parts: readonly number[]): string | null => {
  const marked = draft.marks.map(({ part }) => part)
  const unknown = marked.find(part => !parts.includes(part))
  if (unknown !== undefined) return `The question has no part ${unknown}.`
  const twice = marked.find((part, index) => marked.indexOf(part) !== index)
  return twice === undefined ? null : `Part ${twice} is marked twice.`
}

/** What is wrong with a piece of evidence itself; null when it stands. */
function unsoundness(evidence: EvidenceDraft, responses: readonly HeldResponse[]): string | null {
  const response = responses.find(one => one.id === evidence.responseId) ?? null
  if (evidence.responseId !== null && response === null) {
    return 'The evidence names a reply that is not on record for this recipient.'
  }
  return kindChecks[evidence.kind](evidence, response)
}

const kindChecks: Record<
  EvidenceKind,
  (evidence: EvidenceDraft, response: HeldResponse | null) => string | null
> = {
  passage: ({ start, end, quote }, response) => {
    if (response === null) return 'Say which reply the passage is quoted from.'
    if (response.text === null) return 'The text of that reply is not held, so nothing can be quoted from it.'
    return start !== null && end !== null && quote !== null && passageStands(response.text, start, end, quote)
      ? null
      : 'The quoted words do not stand in that reply at that place.'
  },
  page: ({ locator }, response) => {
    if (response === null) return 'Say which reply the page is in.'
    return isBlank(locator) ? 'Give the page.' : null
  },
  bates: ({ locator }) => (isBlank(locator) ? 'Give the Bates range, first to last.' : null),
  briefing_note: ({ note, on }) => {
    if (isBlank(note)) return 'Note who said what at the briefing.'
    return on === null || !isDay(on) ? 'Give the day of the briefing.' : null
  },
  production: ({ locator, isComplete }) => {
    if (isBlank(locator)) return 'Say which production, and which of its documents.'
    return isComplete === null ? 'Say whether the office called the production complete.' : null
  }
}

const isBlank = (text: string | null): boolean => text === null || text.trim() === ''

const listed = (parts: readonly number[]): string =>
  parts.length === 1
    ? `part ${parts[0]}`
    : `parts ${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`
