import assert from 'node:assert/strict'
import { readLetter } from '../../../server/intake/read/index.ts'

/** A letter of Monday, June 3, 2013 that says one thing about when to answer. */
const letterSaying = (sentence: string): string => `June 3, 2013

The Honorable Alex Example
Secretary of Labor

Dear Secretary Example:

We write about the training grants. The program expires on September 30, 2013.

How many grants were awarded in 2012?

${sentence}

Sincerely,

Jane Q. Member
United States Senator
`

const dates: [string, string][] = [
  ['Please respond by June 17, 2013.', '2013-06-17'],
  ['Please respond no later than close of business on Friday, June 7.', '2013-06-07'],
  ['We ask that you reply not later than 5:00 p.m. ET on Friday, June 7, 2013.', '2013-06-07'],
  ['I look forward to your response by July 1st.', '2013-07-01'],
  ['Please provide the requested documents on or before January 15.', '2014-01-15'],
  ['A written response is requested by 6/21/2013.', '2013-06-21'],
  ['Your response by the 21st of June would be appreciated.', '2013-06-21'],
  ['Please send us your answers by COB Wednesday.', '2013-06-05'],
  ['We request your reply by the end of the month.', '2013-06-30'],
  ['We request a response by the end of this week.', '2013-06-07'],
  ['Please answer by the end of July.', '2013-07-31'],
  ['Please respond by close of business tomorrow.', '2013-06-04'],
  [
    'If the Department fails to produce the requested documents by June 14, 2013, the Committee will consider compulsory process.',
    '2013-06-14'
  ],
  ['Please provide a response by June 17, 2012.', '2012-06-17'],
  ['The deadline for your response is June 20, 2013.', '2013-06-20'],
  [
    'Thank you for your attention; we expect to receive your answers before noon on June 10, 2013.',
    '2013-06-10'
  ],
  ['Given the urgency of this matter, a reply is due by Sept. 3, 2013.', '2013-09-03']
]

const periods: [string, number, 'calendar_days' | 'business_days', 'letter' | 'sent' | 'received' | null][] =
  [
    ['Please respond within 30 days.', 30, 'calendar_days', null],
    ['Please respond within ten business days.', 10, 'business_days', null],
    ['Please respond within thirty (30) days of receipt of this letter.', 30, 'calendar_days', 'received'],
    [
      'We request your answers no later than two weeks from the date of this letter.',
      14,
      'calendar_days',
      'letter'
    ],
    ['Please reply within 14 days of receiving this letter.', 14, 'calendar_days', 'received'],
    ['We anticipate your response within 30 days.', 30, 'calendar_days', null],
    ['Please provide this information within the next five working days.', 5, 'business_days', null],
    ['We ask for a response in 48 hours.', 2, 'calendar_days', null],
    ['We would appreciate an answer within one month.', 30, 'calendar_days', null],
    ['Please respond in writing ten days from the date of this letter.', 10, 'calendar_days', 'letter'],
    ['We expect a reply within 21 days of the date this letter was sent.', 21, 'calendar_days', 'sent']
  ]

const none = [
  'We appreciate your prompt attention to this matter.',
  'Your staff told us that the report would be finished by July 1, 2013.',
  'The Act requires the Department to report to Congress within 60 days of enactment.',
  'The hearing will be held on June 25, 2013.',
  'Will the Department finish its review by October 1, 2013?',
  'On May 1, 2013, we asked you to respond by May 15, 2013.',
  'The comment period closes by law on June 30, 2013.',
  'Please respond as soon as possible.',
  'The Department has until August 1, 2013 to provide documents to the court.',
  'In the past 30 days, the Department has provided no documents.'
]

describe('The deadline a letter states', () => {
  for (const [sentence, date] of dates)
    it(`is ${date}: ${sentence}`, () => {
      const { deadline } = readLetter(letterSaying(sentence))
      assert.deepEqual([deadline.kind, deadline.date, deadline.quote], ['date', date, sentence])
    })

  for (const [sentence, count, unit, from] of periods)
    it(`is ${count} ${unit} from ${from}: ${sentence}`, () => {
      const { deadline } = readLetter(letterSaying(sentence))
      assert.deepEqual(
        [deadline.kind, deadline.count, deadline.unit, deadline.from],
        ['relative', count, unit, from]
      )
    })

  for (const sentence of none)
    it(`is none: ${sentence}`, () => assert.equal(readLetter(letterSaying(sentence)).deadline.kind, 'none'))

  it('is kept as written when its year precedes the letter, with a warning', () => {
    const { deadline, warnings } = readLetter(letterSaying('Please provide a response by June 17, 2012.'))
    assert.equal(deadline.date, '2012-06-17')
    assert.match(deadline.warning ?? '', /before its own date/)
    assert.ok(warnings.includes(deadline.warning ?? ''))
  })

  it('is the answer’s, not the briefing’s, when both have a day', () => {
    const both =
      'Please schedule a briefing by June 10, 2013. Please respond to these questions by June 24, 2013.'
    assert.equal(readLetter(letterSaying(both)).deadline.date, '2013-06-24')
  })
})
