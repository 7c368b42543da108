import assert from 'node:assert/strict'
import {
  type Audience,
  cellLabel,
  cellState,
  type FindingFacts,
  groupOfState,
  isOpen,
  isToReview,
  lastChecked,
  type ResponseFacts,
  unreviewed
} from '../../server/domain/cells.ts'
import { dispositions, dispositionTable } from '../../server/domain/dispositions.ts'

const untouched: FindingFacts = {
  disposition: 'no_reply',
  marks: [],
  judgedOn: null,
  judgedResponses: [],
  pursuit: 'pursuing',
  quietUntil: null,
  checkedOn: null
}

const reply = (id: string, more: Partial<ResponseFacts> = {}): ResponseFacts => ({
  id,
  receivedOn: '2026-06-01',
  loggedOn: '2026-06-02',
  kind: 'substantive',
  visibility: 'public',
  isMention: false,
  ...more
})
const internal = reply('internal', { visibility: 'internal' })
const published = reply('published')
const reported = reply('reported', { isMention: true })

const judged = (disposition: FindingFacts['disposition'], ...judgedResponses: string[]): FindingFacts => ({
  ...untouched,
  disposition,
  judgedOn: '2026-06-03',
  judgedResponses
})

describe('the words for one question and one recipient', () => {
  const toReview = 'Reply received, not yet reviewed'
  const notPublic = 'Reply received, not public'
  const table: [string, FindingFacts, ResponseFacts[], string, string][] = [
    ['nothing came', untouched, [], 'No reply recorded', 'No reply recorded'],
    ['a public reply nobody judged', untouched, [published], toReview, toReview],
    ['an internal reply nobody judged', untouched, [internal], toReview, notPublic],
    ['one of each', untouched, [internal, published], toReview, toReview],
    [
      'a reply known by mention',
      untouched,
      [reported],
      'Reply reported, text not held',
      'Reply reported, text not held'
    ],
    ['a mention, and then the reply', untouched, [reported, published], toReview, toReview],
    [
      'judged on a public reply',
      judged('partial', 'published'),
      [published],
      'Partly answered',
      'Partly answered'
    ],
    ['judged on an internal reply', judged('answered', 'internal'), [internal], 'Answered', notPublic],
    [
      'judged on both, without evidence',
      judged('declined', 'internal', 'published'),
      [internal, published],
      'Declined',
      notPublic
    ],
    [
      'judged on both, quoting the public one',
      { ...judged('answered', 'internal', 'published'), evidenceResponses: ['published'] },
      [internal, published],
      'Answered',
      'Answered'
    ],
    [
      'judged, and a later public reply',
      judged('acknowledged', 'published'),
      [published, reply('later')],
      'Acknowledged only; a later reply not yet reviewed',
      'Acknowledged only; a later reply not yet reviewed'
    ],
    [
      'judged, and a later internal reply',
      judged('acknowledged', 'published'),
      [published, internal],
      'Acknowledged only; a later reply not yet reviewed',
      'Acknowledged only'
    ],
    [
      'withdrawn, whatever came',
      judged('withdrawn'),
      [published, internal],
      'Withdrawn by the asker',
      'Withdrawn by the asker'
    ]
  ]
  for (const [title, finding, responses, staff, visitors] of table) {
    it(`${title}: staff read "${staff}", visitors "${visitors}"`, () => {
      const told = (audience: Audience) => cellLabel(finding, responses, audience)
      assert.deepEqual([told('staff'), told('public')], [staff, visitors])
    })
  }

  it('give the judged cell its table’s label and group, for each disposition', () => {
    for (const disposition of dispositions) {
      const finding = judged(disposition, 'published')
      assert.equal(cellLabel(finding, [published], 'public'), dispositionTable[disposition].label)
      assert.equal(
        groupOfState(cellState(finding, [published], 'public')),
        dispositionTable[disposition].group
      )
    }
  })

  it('count a reply that nobody judged as replied, and give away no more of an internal one', () => {
    assert.equal(groupOfState(cellState(untouched, [published], 'public')), 'replied')
    assert.equal(groupOfState(cellState(untouched, [internal], 'public')), 'replied')
    assert.equal(groupOfState(cellState(judged('answered', 'internal'), [internal], 'public')), 'replied')
    assert.equal(groupOfState(cellState(judged('answered', 'internal'), [internal], 'staff')), 'answered')
    assert.equal(groupOfState(cellState(untouched, [reported], 'public')), 'replied')
  })
})

describe('a cell', () => {
  it('waits for review until the judgement names the reply, by its id and not by its day', () => {
    assert.ok(isToReview(untouched, [published]))
    assert.ok(!isToReview(judged('not_addressed', 'published'), [published]))
    const sameDay = reply('same-day', { loggedOn: '2026-06-03' })
    assert.deepEqual(
      unreviewed(judged('not_addressed', 'published'), [published, sameDay]).map(({ id }) => id),
      ['same-day']
    )
  })

  it('asks for no review of a mention, nor when it is withdrawn', () => {
    assert.ok(!isToReview(untouched, [reported]))
    assert.ok(!isToReview(judged('withdrawn'), [published]))
  })

  it('is open while unanswered and pursued, a refusal included', () => {
    const open = dispositions.filter(disposition => isOpen({ disposition, pursuit: 'pursuing' }))
    assert.deepEqual(
      open,
      dispositions.filter(disposition => disposition !== 'answered' && disposition !== 'withdrawn')
    )
    assert.ok(!isOpen({ disposition: 'declined', pursuit: 'rested' }))
  })

  const checks: [string | null, string][] = [
    ['2026-11-03', 'No reply recorded, last checked Nov 3, 2026'],
    ['2026-08-24', 'No reply recorded, last checked Aug 24, 2026'],
    ['2026-08-23', 'No reply recorded, not checked since Aug 23, 2026'],
    [null, 'No reply recorded, not yet checked']
  ]
  for (const [checkedOn, words] of checks) {
    it(`on November 22, 2026 reads "${words}"`, () => {
      assert.equal(lastChecked('No reply recorded', checkedOn, '2026-11-22'), words)
    })
  }
})
