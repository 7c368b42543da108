import assert from 'node:assert/strict'
import { type FindingChange, findingAsOf } from '../../server/domain/as-of.ts'
import type { FindingFacts } from '../../server/domain/cells.ts'

const now: FindingFacts = {
  disposition: 'answered',
  marks: [{ part: 1, mark: 'answered' }],
  judgedOn: '2026-09-01',
  judgedResponses: ['interim', 'final'],
  pursuit: 'rested',
  quietUntil: '2026-12-01',
  checkedOn: '2026-09-10'
}
const history: FindingChange[] = [
  { on: '2026-03-01', what: 'checked', from: null, to: '2026-03-01' },
  { on: '2026-05-01', what: 'judged', from: 'no_reply', to: 'partial' },
  { on: '2026-06-01', what: 'quiet', from: null, to: '2026-12-01' },
  { on: '2026-07-01', what: 'pursuit', from: 'pursuing', to: 'rested' },
  { on: '2026-09-01', what: 'judged', from: 'partial', to: 'answered' },
  { on: '2026-09-10', what: 'checked', from: '2026-03-01', to: '2026-09-10' }
]

describe('a finding as of a day', () => {
  const table: [string, Partial<FindingFacts>][] = [
    [
      '2026-02-01',
      {
        disposition: 'no_reply',
        judgedOn: null,
        judgedResponses: [],
        pursuit: 'pursuing',
        quietUntil: null,
        checkedOn: null
      }
    ],
    ['2026-03-01', { disposition: 'no_reply', checkedOn: '2026-03-01' }],
    ['2026-05-01', { disposition: 'partial', judgedOn: '2026-05-01', quietUntil: null, pursuit: 'pursuing' }],
    ['2026-06-01', { disposition: 'partial', quietUntil: '2026-12-01', pursuit: 'pursuing' }],
    ['2026-07-01', { disposition: 'partial', pursuit: 'rested', checkedOn: '2026-03-01' }],
    ['2026-09-01', { disposition: 'answered', judgedOn: '2026-09-01', checkedOn: '2026-03-01' }],
    ['2026-09-10', now]
  ]
  for (const [today, expected] of table) {
    it(`stands on ${today} as it was judged, checked and pursued by then`, () => {
      const then = findingAsOf(now, history, today)
      for (const [field, value] of Object.entries(expected)) {
        assert.deepEqual(then[field as keyof FindingFacts], value, field)
      }
    })
  }

  it('without a history did not exist before the day it was judged or checked', () => {
    const then = findingAsOf(now, [], '2026-08-31')
    assert.deepEqual([then.disposition, then.judgedOn, then.checkedOn], ['no_reply', null, null])
    assert.equal(findingAsOf(now, [], '2026-09-05').checkedOn, null)
  })
})
