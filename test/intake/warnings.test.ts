import assert from 'node:assert/strict'
import { Types } from 'mongoose'
import type { IntakeDraft, IntakeQuestionRecord } from '../../models/intake.ts'
import { type MemberRecord, memberKeys } from '../../models/member.ts'
import { matchIn } from '../../server/intake/members.ts'
import { warningsOf } from '../../server/intake/warnings.ts'

const question: IntakeQuestionRecord = {
  _id: new Types.ObjectId(),
  number: null,
  text: 'Why?',
  start: 0,
  end: 4,
  ask: 'information',
  confidence: 0.9,
  parts: [],
  about: [],
  recipientIds: null,
  isDropped: false
}

const ready: IntakeDraft = {
  subject: 'Bridges',
  letterDate: '2025-02-03',
  sentOn: null,
  receivedOn: null,
  followUpOn: null,
  chamber: 'senate',
  signatories: [{ name: 'Tim Kaine', title: null, bioguide: 'K000384', isLead: true }],
  signersStated: null,
  recipients: [
    { _id: new Types.ObjectId(), name: null, title: 'Secretary', organization: 'Department of State' }
  ],
  due: { basis: 'stated', date: '2025-03-03', count: null, from: null, quote: 'by March 3, 2025' },
  topics: [],
  follows: [],
  source: { kind: 'typed', title: '', link: null, retrievedOn: null },
  questions: [question]
}

const facts: Parameters<typeof warningsOf>[1] = {
  today: '2025-02-10',
  unknownOrganizations: [],
  hasMembers: true
}

describe('the review page warns', () => {
  const cases: [string, Partial<IntakeDraft>, Partial<typeof facts>, RegExp | null][] = [
    ['of nothing when all is in order', {}, {}, null],
    ['when the letter has no date', { letterDate: null }, {}, /No date/],
    ['when the letter’s date is still to come', { letterDate: '2025-02-11' }, {}, /still to come/],
    ['when it was sent before its date', { sentOn: '2025-02-01' }, {}, /sent before/],
    [
      'when the deadline precedes the letter',
      { due: { ...ready.due, date: '2024-03-03' } },
      {},
      /earlier than the letter itself. Check the year/
    ],
    ['when the deadline has passed', {}, { today: '2025-03-04' }, /in the past/],
    ['not on the day of the deadline', {}, { today: '2025-03-03' }, null],
    ['when nobody is written to', { recipients: [] }, {}, /No recipient/],
    [
      'when a recipient has no organization',
      { recipients: [{ _id: new Types.ObjectId(), name: null, title: 'Secretary', organization: null }] },
      {},
      /Which organization is Secretary/
    ],
    [
      'when an organization is not known',
      {},
      { unknownOrganizations: ['Office of Ferries'] },
      /“Office of Ferries” is not in the directory/
    ],
    [
      'when a name matches no Member',
      { signatories: [{ name: 'Tim Kayne', title: null, bioguide: null, isLead: true }] },
      {},
      /Not matched.*Tim Kayne/
    ],
    [
      'of no name while there is no directory of Members',
      { signatories: [{ name: 'Tim Kayne', title: null, bioguide: null, isLead: true }] },
      { hasMembers: false },
      null
    ],
    [
      'when the reader was unsure of a question',
      { questions: [{ ...question, confidence: 0.4 }] },
      {},
      /Question 1 may not be/
    ],
    [
      'when every question was dropped',
      { questions: [{ ...question, isDropped: true }] },
      {},
      /No question is listed/
    ]
  ]
  for (const [what, draft, known, expected] of cases)
    it(what, () => {
      const said = warningsOf({ ...ready, ...draft }, { ...facts, ...known }).map(({ text }) => text)
      if (expected === null) assert.deepEqual(said, [])
      else assert.match(said.join('\n'), expected)
    })
})

describe('a name on a letter', () => {
  const member = (
    bioguide: string,
    first: string,
    last: string,
    chamber: 'senate' | 'house',
    start: string,
    end: string,
    ...nicknames: string[]
  ): MemberRecord => ({
    _id: new Types.ObjectId(),
    bioguide,
    name: `${first} ${last}`,
    first,
    last,
    keys: memberKeys(first, last, ...nicknames),
    terms: [{ chamber, state: 'VA', district: null, party: 'D', start, end }]
  })
  const members = [
    member('K000384', 'Timothy', 'Kaine', 'senate', '2013-01-03', '2031-01-03', 'Tim'),
    member('V000128', 'Chris', 'Van Hollen', 'senate', '2017-01-03', '2029-01-03', 'Christopher'),
    member('S001150', 'Adam', 'Schiff', 'house', '2001-01-03', '2024-12-08'),
    member('S001150S', 'Adam', 'Schiff', 'senate', '2024-12-09', '2031-01-03')
  ]
  const cases: [string, string | null, string, string | null][] = [
    ['TIM KAINÉ', null, '2021-03-12', 'K000384'],
    ['T. Kaine', null, '2021-03-12', 'K000384'],
    ['Tim Kaine', 'United States Senator', '2010-01-01', null],
    ['Christopher Van Hollen, Jr.', null, '2021-03-12', 'V000128'],
    ['Hollen', null, '2021-03-12', null],
    ['Adam Schiff', 'Member of Congress', '2021-03-12', 'S001150'],
    ['Adam Schiff', 'United States Senator', '2025-02-03', 'S001150S'],
    ['Anne Kaine', null, '2021-03-12', null]
  ]
  for (const [name, title, on, bioguide] of cases)
    it(`${name} on a letter of ${on} is ${bioguide ?? 'nobody who served then'}`, () =>
      assert.equal(matchIn(members, { name, title }, on)?.bioguide ?? null, bioguide))
})
