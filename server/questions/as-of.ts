import { ownDueAsOf, promiseAsOf } from '../../models/known-then.ts'
import type { FindingRecord } from '../../models/question.ts'
import type { ResponseRecord } from '../../models/response.ts'
import { findingFacts } from '../../models/standing.ts'
import { findingAsOf } from '../domain/as-of.ts'
import type { Day } from '../domain/day.ts'
import type { WholeQuestion } from './whole.ts'

/** A question as it stood at the end of a day: only what was received, judged or checked by then exists. */
export function questionAsOf(whole: WholeQuestion, day: Day): WholeQuestion {
  const { question, letter } = whole
  return {
    ...whole,
    question: {
      ...question,
      findings: question.findings.map(finding => recordAsOf(finding, day)),
      reAsks: question.reAsks.filter(({ on }) => on <= day)
    },
    letter: {
      ...letter,
      recipients: letter.recipients.map(recipient => ({
        ...recipient,
        receivedOn: recipient.receivedOn && recipient.receivedOn <= day ? recipient.receivedOn : null,
        extensions: recipient.extensions.filter(({ on }) => on <= day),
        ...promiseAsOf(recipient, day)
      }))
    },
    responses: whole.responses.filter(response => arrivedOn(response) <= day),
    askingAgain: whole.askingAgain.filter(
      ({ letter: { letterDate } }) => letterDate !== null && letterDate <= day
    )
  }
}

const arrivedOn = ({ receivedOn, datedOn, loggedOn }: ResponseRecord): Day =>
  receivedOn ?? datedOn ?? loggedOn

function recordAsOf(finding: FindingRecord, day: Day): FindingRecord {
  const facts = findingAsOf(findingFacts(finding), finding.history, day)
  const history = finding.history.filter(({ on }) => on <= day)
  const isJudgedLater = finding.history.some(({ what, on }) => what === 'judged' && on > day)
  const judgement = history.findLast(({ what }) => what === 'judged')
  const asJudged = isJudgedLater
    ? {
        marks: judgement?.marks ?? [],
        evidence: judgement?.evidence ?? [],
        because: judgement?.because ?? null,
        declineReason: null,
        referredTo: null,
        note: null,
        answeredOn: null,
        judgedResponses: facts.judgedResponses.length === 0 ? [] : finding.judgedResponses
      }
    : {}
  return {
    ...finding,
    disposition: facts.disposition,
    judgedOn: facts.judgedOn,
    checkedOn: facts.checkedOn,
    pursuit: facts.pursuit,
    due: ownDueAsOf(finding, day),
    extensions: finding.extensions.filter(({ on }) => on <= day),
    ...asJudged,
    history
  }
}
