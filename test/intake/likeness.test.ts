import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { likeness, mostAlike, passagesLike } from '../../server/intake/likeness.ts'
import { splitIntoSentences } from '../../server/intake/sentences.ts'
import { processorMs } from '../support/processor-time.ts'

const asked = 'How many export licenses did the Department review in 2023, and how many were denied?'
const askedAgain =
  'How many export licenses did the Department review in 2023 and how many of them were denied?'
const other = 'Please describe the training that border staff receive.'

describe('likeness of two texts', () => {
  it('is 1 for the same text, 0 for texts without a common word, and the same both ways', () => {
    assert.equal(likeness(asked, asked), 1)
    assert.equal(likeness(asked, other), 0)
    assert.equal(likeness(asked, askedAgain), likeness(askedAgain, asked))
  })

  it('is 0 where there is nothing to compare', () => {
    assert.equal(likeness('', ''), 0)
    assert.equal(likeness(asked, 'of the and'), 0)
  })

  it('is high for a question asked again in nearly the same words', () => {
    assert.ok(likeness(asked, askedAgain) > 0.8)
  })

  it('puts the earlier question that was asked again first, and leaves out what shares nothing', () => {
    const found = mostAlike(
      askedAgain,
      [
        { id: 'training', text: other },
        { id: 'licenses', text: asked }
      ],
      5
    )
    assert.deepEqual(
      found.map(({ id }) => id),
      ['licenses']
    )
  })
})

describe('the passages proposed for a question', () => {
  const reply = [
    'Dear Senator:',
    'Thank you for your letter about export licenses.',
    'The Department takes export controls seriously. In 2023 it reviewed 412 export licenses and denied nine.',
    'Staff at the border are trained each year.',
    'Please feel free to contact us about export licenses in 2023.'
  ].join('\n')

  it('are exactly what stands at their place, best first, and never a courtesy', () => {
    const passages = passagesLike(asked, reply, 3)
    for (const { start, end, quote } of passages) assert.equal(reply.slice(start, end), quote)
    assert.match(passages[0]?.quote ?? '', /denied nine/)
    assert.ok(passages.every(({ quote }) => !/Thank you|feel free/.test(quote)))
  })

  it('begin with what follows the question where the reply repeats it', () => {
    const answer = 'The figure is 412, of which nine.'
    const repeating = `Dear Senator:\nLicenses in 2023 were many, and some denied.\n1. ${asked}\n${answer}\n2. ${other}\nTwice a year.`
    assert.equal(passagesLike(asked, repeating, 2)[0]?.quote, answer)
  })

  it('are none for an empty reply or a question without words', () => {
    assert.deepEqual(passagesLike(asked, '', 3), [])
    assert.deepEqual(passagesLike('?', reply, 3), [])
  })

  it('come quickly from a reply without a single full stop, and from one of nothing but full stops', async () => {
    for (const hostile of ['license denied '.repeat(40_000), '. '.repeat(300_000), '\n'.repeat(500_000)]) {
      const took = await processorMs(() => passagesLike(asked, hostile, 3))
      assert.ok(took < 3000, `${took} ms`)
    }
  })
})

describe('sentences of a reply', () => {
  const table: [string, string[]][] = [
    ['Mr. Doe wrote on Jan. 5. We agree.', ['Mr. Doe wrote on Jan. 5.', 'We agree.']],
    ['The U.S. Department agreed. It did.', ['The U.S. Department agreed.', 'It did.']],
    ['"We agree." They signed.', ['"We agree."', 'They signed.']],
    ['a line broken\nin two. Next', ['a line broken\nin two.', 'Next']],
    ['Heading\n\nText here.', ['Heading', 'Text here.']]
  ]
  for (const [text, sentences] of table)
    it(`reads ${JSON.stringify(text)} as ${sentences.length}`, () =>
      assert.deepEqual(
        splitIntoSentences(text).map(sentence => sentence.text),
        sentences
      ))
})

describe('the reply to the letter about passports (read in place)', () => {
  const folder = '../shared/letters'
  const read = (path: string): string => readFileSync(`${folder}/${path}`, 'utf8')

  it('proposes a passage that overlaps the labelled evidence for at least two of its three questions', function () {
    if (!existsSync(`${folder}/responses/r6-state-passport-acceptance.txt`)) {
      console.log('      ../shared/letters is not here: the labelled reply was not compared.')
      return this.skip()
    }
    const reply = read('responses/r6-state-passport-acceptance.txt')
    const { coverage } = JSON.parse(read('responses/r6-state-passport-acceptance.json'))
    const questions = [...read('labelled/49-state-passport-acceptance.txt').matchAll(/^ *\* (.+)$/gm)]
    const overlapping = questions.filter(([, text = ''], at) => {
      const label = coverage.find(({ question }: { question: string }) => text.startsWith(question))
      const phrase = String(label.evidence).split(';')[0] ?? ''
      const [passage] = passagesLike(text, reply, 1, at / (questions.length - 1))
      return (
        passage &&
        occurrences(reply, phrase).some(start => start < passage.end && passage.start < start + phrase.length)
      )
    })
    assert.equal(questions.length, 3)
    assert.ok(overlapping.length >= 2, `${overlapping.length} of 3 overlap`)
  })
})

const occurrences = (text: string, phrase: string): number[] =>
  [...text.matchAll(new RegExp(phrase.replace(/[^\w\s]/g, '\\$&'), 'g'))].map(match => match.index)
