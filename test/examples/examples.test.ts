import assert from 'node:assert/strict'
import { Letter } from '../../models/letter.ts'
import { Milestone } from '../../models/milestone.ts'
import { Organization } from '../../models/organization.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { Reference } from '../../models/reference.ts'
import { Response } from '../../models/response.ts'
import { loadExamples, loadExamplesOnce, removeExamples } from '../../server/examples/load.ts'
import { openWorld, type World } from '../support/world.ts'

describe('The example letters', () => {
  let world: World
  before(async () => {
    world = await openWorld({ withoutSmtp: true })
    await loadExamplesOnce(world.clock.now())
  })
  after(() => world.close())

  const questionsOf = async (slug: string): Promise<QuestionRecord[]> =>
    Question.ofLetter((await Letter.findOne({ slug }).orFail())._id)

  it('hold six questions in fifteen parts of 2021, and three questions in five parts of 2019', async () => {
    const of2021 = await questionsOf('leahy-2021')
    const of2019 = await questionsOf('grijalva-lowenthal-2019')
    assert.deepEqual(
      of2021.map(({ parts }) => parts.length),
      [3, 3, 3, 2, 3, 1]
    )
    assert.deepEqual(
      of2019.map(({ ask, parts }) => [ask, parts.length]),
      [
        ['action', 2],
        ['information', 1],
        ['analysis', 2]
      ]
    )
  })

  it('have each question stand in the text where its span says', async () => {
    const { text } = await Letter.findOne({ slug: 'leahy-2021' }).orFail().lean()
    for (const question of await questionsOf('leahy-2021'))
      assert.equal(text?.slice(question.start, question.end), question.text)
  })

  it('keep follow-up dates of 21 business days, which no visitor sees', async () => {
    for (const [slug, day, said] of [
      ['leahy-2021', '2021-04-12', 'April 12, 2021'],
      ['grijalva-lowenthal-2019', '2019-04-05', 'April 5, 2019']
    ] as const) {
      const letter = await Letter.findOne({ slug }).orFail().lean()
      assert.equal(letter.recipients[0]?.followUpOn, day)
      for (const path of [`/letters/${slug}`, '/questions', '/']) {
        const { text } = await world.visitor().get(path)
        assert.ok(!text.includes(day) && !text.includes(said), `${path} shows ${day}`)
      }
    }
  })

  it('say of the 2021 letter that a reply is reported and its text not held, and of 2019 that none is recorded', async () => {
    const states = async (slug: string) =>
      (await questionsOf(slug)).map(({ standing }) => standing.publicState)
    assert.deepEqual(new Set(await states('leahy-2021')), new Set(['reported']))
    assert.deepEqual(new Set(await states('grijalva-lowenthal-2019')), new Set(['no_reply']))
    const { text } = await world.visitor().get('/letters/leahy-2021')
    assert.match(text, /Reply reported, text not held/)
    assert.match(text, /elfinanciero\.com\.mx/)
  })

  it('name Bureau of Industry and Security as concerned and only the Department of State as asked', async () => {
    const bureau = await Organization.called('BIS')
    const [, , , fourth] = await questionsOf('leahy-2021')
    assert.deepEqual(fourth?.about.map(String), [String(bureau?._id)])
    const asked = await Promise.all(
      (fourth?.findings ?? []).map(one => Organization.findById(one.organizationId).lean())
    )
    assert.deepEqual(
      asked.map(organization => organization?.name),
      ['Department of State']
    )
  })

  it('know two letters by mention only: they have no questions and are in no count', async () => {
    const mentions = await Letter.find({ isMention: true }).lean()
    assert.deepEqual(mentions.map(({ slug }) => slug).sort(), [
      'leahy-2021-september',
      'senators-to-pompeo-2020'
    ])
    for (const { _id } of mentions) assert.equal(await Question.countDocuments({ letterId: _id }), 0)
    const { text } = await world.visitor().get('/')
    assert.match(text, /9 of 9 questions/)
  })

  it('loaded a second time by hand are the same records', async () => {
    const before = await counts()
    await loadExamples(world.clock.now())
    assert.deepEqual(await counts(), before)
  })

  it('whose load was killed half-way are completed at the next start', async () => {
    const whole = await counts()
    await Milestone.updateOne({ _id: 'example letters' }, { $set: { state: 'begun' } })
    await Question.deleteOne({ isExample: true })
    await Letter.deleteOne({ slug: 'leahy-2021' })
    await Response.deleteMany({ isExample: true })
    await loadExamplesOnce(world.clock.now())
    assert.deepEqual(await counts(), whole)
  })

  it('taken out by a site admin do not come back by themselves, and come back by hand', async () => {
    const admin = await world.signedInAs('site-admin')
    const whole = await counts()
    await admin.post('/examples/removal').expect(303)
    assert.deepEqual(await counts(), [0, 0, 0, 0])
    await loadExamplesOnce(world.clock.now())
    assert.deepEqual(await counts(), [0, 0, 0, 0])
    await loadExamples(world.clock.now())
    assert.deepEqual(await counts(), whole)
    await removeExamples(world.clock.now())
  })

  const counts = () =>
    Promise.all([
      Letter.countDocuments({ isExample: true }),
      Question.countDocuments({ isExample: true }),
      Response.countDocuments({ isExample: true }),
      Reference.countDocuments({ isExample: true })
    ])
})
