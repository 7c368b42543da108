import assert from 'node:assert/strict'
import { Types } from 'mongoose'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import { loadExamplesOnce } from '../../server/examples/load.ts'
import { openWorld, type World } from '../support/world.ts'

describe('the chain of the example letters', () => {
  let world: World
  before(async () => {
    world = await openWorld({ withoutSmtp: true })
    await loadExamplesOnce(world.clock.now())
  })
  after(() => world.close())

  /** What the page lists, one text an asking. */
  const askings = async (): Promise<string[]> => {
    const question = await Question.findOne({ 'letter.slug': 'leahy-2021', position: 1 }).orFail().lean()
    const { text } = await world.visitor().get(`/questions/${question._id}/chain`).expect(200)
    const chain = /<ol class="history chain">([\s\S]*?)<\/ol>/.exec(text)?.[1] ?? ''
    return chain
      .split('</li>')
      .map(item =>
        item
          .replace(/<[^>]+>/g, ' ')
          .replace(/\s+/g, ' ')
          .trim()
      )
      .filter(Boolean)
  }

  it('goes from the letter of the summer before, by mention, over March 2021 to September 14, 2021', async () => {
    const [summer, march, september, ...more] = await askings()
    assert.deepEqual(more, [])
    assert.match(summer ?? '', /^last summer.*Known by mention/i)
    assert.match(
      march ?? '',
      /March 12, 2021.*117th Congress.*Department of State.*Reply reported, text not held/
    )
    assert.match(september ?? '', /September 14, 2021.*186 days after .*March 12, 2021.*Known by mention/)
  })

  it('tells the letter of 2019 as related, not as an asking', async () => {
    assert.ok(!(await askings()).some(text => text.includes('2019')))
    const question = await Question.findOne({ 'letter.slug': 'leahy-2021', position: 1 }).orFail().lean()
    const { text } = await world.visitor().get(`/questions/${question._id}/chain`)
    assert.match(text.slice(text.indexOf('Related letters')), /March 7, 2019/)
  })

  it('goes on from mention to mention, each where it belongs', async () => {
    const september = await Letter.findOne({ letterDate: '2021-09-14', isMention: true })
      .orFail()
      .lean<LetterRecord>()
    const mention = (slug: string, facts: Partial<LetterRecord>) =>
      Letter.create({ ...september, _id: new Types.ObjectId(), slug, subject: `Mention ${slug}`, ...facts })
    const later = await mention('later', {
      letterDate: '2022-03-01',
      follows: [{ letterId: september._id, quote: null }]
    })
    await mention('undated', {
      letterDate: null,
      dateAsSaid: 'that spring',
      follows: [{ letterId: later._id, quote: null }]
    })
    const listed = await askings()
    assert.deepEqual(
      listed.slice(3).map(text => /Mention \w+/.exec(text)?.[0]),
      ['Mention later', 'Mention undated']
    )
    assert.match(listed[3] ?? '', /168 days after .*September 14, 2021/)
    assert.match(listed[4] ?? '', /^that spring/)
  })
})
