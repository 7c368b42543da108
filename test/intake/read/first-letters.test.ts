import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { readLetter } from '../../../server/intake/read/index.ts'

const fixture = (name: string): string =>
  readFileSync(new URL(`../../../server/examples/texts/${name}.txt`, import.meta.url), 'utf8')

describe('The letter of March 12, 2021 (eight senators to the Secretary of State)', () => {
  const text = fixture('leahy-2021')
  const letter = readLetter(text)

  it('is dated and addressed as printed, and states no deadline', () => {
    assert.equal(letter.date, '2021-03-12')
    assert.equal(letter.chamber, 'senate')
    assert.deepEqual(letter.recipients, [
      { name: 'Anthony Blinken', title: 'Secretary of State', organization: 'Department of State' }
    ])
    assert.equal(letter.deadline.kind, 'none')
  })

  it('asks six unnumbered questions in fifteen parts', () => {
    assert.equal(letter.questions.length, 6)
    assert.deepEqual(
      letter.questions.map(q => q.parts.length),
      [3, 3, 3, 2, 3, 1]
    )
    assert.ok(letter.questions.every(q => q.number === null && q.ask === 'information'))
  })

  it('has its eight signers in proper case', () => {
    assert.deepEqual(
      letter.signatories.map(s => s.name),
      [
        'Patrick Leahy',
        'Robert Menendez',
        'Richard J. Durbin',
        'Benjamin L. Cardin',
        'Chris Van Hollen',
        'Jeffrey A. Merkley',
        'Tim Kainé',
        'Cory A. Booker'
      ]
    )
  })

  it('follows the earlier version sent to Secretary Pompeo', () => {
    const [follows] = letter.follows
    assert.equal(
      follows?.quote,
      'We submitted an earlier version of these questions to Secretary Pompeo last summer, but did not receive a response.'
    )
    assert.equal(text.slice(follows?.start, follows?.end), follows?.quote)
  })

  it('concerns the Department of Commerce, which was not asked', () => {
    assert.deepEqual(letter.about, ['Department of Commerce'])
    assert.deepEqual(letter.questions[5]?.about, ['Department of Commerce'])
  })

  it('keeps its own quotation marks and dashes in what is quoted', () => {
    assert.match(
      letter.questions[0]?.text ?? '',
      /other entity – including the U\.S\. Embassy – is responsible\?/
    )
  })
})

describe('The letter of March 7, 2019 (to the Secretary of State, its signature page not held)', () => {
  const text = fixture('grijalva-lowenthal-2019')
  const letter = readLetter(text)

  it('makes three requests: a tracking system, how misuse is prevented, an analysis', () => {
    assert.deepEqual(
      letter.questions.map(q => q.ask),
      ['action', 'information', 'analysis']
    )
    assert.deepEqual(
      letter.questions.map(q => q.parts.map(p => p.text.split(' ').slice(0, 4).join(' '))),
      [
        ['We call on you', 'request information pertaining to'],
        ['We request information from'],
        ['We request that your', 'if not, what steps']
      ]
    )
  })

  it('is read across its line ends and traced back to them', () => {
    const [first] = letter.questions
    assert.match(
      first?.text ?? '',
      /lost or placed in unauthorized hands, and request information pertaining to current exports\.$/
    )
    assert.match(
      text.slice(first?.start, first?.end),
      /^We call on you[\s\S]*unauthorized\s+hands, and request information pertaining to current exports\.$/
    )
  })

  it('has a date, an addressee, no signers and no deadline', () => {
    assert.equal(letter.date, '2019-03-07')
    assert.equal(letter.recipients[0]?.name, 'Michael R. Pompeo')
    assert.deepEqual(letter.signatories, [])
    assert.equal(letter.deadline.kind, 'none')
  })
})
