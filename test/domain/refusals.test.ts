import assert from 'node:assert/strict'
import { dispositions } from '../../server/domain/dispositions.ts'
import {
  type EvidenceDraft,
  type FindingDraft,
  type HeldResponse,
  passageStands,
  refusals
} from '../../server/domain/refusals.ts'
import { evidenceKinds } from '../../server/domain/responses.ts'

const reply: HeldResponse = {
  id: 'reply',
  isMention: false,
  text: 'The Department adopted the tracking system on May 1.'
}
const mention: HeldResponse = { id: 'mention', isMention: true, text: null }

const bare: EvidenceDraft = {
  kind: 'passage',
  responseId: 'reply',
  quote: null,
  start: null,
  end: null,
  locator: null,
  note: null,
  on: null,
  isComplete: null
}
const passage: EvidenceDraft = { ...bare, quote: 'adopted the tracking system', start: 15, end: 42 }

const draft = (more: Partial<FindingDraft>): FindingDraft => ({
  disposition: 'no_reply',
  marks: [],
  evidence: [],
  because: null,
  declineReason: null,
  referredTo: null,
  ...more
})

const both = [
  { part: 1, mark: 'answered' },
  { part: 2, mark: 'does_not_arise' }
] as const

describe('what a finding cannot be saved without', () => {
  const table: [string, Partial<FindingDraft>, HeldResponse[], string[]][] = [
    ['no reply recorded needs nothing', {}, [], []],
    ['acknowledged needs a reply', { disposition: 'acknowledged' }, [], ['disposition']],
    ['a reply known by mention is none', { disposition: 'acknowledged' }, [mention], ['disposition']],
    ['acknowledged with one stands', { disposition: 'acknowledged' }, [reply], []],
    ['partly answered needs the missing parts', { disposition: 'partial' }, [reply], ['marks']],
    ['and a reply', { disposition: 'partial' }, [], ['disposition', 'marks']],
    [
      'with them it stands',
      { disposition: 'partial', marks: [{ part: 2, mark: 'not_answered' }] },
      [reply],
      []
    ],
    ['not addressed needs a reply', { disposition: 'not_addressed' }, [], ['disposition']],
    ['referred needs the office', { disposition: 'referred', referredTo: ' ' }, [reply], ['referredTo']],
    ['referred with it stands', { disposition: 'referred', referredTo: 'bis' }, [reply], []],
    [
      'answered needs evidence and every part settled',
      { disposition: 'answered' },
      [reply],
      ['evidence', 'marks']
    ],
    [
      'answered needs the last part too',
      { disposition: 'answered', evidence: [passage], marks: [both[0]] },
      [reply],
      ['marks']
    ],
    [
      'a part marked not answered settles nothing',
      { disposition: 'answered', evidence: [passage], marks: [both[0], { part: 2, mark: 'not_answered' }] },
      [reply],
      ['marks']
    ],
    ['answered with both stands', { disposition: 'answered', evidence: [passage], marks: both }, [reply], []],
    ['declined needs a reason', { disposition: 'declined' }, [reply], ['declineReason']],
    [
      'declined for another reason needs its words',
      { disposition: 'declined', declineReason: 'other' },
      [reply],
      ['declineReason']
    ],
    ['declined with a reason stands', { disposition: 'declined', declineReason: 'privilege' }, [reply], []],
    ['not held needs a reply', { disposition: 'not_held' }, [], ['disposition']],
    ['withdrawn needs a reason', { disposition: 'withdrawn', because: '' }, [], ['because']],
    ['withdrawn with one stands', { disposition: 'withdrawn', because: 'Asked in error' }, [], []],
    [
      'a mark on a part that does not exist is refused',
      { marks: [{ part: 3, mark: 'answered' }] },
      [],
      ['marks']
    ],
    ['two marks on one part are refused', { marks: [both[0], both[0]] }, [], ['marks']]
  ]
  for (const [title, more, responses, fields] of table) {
    it(title, () => {
      const refused = refusals(draft(more), [1, 2], responses)
      assert.deepEqual(Object.keys(refused).sort(), fields)
      for (const sentence of Object.values(refused)) assert.match(sentence, /^[A-Z].*\.$/)
    })
  }

  it('has a row above for each disposition', () => {
    const covered = new Set(table.map(([, more]) => more.disposition ?? 'no_reply'))
    assert.deepEqual(
      [...dispositions].filter(disposition => !covered.has(disposition)),
      []
    )
  })

  it('names the parts that are not settled', () => {
    const refused = refusals(
      draft({ disposition: 'answered', evidence: [passage], marks: [] }),
      [1, 2, 3],
      [reply]
    )
    assert.equal(
      refused.marks,
      'Mark every part as answered or as one that does not arise: parts 1, 2 and 3 are not.'
    )
  })
})

