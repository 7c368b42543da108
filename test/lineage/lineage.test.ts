import assert from 'node:assert/strict'
import type { LetterRecord } from '../../models/letter.ts'
import type { Person } from '../support/people.ts'
import { aLetter, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

const asked = 'How many export licenses did the Department deny in each of the last five years?'
const again = 'How many export licenses did the Department deny in each of the last ten years?'

describe('a question asked again', () => {
  let world: World
  let editor: Person
  let first: LetterRecord
  let second: LetterRecord
  let foreign: LetterRecord

  before(async () => {
    world = await openWorld()
    editor = await world.signedInAs('editor')
  })
  after(() => world.close())
  beforeEach(async () => {
    first = await aLetter(world, {
      subject: 'Licenses, first letter',
      letterDate: '2020-03-01',
      questions: [asked]
    })
    second = await aLetter(world, {
      subject: 'Licenses, second letter',
      letterDate: '2021-03-01',
      questions: [again]
    })
    foreign = await aLetter(world, {
      subject: 'Licenses, another Member’s letter',
      letterDate: '2019-03-01',
      questions: [asked],
      signer: 'Another Member'
    })
  })

  const idOf = async (letter: LetterRecord) => String((await questionsOf(letter))[0]?._id)
  const reAsk = async (
    later: LetterRecord,
    earlier: LetterRecord,
    because = 'The same figures for more years.'
  ) => editor.post(`/questions/${await idOf(later)}/re-asks`, { earlier: await idOf(earlier), because })

  it('is proposed with its score, and needs a person’s reason', async () => {
    const page = await editor.get(`/letters/${second.slug}/lineage`)
    assert.match(page.text, /Likeness \d+ of 100/)
    assert.match(page.text, /It asks this again/)
    const answer = await reAsk(second, first, '')
    assert.equal(answer.status, 422)
    assert.match(answer.text, /reason for your decision/)
  })

  it('is as old as the first asking, which stays unanswered and is pursued at the later one', async () => {
    assert.equal((await reAsk(second, first)).status, 303)
    const [later] = await questionsOf(second)
    const [earlier] = await questionsOf(first)
    assert.equal(later?.standing.firstAskedOn, '2020-03-01')
    assert.equal(later?.standing.isOpen, true)
    assert.equal(earlier?.standing.isUnanswered, true)
    assert.equal(earlier?.standing.isOpen, false)
    assert.match(earlier?.findings[0]?.pursuitBecause ?? '', /Asked again on March 1, 2021/)
  })

  it('carries its age on through every later asking', async () => {
    const third = await aLetter(world, { subject: 'Third', letterDate: '2022-03-01', questions: [again] })
    await reAsk(third, second)
    await reAsk(second, first)
    assert.equal((await questionsOf(third))[0]?.standing.firstAskedOn, '2020-03-01')
    const chain = await editor.get(`/questions/${await idOf(third)}/chain`)
    assert.match(chain.text, /116th Congress[\s\S]*117th Congress/)
    assert.match(chain.text, /365 days after .*March 1, 2020/)
    for (const letter of [first, second, third]) assert.ok(chain.text.includes(`/letters/${letter.slug}`))
  })

  it('is refused as a loop', async () => {
    const sameDay = await aLetter(world, {
      subject: 'Same day',
      letterDate: '2021-03-01',
      questions: [again]
    })
    await reAsk(sameDay, second)
    const answer = await reAsk(second, sameDay)
    assert.equal(answer.status, 422)
    assert.match(answer.text, /loop/)
    assert.equal((await questionsOf(second))[0]?.reAsks.length, 0)
  })

  const refused: { title: string; from: () => LetterRecord; to: () => LetterRecord; says: RegExp }[] = [
    { title: 'of itself', from: () => second, to: () => second, says: /cannot ask itself/ },
    { title: 'of a later question', from: () => first, to: () => second, says: /It was asked later/ },
    {
      title: 'of another asker’s question',
      from: () => second,
      to: () => foreign,
      says: /related, not asked again/
    }
  ]
  for (const { title, from, to, says } of refused)
    it(`is refused as an asking ${title}`, async () => {
      const answer = await reAsk(from(), to())
      assert.equal(answer.status, 422)
      assert.match(answer.text, says)
      assert.equal((await questionsOf(from()))[0]?.reAsks.length, 0)
    })

  it('by another asker is a relation of the letters, shown beside the chain', async () => {
    const relate = (other: string) =>
      editor.post(`/letters/${second.slug}/relations`, { other, because: 'Both ask about licenses.' })
    assert.equal((await relate(second.slug)).status, 422)
    assert.equal((await relate(foreign.slug)).status, 303)
    const chain = await editor.get(`/questions/${await idOf(second)}/chain`)
    assert.match(chain.text, /Both ask about licenses\./)
  })

  it('shows visitors only the askings that are public', async () => {
    await reAsk(second, first)
    const visitor = world.visitor()
    assert.equal((await visitor.get(`/questions/${await idOf(second)}/chain`)).status, 404)
    await editor.post(`/letters/${second.slug}/publication`, { visibility: 'public', revision: '0' })
    const chain = await visitor.get(`/questions/${await idOf(second)}/chain`)
    assert.equal(chain.status, 200)
    assert.ok(!chain.text.includes('Licenses, first letter'))
  })
})
