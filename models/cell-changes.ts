import type { Types } from 'mongoose'
import type { Day } from '../server/domain/day.ts'
import type { DeclineReason, Disposition } from '../server/domain/dispositions.ts'
import type { Pursuit } from '../server/domain/pursuit.ts'
import type { CellChange, ChangeOccasion } from './changing.ts'
import type { EvidenceRecord, FindingRecord, MarkRecord } from './question.ts'
import type { ResponseRecord } from './response.ts'

/** What a person says came back. */
export interface Judgement {
  readonly disposition: Disposition
  readonly marks: readonly MarkRecord[]
  readonly evidence: readonly EvidenceRecord[]
  readonly because: string | null
  readonly declineReason: DeclineReason | null
  readonly referredTo: Types.ObjectId | null
  readonly note: string | null
}

/**
 * A judgement of a cell that takes some of its responses into account. What belongs to another disposition goes
 * out of the finding and stays in its history. Set back to `no_reply`, every reply waits for review again.
 */
export function judged(
  finding: FindingRecord,
  judgement: Judgement,
  considered: readonly ResponseRecord[],
  { on, by }: ChangeOccasion
): CellChange {
  const { disposition, because, note } = judgement
  const isReset = disposition === 'no_reply'
  const evidence = isReset ? [] : [...judgement.evidence]
  const marks = isReset ? [] : [...judgement.marks]
  const known = new Map(
    [...finding.judgedResponses, ...considered.map(({ _id }) => _id)].map(id => [String(id), id])
  )
  return {
    recipientId: finding.recipientId,
    set: {
      disposition,
      marks,
      evidence,
      because,
      declineReason: disposition === 'declined' ? judgement.declineReason : null,
      referredTo: disposition === 'referred' ? judgement.referredTo : null,
      note,
      judgedResponses: isReset ? [] : [...known.values()],
      judgedOn: isReset ? null : on,
      judgedBy: isReset ? null : by,
      answeredOn: disposition === 'answered' ? answeredOn(evidence, considered) : null,
      checkedOn: on,
      checkedBy: by
    },
    entry: { what: 'judged', from: finding.disposition, to: disposition, because, note, evidence, marks }
  }
}

/** A person looked and found nothing new. */
export const checked = (finding: FindingRecord, { on, by }: ChangeOccasion): CellChange => ({
  recipientId: finding.recipientId,
  set: { checkedOn: on, checkedBy: by },
  entry: { ...plainEntry, what: 'checked', from: finding.checkedOn, to: on }
})

export const pursued = (finding: FindingRecord, pursuit: Pursuit, because: string | null): CellChange => ({
  recipientId: finding.recipientId,
  set: { pursuit, pursuitBecause: because },
  entry: { ...plainEntry, what: 'pursuit', from: finding.pursuit, to: pursuit, because }
})

/** Mail about the cell rests until a day; null lets it speak again. */
export const quieted = (finding: FindingRecord, until: Day | null, because: string | null): CellChange => ({
  recipientId: finding.recipientId,
  set: { quietUntil: until, quietBecause: because },
  entry: { ...plainEntry, what: 'quiet', from: finding.quietUntil, to: until, because }
})

/** More time on record; what was granted before is kept. */
export const extended = (
  finding: FindingRecord,
  until: Day,
  because: string,
  { on }: ChangeOccasion
): CellChange => ({
  recipientId: finding.recipientId,
  set: { extensions: [...finding.extensions, { until, on, because }] },
  entry: { ...plainEntry, what: 'due', from: finding.extensions.at(-1)?.until ?? null, to: until, because }
})

const plainEntry = { because: null, note: null, evidence: [], marks: [] }

/** The day of the latest reply that the evidence quotes, or of a note that stands by itself; null where none is known. */
function answeredOn(evidence: readonly EvidenceRecord[], considered: readonly ResponseRecord[]): Day | null {
  const quoted = considered.filter(({ _id }) => evidence.some(({ responseId }) => responseId?.equals(_id)))
  const days = [
    ...(quoted.length > 0 ? quoted : considered).map(({ receivedOn }) => receivedOn),
    ...evidence.map(({ on }) => on)
  ].filter(day => day !== null)
  return days.sort().at(-1) ?? null
}
