import assert from 'node:assert/strict'
import { nameOf } from '../../../server/intake/read/names.ts'
import { signatoriesIn } from '../../../server/intake/read/signatories.ts'

const table: [string, string | null][] = [
  ['JANE Q. MEMBER', 'Jane Q. Member'],
  ['Sen. Jane Member (D-VT)', 'Jane Member'],
  ['ANN McMEMBER', 'Ann McMember'],
  ["PAT O'COLLEAGUE", "Pat O'Colleague"],
  ['CHRIS VAN MEMBER', 'Chris Van Member'],
  ['Pat R. Colleague, Jr.', 'Pat R. Colleague Jr.'],
  ['Lee S. Third, M.D.', 'Lee S. Third'],
  ['Ann Fourth-Fifth III', 'Ann Fourth-Fifth III'],
  ['Robert C. "Bobby" Member', 'Robert C. "Bobby" Member'],
  ['/s/ Jane Q. Member', 'Jane Q. Member'],
  ['United States Senator', null],
  ['Member of Congress', null],
  ['Ranking Member', null],
  ['Committee on Examples', null],
  ['We look forward to your reply', null],
  ['202-555-0100', null]
]

const block = (text: string): string[] => signatoriesIn(text, { start: 0, end: text.length }).map(s => s.name)

describe('Names of those who sign', () => {
  for (const [line, name] of table)
    it(`${line} is ${name ?? 'no name'}`, () => assert.equal(nameOf(line), name))

  it('are told apart side by side, by the titles under them', () => {
    const text =
      'Sincerely,\nJANE Q. MEMBER PAT COLLEAGUE\nChairman Ranking Member\nLee Third    Ann Fourth\nMember of Congress    Member of Congress\n'
    assert.deepEqual(block(text), ['Jane Q. Member', 'Pat Colleague', 'Lee Third', 'Ann Fourth'])
  })

  it('are found before each title where all stands in one line', () => {
    const text =
      'Jane Q. Member Chairwoman Committee on Science and Technology Pat Colleague Ranking Member\n'
    assert.deepEqual(block(text), ['Jane Q. Member', 'Pat Colleague'])
  })

  it('count once each', () =>
    assert.deepEqual(block('/s/ Jane Q. Member\nJane Q. Member\nUnited States Senator\n'), [
      'Jane Q. Member'
    ]))
})
