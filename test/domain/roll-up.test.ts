import assert from 'node:assert/strict'
import { type CellState, cellStates } from '../../server/domain/cells.ts'
import { groupCounts, questionState, whereItStands, worstFirst } from '../../server/domain/roll-up.ts'

const open = (state: CellState) => ({ state, isOpen: true })
const closed = (state: CellState) => ({ state, isOpen: false })

describe('a question’s state on a list', () => {
  const table: [string, { state: CellState; isOpen: boolean }[], CellState][] = [
    ['is its only cell’s', [open('partial')], 'partial'],
    ['is its worst open cell’s', [open('partial'), open('no_reply'), closed('answered')], 'no_reply'],
    [
      'is not answered while one recipient has not answered',
      [closed('answered'), open('declined')],
      'declined'
    ],
    ['leaves rested cells out while one is open', [closed('no_reply'), open('acknowledged')], 'acknowledged'],
    ['is the worst rested cell’s where none is open', [closed('declined'), closed('answered')], 'declined'],
    ['is answered where every recipient answered', [closed('answered'), closed('answered')], 'answered'],
    [
      'is answered where one answered and the other was let off',
      [closed('withdrawn'), closed('answered')],
      'answered'
    ],
    ['is withdrawn only where it is for all', [closed('withdrawn'), closed('withdrawn')], 'withdrawn'],
    ['with a reported reply is better than silence', [open('reported'), open('no_reply')], 'no_reply']
  ]
  for (const [title, cells, expected] of table) {
    it(title, () => assert.equal(questionState(cells), expected))
  }

  it('has a rank for every state a cell can show', () => {
    assert.deepEqual([...worstFirst].sort(), [...cellStates].sort())
  })
})

describe('counts by group', () => {
  it('add up to their denominator, withdrawn questions apart', () => {
    const counts = groupCounts([
      'no_reply',
      'no_reply',
      'to_review',
      'partial',
      'answered',
      'declined',
      'withdrawn'
    ])
    assert.deepEqual(counts, {
      counted: 6,
      withdrawn: 1,
      unanswered: 5,
      groups: { no_reply: 2, replied: 2, answered: 1, refused: 1 }
    })
  })

  it('have every question in exactly one place', () => {
    const { counted, withdrawn, groups } = groupCounts(cellStates)
    assert.equal(counted + withdrawn, cellStates.length)
    assert.equal(
      Object.values(groups).reduce((sum, count) => sum + count, 0),
      counted
    )
  })
})

describe('where a letter stands', () => {
  const six = [3, 2, 3, 2, 3, 2]
  const table: [string, { parts: number; state: CellState }[], string][] = [
    [
      'silence',
      six.map(parts => ({ parts, state: 'no_reply' })),
      '6 questions, 15 parts: none answered; no reply recorded to 6'
    ],
    [
      'a reported reply',
      six.map(parts => ({ parts, state: 'reported' })),
      '6 questions, 15 parts: none answered; reply reported, text not held, to 6'
    ],
    [
      'a mixed record',
      [
        { parts: 1, state: 'answered' },
        { parts: 2, state: 'partial' },
        { parts: 1, state: 'not_addressed' },
        { parts: 1, state: 'declined' },
        { parts: 1, state: 'withdrawn' },
        { parts: 1, state: 'no_reply' }
      ],
      '6 questions, 7 parts: 1 answered; no reply recorded to 1; 1 partly answered; 1 replied to, not answered; 1 refused or not held; 1 withdrawn'
    ],
    ['all answered', [{ parts: 1, state: 'answered' }], '1 question: all answered'],
    ['nothing asked', [], 'No questions recorded']
  ]
  for (const [title, questions, sentence] of table) {
    it(`${title}: "${sentence}"`, () => assert.equal(whereItStands(questions), sentence))
  }

  it('leaves no state unsaid', () => {
    for (const state of cellStates) {
      const sentence = whereItStands([{ parts: 1, state }])
      assert.ok(state === 'answered' || sentence.includes(';'), `${state}: ${sentence}`)
    }
  })
})