describe('evidence', () => {
  const table: [string, Partial<EvidenceDraft>, boolean][] = [
    ['a passage that stands in the reply', passage, true],
    ['a passage one letter off', { ...passage, start: 16, end: 43 }, false],
    ['a passage in other words', { ...passage, quote: 'abolished the tracking syste' }, false],
    ['a passage without a place', { ...passage, start: null }, false],
    ['a passage of no reply', { ...passage, responseId: null }, false],
    ['a passage of a reply that covers another recipient', { ...passage, responseId: 'elsewhere' }, false],
    ['a passage of a reply whose text is not held', { ...passage, responseId: 'mention' }, false],
    ['a page', { kind: 'page', locator: 'page 3' }, true],
    ['a page without its number', { kind: 'page' }, false],
    ['a page of no reply', { kind: 'page', locator: 'page 3', responseId: null }, false],
    ['a Bates range', { kind: 'bates', locator: 'STATE-000120 to STATE-000131', responseId: null }, true],
    ['a Bates range left blank', { kind: 'bates', locator: '  ', responseId: null }, false],
    [
      'a dated note of a briefing',
      { kind: 'briefing_note', note: 'The office said so.', on: '2026-06-01', responseId: null },
      true
    ],
    [
      'a note without its day',
      { kind: 'briefing_note', note: 'The office said so.', responseId: null },
      false
    ],
    [
      'a note on a day that does not exist',
      { kind: 'briefing_note', note: 'The office said so.', on: '2026-02-30' },
      false
    ],
    ['a note of nothing', { kind: 'briefing_note', on: '2026-06-01' }, false],
    [
      'a production said to be incomplete',
      { kind: 'production', locator: 'first, 40 documents', isComplete: false },
      true
    ],
    ['a production nobody called complete or not', { kind: 'production', locator: 'first' }, false],
    ['a production that is not named', { kind: 'production', isComplete: true }, false]
  ]
  for (const [title, more, stands] of table) {
    it(`${title} ${stands ? 'stands' : 'is refused'}`, () => {
      const finding = draft({ disposition: 'answered', evidence: [{ ...bare, ...more }], marks: both })
      assert.equal(refusals(finding, [1, 2], [reply, mention]).evidence === undefined, stands)
    })
  }

  it('has rows above for each kind', () => {
    const covered = new Set(table.map(([, more]) => more.kind ?? 'passage'))
    assert.deepEqual(
      [...evidenceKinds].filter(kind => !covered.has(kind)),
      []
    )
  })

  it('that does not stand is refused whatever the disposition', () => {
    const finding = draft({ disposition: 'not_addressed', evidence: [{ ...passage, quote: 'invented' }] })
    assert.ok(refusals(finding, [1, 2], [reply]).evidence)
  })
})

describe('a passage', () => {
  const text = 'Yes. 🎯 We did.'
  const table: [string, number, number, string, boolean][] = [
    ['at its place', 0, 4, 'Yes.', true],
    ['counted in UTF-16 units, after a pair', 8, 15, 'We did.', true],
    ['counted in characters', 7, 14, 'We did.', false],
    ['beyond the end', 8, 99, 'We did.', false],
    ['before the start', -7, 4, 'Yes.', false],
    ['of nothing', 4, 4, '', false],
    ['of a blank', 4, 5, ' ', false],
    ['at no whole number', 0.5, 4, 'Yes.', false]
  ]
  for (const [title, start, end, quote, stands] of table) {
    it(`${title} ${stands ? 'stands' : 'does not stand'}`, () => {
      assert.equal(passageStands(text, start, end, quote), stands)
    })
  }
})
