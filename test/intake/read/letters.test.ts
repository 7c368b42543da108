import assert from 'node:assert/strict'
import { readLetter } from '../../../server/intake/read/index.ts'
import { delegationLetters } from './delegation-letters.ts'
import { type MadeLetter, madeLetters } from './letters.ts'
import { moreMadeLetters } from './more-letters.ts'
import { oddLetters } from './odd-letters.ts'
import { pastedLetters } from './pasted-letters.ts'
import { releaseLetters } from './release-letters.ts'
import { webLetters } from './web-letters.ts'

const letters = [
  ...madeLetters,
  ...moreMadeLetters,
  ...oddLetters,
  ...pastedLetters,
  ...releaseLetters,
  ...delegationLetters,
  ...webLetters
]

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

function assertRead(letter: MadeLetter): void {
  const reading = readLetter(letter.text)
  assert.equal(reading.date, letter.date)
  assert.deepEqual(
    reading.signatories.map(signer => signer.name),
    letter.signers
  )
  assert.deepEqual(
    reading.recipients.map(recipient => recipient.name),
    letter.recipients
  )
  const { kind, date, count, unit, from } = reading.deadline
  assert.deepEqual(
    { ...letter.deadline },
    Object.fromEntries(
      Object.entries({ kind, date, count, unit, from }).filter(([key]) => key in letter.deadline)
    )
  )
  const openings = reading.questions.map((q, i) =>
    plain(q.text).slice(0, plain(letter.questions[i] ?? '').length)
  )
  assert.deepEqual(openings, letter.questions.map(plain))
}

describe('The letter reader', () => {
  for (const letter of letters) it(`reads ${letter.title}`, () => assertRead(letter))

  it('gives every question and part a span of the text as given that begins and ends with its words', () => {
    for (const { text } of letters) {
      for (const question of readLetter(text).questions) {
        for (const said of [question, ...question.parts]) {
          const given = plain(text.slice(said.start, said.end))
          const [first, last] = [
            plain(said.text).split(' ')[0] ?? '',
            plain(said.text).split(' ').at(-1) ?? ''
          ]
          assert.ok(given.startsWith(first) && given.endsWith(last), said.text)
        }
      }
    }
  })
})
