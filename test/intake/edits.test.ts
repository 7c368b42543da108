import assert from 'node:assert/strict'
import type { IntakeQuestionRecord } from '../../models/intake.ts'
import { add, cutsOf, mergeWithNext, move, setDropped, split } from '../../server/intake/edits.ts'
import { locate, locateSentence } from '../../server/intake/locate.ts'
import { segmentsOf } from '../../server/intake/present.ts'
import { processorMs } from '../support/processor-time.ts'

const letter = 'Dear Secretary: Who decided? If nobody, why? How many were\n sent? Thank you.'

/** The questions at these words of the letter. */
const questionsAt = (...words: string[]): IntakeQuestionRecord[] =>
  words.reduce<IntakeQuestionRecord[]>((list, each) => {
    const span = locate(letter, each)
    assert.ok(span)
    return add(list, letter, span, 'information')
  }, [])

const textsOf = (questions: readonly IntakeQuestionRecord[]) =>
  questions.filter(({ isDropped }) => !isDropped).map(({ text }) => text)
const spansOf = (questions: readonly IntakeQuestionRecord[]) =>
  questions.map(({ start, end }) => letter.slice(start, end))
const idOf = (questions: readonly IntakeQuestionRecord[], at: number) => String(questions[at]?._id)

describe('a person who reviews a letter', () => {
  it('adds a question where the letter has it, in one line, whatever was typed first', () => {
    const questions = questionsAt('How many were sent?', 'Who decided?')
    assert.deepEqual(textsOf(questions), ['Who decided?', 'How many were sent?'])
    assert.deepEqual(spansOf(questions), ['Who decided?', 'How many were\n sent?'])
  })

  it('splits a question in two, each with its own place and its own parts', () => {
    const [one] = questionsAt('Who decided? If nobody, why?')
    assert.ok(one)
    const second = locate(letter, 'If nobody, why?')
    assert.ok(second)
    const parts = [
      { text: 'Who decided?', start: one.start, end: one.start + 12, ask: 'information' as const },
      { text: 'If nobody, why?', ...second, ask: 'analysis' as const }
    ]
    const halves = split([{ ...one, parts }], String(one._id), 13, letter)
    assert.deepEqual(textsOf(halves), ['Who decided?', 'If nobody, why?'])
    assert.deepEqual(spansOf(halves), ['Who decided?', 'If nobody, why?'])
    assert.deepEqual(
      halves.map(half => half.parts.map(({ text }) => text)),
      [['Who decided?'], ['If nobody, why?']]
    )
    assert.deepEqual(
      halves.map(({ ask }) => ask),
      ['information', 'analysis']
    )
  })

  it('cannot split a question before its first word or after its last', () => {
    const questions = questionsAt('Who decided?')
    for (const at of [0, 12, 99, Number.NaN])
      assert.equal(split(questions, idOf(questions, 0), at, letter).length, 1)
  })

  it('joins a question with the next: what each asked becomes a part', () => {
    const questions = questionsAt('Who decided?', 'If nobody, why?', 'How many were sent?')
    const joined = mergeWithNext(questions, idOf(questions, 0))
    assert.deepEqual(textsOf(joined), ['Who decided? If nobody, why?', 'How many were sent?'])
    assert.deepEqual(spansOf(joined)[0], 'Who decided? If nobody, why?')
    assert.deepEqual(
      joined[0]?.parts.map(({ text }) => text),
      ['Who decided?', 'If nobody, why?']
    )
  })

  it('joins over a dropped question, and the last with nothing', () => {
    const questions = questionsAt('Who decided?', 'If nobody, why?', 'How many were sent?')
    const dropped = setDropped(questions, idOf(questions, 1), true)
    assert.deepEqual(textsOf(mergeWithNext(dropped, idOf(questions, 0))), [
      'Who decided? How many were sent?'
    ])
    assert.equal(mergeWithNext(questions, idOf(questions, 2)).length, 3)
  })

  it('moves a question up and down, past what was dropped and not past the ends', () => {
    const questions = questionsAt('Who decided?', 'If nobody, why?', 'How many were sent?')
    const dropped = setDropped(questions, idOf(questions, 1), true)
    assert.deepEqual(textsOf(move(dropped, idOf(questions, 2), 'up')), [
      'How many were sent?',
      'Who decided?'
    ])
    assert.deepEqual(textsOf(move(questions, idOf(questions, 0), 'up')), textsOf(questions))
    assert.deepEqual(textsOf(move(questions, idOf(questions, 2), 'down')), textsOf(questions))
  })

  it('puts a dropped question back where it was', () => {
    const questions = questionsAt('Who decided?', 'If nobody, why?')
    const dropped = setDropped(questions, idOf(questions, 0), true)
    assert.deepEqual(textsOf(dropped), ['If nobody, why?'])
    assert.deepEqual(textsOf(setDropped(dropped, idOf(questions, 0), false)), textsOf(questions))
  })

  it('is offered the beginnings of sentences to split before', () => {
    const text = 'Who decided, e.g. Mr. Smith? If so, when? Please list all.'
    assert.deepEqual(
      cutsOf(text).map(({ at }) => text.slice(at, at + 6)),
      ['If so,', 'Please']
    )
  })

  it('sees every word of the letter once, marked where questions stand', () => {
    const questions = questionsAt('Who decided? If nobody, why?', 'If nobody, why? How many were sent?')
    const segments = segmentsOf(letter, questions)
    assert.equal(segments.map(({ text }) => text).join(''), letter)
    assert.deepEqual(
      segments.map(({ position }) => position),
      [null, 1, 2, null]
    )
  })
})

describe('words are found in a letter', () => {
  const text = 'He said: “Don’t\n  stop”.  Mr. Vale asked: Why not? Go – now.'
  const cases: [string, string | null][] = [
    ['“Don’t\n  stop”', '“Don’t\n  stop”'],
    ['"don\'t stop"', '“Don’t\n  stop”'],
    ['Go - now', 'Go – now'],
    ['nowhere', null],
    ['', null],
    ['   ', null]
  ]
  for (const [words, found] of cases)
    it(`${JSON.stringify(words)} is ${found === null ? 'not there' : 'there'}, however it is spaced and quoted`, () => {
      const span = locate(text, words)
      assert.equal(span && text.slice(span.start, span.end), found)
    })

  it('and the beginning of a sentence stands for all of it', () => {
    const span = locateSentence(text, 'Mr. Vale asked')
    assert.equal(span && text.slice(span.start, span.end), 'Mr. Vale asked: Why not?')
  })

  it('in a megabyte of text within a second', async () => {
    const long = 'a b '.repeat(250_000)
    const took = await processorMs(() => assert.equal(locate(long, 'a b c'), null))
    assert.ok(took < 1000, `${took} ms`)
  })
})
