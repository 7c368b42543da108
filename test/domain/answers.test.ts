import assert from 'node:assert/strict'
import {
  ageBucketOf,
  type ageBuckets,
  answerTimes,
  firstReplies,
  median
} from '../../server/domain/answers.ts'
import type { Day } from '../../server/domain/day.ts'

const year = { from: '2026-01-01', until: '2026-12-31' }

describe('times to a reply', () => {
  it('are three medians, each with its n, its denominator and the period', () => {
    const none = { acknowledgedOn: null, interimOn: null, substantiveOn: null }
    const times = answerTimes(
      [
        { askedOn: '2026-01-01', acknowledgedOn: '2026-01-11', interimOn: null, substantiveOn: '2026-04-11' },
        { askedOn: '2026-01-01', acknowledgedOn: '2026-01-21', interimOn: null, substantiveOn: null },
        { askedOn: '2026-12-31', ...none },
        { askedOn: '2025-12-31', ...none, acknowledgedOn: '2026-01-01' },
        { askedOn: '2026-06-01', ...none, acknowledgedOn: '2026-05-01' }
      ],
      year
    )
    assert.deepEqual(times, {
      ...year,
      acknowledgment: { median: 15, n: 2, of: 4 },
      interim: { median: null, n: 0, of: 4 },
      substantive: { median: 100, n: 1, of: 4 }
    })
  })

  it('start from the first reply of each kind whose text is held', () => {
    const reply = { isMention: false, kind: 'acknowledgment' as const }
    assert.deepEqual(
      firstReplies([
        { ...reply, receivedOn: '2026-03-01' },
        { ...reply, receivedOn: '2026-02-01' },
        { ...reply, receivedOn: null },
        { kind: 'substantive', receivedOn: '2026-02-02', isMention: true }
      ]),
      { acknowledgedOn: '2026-02-01', interimOn: null, substantiveOn: null }
    )
  })

  const medians: [number[], number | null][] = [
    [[], null],
    [[7], 7],
    [[9, 1], 5],
    [[100, 2, 1], 2],
    [[4, 1, 3, 2], 2.5]
  ]
  for (const [numbers, middle] of medians) {
    it(`the median of ${JSON.stringify(numbers)} is ${middle}`, () => assert.equal(median(numbers), middle))
  }
})

describe('the age of an unanswered question', () => {
  const table: [Day | null, (typeof ageBuckets)[number]][] = [
    ['2026-11-22', 'under_30_days'],
    ['2026-10-24', 'under_30_days'],
    ['2026-10-23', 'under_90_days'],
    ['2026-08-24', 'under_180_days'],
    ['2026-05-26', 'under_1_year'],
    ['2025-11-22', 'under_2_years'],
    ['2024-11-22', 'under_5_years'],
    ['2021-11-22', 'over_5_years'],
    ['2021-03-12', 'over_5_years'],
    [null, 'no_date']
  ]
  for (const [askedOn, bucket] of table) {
    it(`asked on ${askedOn ?? 'a day not known'} is in ${bucket}`, () => {
      assert.equal(ageBucketOf(askedOn, '2026-11-22'), bucket)
    })
  }
})
