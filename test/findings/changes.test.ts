import assert from 'node:assert/strict'
import fc from 'fast-check'
import { Types } from 'mongoose'
import { checked, extended, judged, pursued, quieted } from '../../models/cell-changes.ts'
import { type CellChange, withChanges } from '../../models/changing.ts'
import type { FindingRecord, QuestionRecord } from '../../models/question.ts'
import type { ResponseRecord } from '../../models/response.ts'
import { untouchedFinding } from '../../models/standing.ts'
import { refusals } from '../../server/domain/cells.ts'
import { addDays } from '../../server/domain/day.ts'
import { declineReasons, dispositions, isUnanswered, partMarks } from '../../server/domain/dispositions.ts'
import { pursuits } from '../../server/domain/pursuit.ts'

const recipient = {
  _id: new Types.ObjectId(),
  name: null,
  title: 'Secretary',
  organizationId: new Types.ObjectId(),
  receivedOn: null,
  controlNumber: null,
  due: null,
  extensions: [],
  promisedOn: null,
  followUpOn: null,
  followUpBecause: null
}

const text = 'The answer is ten. The rest is with another office.'
const reply: ResponseRecord = {
  _id: new Types.ObjectId(),
  deskId: new Types.ObjectId(),
  covers: [],
  kind: 'substantive',
  isMention: false,
  receivedOn: '2026-10-01',
  datedOn: null,
  dateAsSaid: null,
  responder: { name: null, title: null, organizationId: null, onBehalfOf: null },
  channel: 'letter',
  controlNumber: null,
  text,
  textSha256: null,
  source: { kind: 'typed', title: '', link: null, retrievedOn: null },
  quote: null,
  visibility: 'internal',
  corrects: null,
  corrections: [],
  isExample: false,
  loggedAt: new Date(0),
  loggedOn: '2026-10-02',
  loggedBy: { id: null, name: 'The clerk' },
  history: [],
  revision: 0
}

const passage = {
  kind: 'passage' as const,
  responseId: reply._id,
  quote: text.slice(0, 18),
  start: 0,
  end: 18,
  locator: null,
  note: null,
  on: null,
  isComplete: null
}

const marks = fc.uniqueArray(
  fc.record({ part: fc.constantFrom(1, 2), mark: fc.constantFrom(...partMarks) }),
  { selector: ({ part }) => part }
)

const judgement = fc.record({
  disposition: fc.constantFrom(...dispositions),
  marks,
  evidence: fc.constantFrom([], [passage]),
  because: fc.option(fc.constantFrom('Read again.', 'The Member withdrew it.')),
  declineReason: fc.option(fc.constantFrom(...declineReasons)),
  referredTo: fc.option(fc.constant(recipient.organizationId)),
  note: fc.option(fc.constant('For the desk.'))
})

type Step = (finding: FindingRecord, day: number) => CellChange | null

/** What a person may do to a cell; a judgement that the table refuses changes nothing, as in the application. */
const step: fc.Arbitrary<Step> = fc.oneof(
  judgement.map(
    (said): Step =>
      (finding, day) => {
        const refused = refusals(
          {
            ...said,
            evidence: said.evidence.map(one => ({ ...one, responseId: String(one.responseId) })),
            referredTo: said.referredTo && String(said.referredTo)
          },
          [1, 2],
          [{ id: String(reply._id), isMention: false, text }]
        )
        return Object.keys(refused).length > 0 ? null : judged(finding, said, [reply], occasionOn(day))
      }
  ),
  fc.constant<Step>((finding, day) => checked(finding, occasionOn(day))),
  fc.constantFrom(...pursuits).map(
    (pursuit): Step =>
      finding =>
        pursued(finding, pursuit, 'A reason.')
  ),
  fc.integer({ min: 0, max: 60 }).map(
    (days): Step =>
      finding =>
        quieted(finding, addDays('2026-11-01', days), 'A promise.')
  ),
  fc.integer({ min: 0, max: 60 }).map(
    (days): Step =>
      (finding, day) =>
        extended(finding, addDays('2026-11-01', days), 'Asked for.', occasionOn(day))
  )
)

const occasionOn = (day: number) => ({
  by: { id: null, name: 'The editor' },
  at: new Date(Date.UTC(2026, 10, 1 + day)),
  on: addDays('2026-11-01', day)
})

const start: QuestionRecord = {
  _id: new Types.ObjectId(),
  letterId: new Types.ObjectId(),
  deskId: reply.deskId,
  position: 1,
  number: '1',
  text: 'What is it? Who has it?',
  start: 0,
  end: 23,
  ask: 'information',
  parts: [],
  about: [],
  due: null,
  findings: [untouchedFinding(recipient)],
  reAsks: [],
  movedTo: null,
  letter: {
    slug: 'a',
    subject: 'A',
    letterDate: null,
    chamber: null,
    signatorySlugs: [],
    organizationIds: [],
    topics: []
  },
  standing: {
    state: 'no_reply',
    publicState: 'no_reply',
    isUnanswered: true,
    isOpen: true,
    isToReview: false,
    nextDueOn: null,
    nextFollowUpOn: null,
    longOverdueOn: null,
    nextStepOn: null,
    checkedOn: null,
    firstAskedOn: null,
    lastChangedAt: null
  },
  visibility: 'internal',
  embargoUntil: null,
  isExample: false,
  loggedAt: new Date(0),
  revision: 0
}

const cellIn = (question: QuestionRecord): FindingRecord => {
  const [finding] = question.findings
  assert.ok(finding)
  return finding
}

/** The question after each step that changed it. */
function lived(steps: readonly Step[]): QuestionRecord[] {
  const states = [start]
  for (const [day, take] of steps.entries()) {
    const last = states.at(-1) ?? start
    const change = take(cellIn(last), day)
    if (change) states.push(withChanges(last, [change], occasionOn(day)))
  }
  return states
}

describe('any sequence of changes of a cell', () => {
  it('keeps every earlier line of the history, and adds one for each change', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), steps => {
        const states = lived(steps)
        for (const [index, state] of states.entries()) {
          const before = states[index - 1]
          assert.equal(cellIn(state).history.length, index)
          assert.equal(state.revision, index)
          if (before) assert.deepEqual(cellIn(state).history.slice(0, -1), cellIn(before).history)
        }
      })
    )
  })

  it('never leaves a cell both answered and unanswered', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), steps => {
        for (const state of lived(steps)) {
          const cell = cellIn(state)
          const isAnswered = cell.disposition === 'answered'
          assert.equal(cell.answeredOn !== null, isAnswered)
          assert.ok(!(isAnswered && isUnanswered(cell.disposition)))
          if (isAnswered) {
            assert.ok(cell.evidence.length > 0)
            assert.ok(cell.marks.length === 2 && cell.marks.every(({ mark }) => mark !== 'not_answered'))
          }
          if (cell.disposition !== 'declined') assert.equal(cell.declineReason, null)
          if (cell.disposition !== 'referred') assert.equal(cell.referredTo, null)
          if (cell.disposition === 'no_reply') assert.deepEqual(cell.evidence, [])
        }
      })
    )
  })

  it('can be told again from the history alone: its judgements lead from the first state to the last', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), steps => {
        const last = cellIn(lived(steps).at(-1) ?? start)
        const judgements = last.history.filter(({ what }) => what === 'judged')
        let state = 'no_reply'
        for (const { from, to } of judgements) {
          assert.equal(from, state)
          state = to ?? ''
        }
        assert.equal(last.disposition, state)
        assert.equal(last.extensions.length, last.history.filter(({ what }) => what === 'due').length)
      })
    )
  })
})
