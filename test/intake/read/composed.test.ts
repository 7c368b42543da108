import assert from 'node:assert/strict'
import fc from 'fast-check'
import { readLetter } from '../../../server/intake/read/index.ts'
import {
  type Composition,
  composed,
  damageCount,
  endCount,
  headCount,
  introCount,
  isReadable,
  itemCount,
  markerCount
} from './composed-letters.ts'

const below = (count: number) => fc.integer({ min: 0, max: count - 1 })

const compositions: fc.Arbitrary<Composition> = fc
  .record({
    head: below(headCount),
    intro: below(introCount),
    marker: below(markerCount),
    items: fc.uniqueArray(below(itemCount), { minLength: 3, maxLength: 9 }),
    headings: fc.boolean(),
    damage: below(damageCount),
    end: below(endCount)
  })
  .filter(isReadable)

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

describe('A letter composed of parts', () => {
  it('is read with each question once, in order, whatever the markers, headings and damage', () => {
    fc.assert(
      fc.property(compositions, composition => {
        const { text, openings } = composed(composition)
        const questions = readLetter(text).questions.map(q => plain(q.text))
        assert.deepEqual(
          questions.map(q => plain(openings.find(opening => q.startsWith(plain(opening))) ?? q)),
          openings.map(plain)
        )
      }),
      { numRuns: 300 }
    )
  })

  it('keeps its day, its deadline and its signer', () => {
    fc.assert(
      fc.property(compositions, composition => {
        const reading = readLetter(composed(composition).text)
        assert.equal(reading.date, '2021-03-03')
        assert.equal(reading.deadline.date, '2021-03-24')
        assert.deepEqual(
          reading.signatories.map(s => s.name),
          ['Jane Member']
        )
      }),
      { numRuns: 100 }
    )
  })
})
