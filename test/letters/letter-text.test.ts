import assert from 'node:assert/strict'
import fc from 'fast-check'
import { markedText } from '../../server/letters/letter-text.ts'

const wrapped =
  'We request that your department conduct an analysis to determine\nwhether the arms were exported.\n\nSincerely,\nA Signer'

describe('a letter’s text', () => {
  it('joins lines that a page broke, and keeps those that end by themselves', () => {
    const [first, last] = markedText(wrapped, []).map(runs => runs.map(({ text }) => text).join(''))
    assert.equal(
      first,
      'We request that your department conduct an analysis to determine whether the arms were exported.'
    )
    assert.equal(last, 'Sincerely,\nA Signer')
  })

  it('keeps the items of a list apart', () => {
    const text = `- ${'How many licenses were issued in the years since 2015? '.repeat(2)}\n- Which office keeps the records?`
    assert.equal(markedText(text, []).flat()[0]?.text.split('\n').length, 2)
  })

  it('marks a question that runs over a paragraph’s end in both paragraphs, and names the place once', () => {
    const text = 'First, how many?\n\nAnd which ones? Thank you.'
    const runs = markedText(text, [{ position: 1, start: 7, end: 33 }]).flat()
    const marked = runs.filter(({ question }) => question === 1)
    assert.deepEqual(
      marked.map(({ text, isStart }) => [text, isStart]),
      [
        ['how many?', true],
        ['And which ones?', false]
      ]
    )
  })

  it('shows every word of any text once and in its order, wherever questions are said to stand', () => {
    const spans = fc.array(fc.record({ position: fc.nat(20), start: fc.nat(200), end: fc.nat(260) }), {
      maxLength: 6
    })
    fc.assert(
      fc.property(
        fc.string({ maxLength: 220, unit: fc.constantFrom('a', ' ', '\n', '-', '?') }),
        spans,
        (text, marks) => {
          const shown = markedText(text, marks)
            .flat()
            .map(run => run.text)
            .join('')
          assert.equal(shown.replace(/\s/g, ''), text.replace(/\s/g, ''))
        }
      )
    )
  })
})
