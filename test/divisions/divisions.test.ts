import assert from 'node:assert/strict'
import type { LetterRecord } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import type { Person } from '../support/people.ts'
import { aLetter, aReply, cellOf, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('a question put right after its letter was confirmed', () => {
  let world: World
  let editor: Person
  let letter: LetterRecord

  before(async () => {
    world = await openWorld()
    editor = await world.signedInAs('editor')
  })
  after(() => world.close())
  beforeEach(async () => {
    letter = await aLetter(world, {
      subject: 'Put right later',
      questions: ['What is the budget? Who decided it?', 'When does it end?', 'Where is it run?']
    })
    const reply = await aReply(editor, letter, {
      text: `The budget is ten. Ms. A decided it. ${letter.slug}`
    })
    await editor.post(`/responses/${reply._id}/findings`, {
      cell: await cellOf(letter, 0),
      disposition: 'answered',
      'mark-1': 'answered',
      'mark-2': 'answered',
      quote: 'The budget is ten.'
    })
  })

  const texts = async () => (await questionsOf(letter)).map(({ text }) => text)
  const dispositions = async () => (await questionsOf(letter)).map(({ findings }) => findings[0]?.disposition)
  const idAt = async (at: number) => String((await questionsOf(letter))[at]?._id)

  it('is split in two; the old address leads to both, and the findings go where a person said', async () => {
    const old = await idAt(0)
    const answer = await editor.post(`/questions/${old}/splits`, {
      begins: 'Who decided it?',
      keeper: 'first',
      splitNote: 'Two separate asks.'
    })
    assert.equal(answer.status, 303, answer.text)
    assert.deepEqual(await texts(), [
      'What is the budget?',
      'Who decided it?',
      'When does it end?',
      'Where is it run?'
    ])
    assert.deepEqual(await dispositions(), ['answered', 'no_reply', 'no_reply', 'no_reply'])
    const [first, second] = await questionsOf(letter)
    assert.deepEqual(
      first?.findings[0]?.marks.map(({ part }) => part),
      [1]
    )
    assert.deepEqual(
      first?.findings[0]?.history.map(({ what }) => what),
      ['judged', 'moved']
    )
    assert.equal(letter.text?.slice(second?.start, second?.end), 'Who decided it?')
    const page = await editor.get(`/questions/${old}`)
    assert.match(page.text, /Two separate asks\./)
    assert.ok(
      page.text.includes(`/questions/${first?._id}`) && page.text.includes(`/questions/${second?._id}`)
    )
  })

  it('is to be judged again where its judgement no longer fits its parts', async () => {
    const reply = await aReply(editor, letter, { text: `More about the budget. ${letter.slug}` })
    await editor.post(`/responses/${reply._id}/findings`, {
      cell: await cellOf(letter, 0),
      disposition: 'partial',
      'mark-1': 'answered',
      'mark-2': 'not_answered'
    })
    await editor.post(`/questions/${await idAt(0)}/splits`, {
      begins: 'Who decided it?',
      keeper: 'first',
      splitNote: 'Two asks.'
    })
    const [first] = await questionsOf(letter)
    assert.equal(first?.findings[0]?.disposition, 'no_reply')
    assert.equal(first?.standing.isToReview, true)
    assert.equal(first?.findings[0]?.history.at(-1)?.from, 'partial')
  })

  it('is merged with another, and both old addresses lead on', async () => {
    const [one, other] = [await idAt(0), await idAt(1)]
    const answer = await editor.post(`/questions/${one}/merges`, {
      other,
      mergeKeeper: 'neither',
      mergeNote: 'One ask.'
    })
    assert.equal(answer.status, 303, answer.text)
    assert.deepEqual(await texts(), [
      'What is the budget? Who decided it?\nWhen does it end?',
      'Where is it run?'
    ])
    const [joined] = await questionsOf(letter)
    assert.equal(joined?.parts.length, 3)
    for (const old of [one, other])
      assert.deepEqual((await Question.findById(old).lean())?.movedTo?.questionIds.map(String), [
        String(joined?._id)
      ])
  })

  it('is renumbered and put in another place; its address stays', async () => {
    const id = await idAt(2)
    const answer = await editor.post(`/questions/${id}/numbers`, {
      number: '1(b)',
      position: '2',
      numberNote: 'As printed.'
    })
    assert.equal(answer.status, 303)
    assert.deepEqual(await texts(), [
      'What is the budget? Who decided it?',
      'Where is it run?',
      'When does it end?'
    ])
    assert.equal((await Question.findById(id).lean())?.number, '1(b)')
  })

  const refused: {
    title: string
    act: string
    fields: () => Promise<Record<string, string>>
    says: RegExp
  }[] = [
    {
      title: 'a merge of a question with itself',
      act: 'merges',
      fields: async () => ({ other: await idAt(0), mergeKeeper: 'this', mergeNote: 'No.' }),
      says: /cannot be merged with itself/
    },
    {
      title: 'a merge with another letter’s question',
      act: 'merges',
      fields: async () => {
        const other = await aLetter(world, { subject: 'Another', questions: ['Why?'] })
        return { other: String((await questionsOf(other))[0]?._id), mergeKeeper: 'this', mergeNote: 'No.' }
      },
      says: /question of the same letter/
    },
    {
      title: 'a split at words that are not in it',
      act: 'splits',
      fields: async () => ({ begins: 'Nowhere', keeper: 'first', splitNote: 'No.' }),
      says: /do not stand in the question/
    },
    {
      title: 'a split before its first word',
      act: 'splits',
      fields: async () => ({ begins: 'What is', keeper: 'first', splitNote: 'No.' }),
      says: /nothing is left before them/
    }
  ]
  for (const { title, act, fields, says } of refused)
    it(`refuses ${title}, and nothing is lost`, async () => {
      const before = await texts()
      const answer = await editor.post(`/questions/${await idAt(0)}/${act}`, await fields())
      assert.equal(answer.status, 422)
      assert.match(answer.text, says)
      assert.deepEqual(await texts(), before)
      assert.deepEqual(await dispositions(), ['answered', 'no_reply', 'no_reply'])
    })
})
