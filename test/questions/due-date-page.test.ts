import assert from 'node:assert/strict'
import { Letter } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import { restandLetter } from '../../models/restanding.ts'
import { loadExamplesOnce } from '../../server/examples/load.ts'
import { openWorld, type World } from '../support/world.ts'

describe('The explanation of a due date', () => {
  let world: World
  let path: string
  before(async () => {
    world = await openWorld({ withoutSmtp: true })
    await loadExamplesOnce(world.clock.now())
    const question = await Question.findOne({ 'letter.slug': 'leahy-2021', position: 1 }).orFail().lean()
    path = `/questions/${question._id}/due-dates/${question.findings[0]?.recipientId}`
  })
  after(() => world.close())

  it('says that none is stated, and tells the follow-up date to the desk alone', async () => {
    const seen = await world.visitor().get(path).expect(200)
    assert.match(seen.text, /No deadline stated/)
    assert.doesNotMatch(seen.text, /April 12, 2021/)
    const staff = await world.signedInAs('reader')
    assert.match((await staff.get(path)).text, /follow up on .*April 12, 2021/)
  })

  it('shows each day that was counted and why others were not', async () => {
    const letter = await Letter.findOne({ slug: 'leahy-2021' }).orFail().lean()
    const due = {
      basis: 'business_days',
      date: null,
      count: 60,
      from: 'letter',
      quote: 'within sixty business days'
    }
    await Letter.updateOne({ _id: letter._id }, { $set: { due } })
    await restandLetter(letter._id)
    const { text } = await world.visitor().get(path).expect(200)
    assert.match(text, /within sixty business days/)
    assert.match(text, /Memorial Day/)
    assert.match(text, /counted as day 60<\/span>|counted as day 60, due/)
    assert.equal(text.match(/class="month"/g)?.length, 4)
  })

  it('is not there for a recipient the question was not put to', async () => {
    await world
      .visitor()
      .get(path.replace(/[0-9a-f]{24}$/, '0'.repeat(24)))
      .expect(404)
  })
})
