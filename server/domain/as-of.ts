import type { FindingFacts } from './cells.ts'
import { type Day, laterOf } from './day.ts'
import { type Disposition, dispositions } from './dispositions.ts'
import { type Pursuit, pursuits } from './pursuit.ts'

/** One entry of a finding's history; `from` and `to` are what the entry changed: a code or a day. */
export interface FindingChange {
  readonly on: Day
  readonly what: string
  readonly from: string | null
  readonly to: string | null
}

/**
 * A finding as it stood at the end of a day. `history` is in the order in which it happened. What a later change
 * replaced is what that change says it replaced; a judgement or a check of a later day does not exist yet.
 */
export function findingAsOf(
  finding: FindingFacts,
  history: readonly FindingChange[],
  today: Day
): FindingFacts {
  if (!history.some(change => change.on > today) && !isAfter(finding.judgedOn, today)) {
    return isAfter(finding.checkedOn, today) ? { ...finding, checkedOn: null } : finding
  }
  const before = (what: string) => history.find(change => change.what === what && change.on > today)
  const last = (what: string) =>
    history
      .filter(change => change.what === what && change.on <= today)
      .reduce<Day | null>((day, change) => laterOf(day, change.on), null)
  const judgement = before('judged')
  const wasJudged = last('judged') !== null
  const isJudgedLater = judgement !== undefined || isAfter(finding.judgedOn, today)
  const pursuit = before('pursuit')
  const quiet = before('quiet')
  return {
    ...finding,
    disposition: isJudgedLater ? dispositionNamed(judgement?.from ?? null) : finding.disposition,
    marks: isJudgedLater ? [] : finding.marks,
    judgedOn: isJudgedLater ? last('judged') : finding.judgedOn,
    // Which replies an earlier judgement knew is not kept; one made by then knew those received by then.
    judgedResponses: isJudgedLater && !wasJudged ? [] : finding.judgedResponses,
    checkedOn: isAfter(finding.checkedOn, today) ? last('checked') : finding.checkedOn,
    pursuit: pursuit === undefined ? finding.pursuit : pursuitNamed(pursuit.from),
    quietUntil: quiet === undefined ? finding.quietUntil : quiet.from
  }
}

const isAfter = (day: Day | null, today: Day): boolean => day !== null && day > today

const dispositionNamed = (code: string | null): Disposition =>
  dispositions.find(disposition => disposition === code) ?? 'no_reply'

const pursuitNamed = (code: string | null): Pursuit =>
  pursuits.find(pursuit => pursuit === code) ?? 'pursuing'
