import assert from 'node:assert/strict'
import fc from 'fast-check'
import { readLetter } from '../../../server/intake/read/index.ts'
import { processorMs } from '../../support/processor-time.ts'

const length = 40_000
const repeated = (unit: string, length: number): string =>
  unit.repeat(Math.ceil(length / unit.length)).slice(0, length)

const milliseconds = (text: string): Promise<number> => processorMs(() => readLetter(text))

/** Texts that make careless patterns backtrack or lists of lists grow: each unit is repeated. */
const units = [
  ' ',
  '\n',
  'a',
  '? ',
  'Why? ',
  'please provide ',
  'Please provide a list. ',
  '1. What is it?\n',
  '(1) a; ',
  '" ',
  'Dear ',
  'Dear Mr. Example:\n',
  'Sincerely,\n',
  'The Honorable X\n',
  'May 1, 2020 ',
  'we request that you ',
  '. ',
  '• x\n',
  'Jane Q. Member\n',
  'Senator Jane ',
  'Jane Member (D-VT), ',
  'ab-\n',
  '1 See http://x\n',
  'a; if ',
  'request x and request ',
  'Page 2\n',
  '1. a\na. b\ni. c\n',
  'First, a. Second, b. ',
  'Q\n',
  'Department of ',
  'respond by May 1 '
]

describe('The letter reader on hostile text', () => {
  it('takes time in proportion to length: forty thousand characters of anything stay under 1.6 s', async () => {
    for (const unit of units) {
      const took = await milliseconds(repeated(unit, length))
      assert.ok(took < 1600, `${JSON.stringify(unit)} took ${took.toFixed(0)} ms`)
    }
  })

  it('reads a megabyte within two and a half seconds of processor time', async () => {
    for (const unit of [
      'Please provide a list of grants. ',
      '1. What is it?\n',
      '1. a\na. b\ni. c\n',
      '1. Why? 2. ABC 3. How '
    ]) {
      const took = await milliseconds(repeated(unit, 1_000_000))
      assert.ok(took < 2500, `${JSON.stringify(unit.slice(0, 20))} took ${took.toFixed(0)} ms`)
    }
  })

  it('never throws, and never gives a span outside the text', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 20, unit: 'binary' }),
      fc.constantFrom(
        'Dear Secretary Example:\n',
        'Sincerely,\n',
        'Please provide:\n',
        '1. A list;\n',
        '(a) b ',
        'by May 1, 2020',
        '?',
        '\n\n',
        'The Honorable X\n',
        'within 30 days'
      )
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), pieces => {
        const text = pieces.join(' ')
        const reading = readLetter(text)
        const spans = [...reading.questions, ...reading.questions.flatMap(q => q.parts), ...reading.follows]
        for (const { start, end } of spans) assert.ok(start >= 0 && start <= end && end <= text.length)
      }),
      { numRuns: 150 }
    )
  })

  it('reads the same text the same way', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), text =>
        assert.deepEqual(readLetter(text), readLetter(text))
      ),
      { numRuns: 40 }
    )
  })
})
