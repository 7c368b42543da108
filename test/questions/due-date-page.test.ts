import assert from 'node:assert/strict'
import { Letter } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import { restandLetter } from '../../models/restanding.ts'
import { todayIn } from '../../server/clock.ts'
import { addDays } from '../../server/domain/day.ts'
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

  it('says for which day a reply was promised and when that was recorded; as of an earlier day there is none', async () => {
    const editor = await world.signedInAs('editor')
    const letter = await Letter.findOne({ slug: 'leahy-2021' }).orFail().lean()
    const none = { basis: 'none', date: null, count: null, from: null, quote: null }
    await Letter.updateOne({ _id: letter._id }, { $set: { due: none } })
    const recipient = `/letters/leahy-2021/recipients/${path.slice(-24)}`
    const record = (promisedOn: string, revision: number) =>
      editor.post(recipient, { revision: String(revision), promisedOn }).expect(303)
    world.clock.set('2026-11-18T12:00')
    await record('2026-12-10', letter.revision)
    world.clock.set('2026-11-20T12:00')
    await record('2026-12-10', letter.revision + 1)
    const { text } = await world.visitor().get(path).expect(200)
    assert.match(text, /promised for .*December 10, 2026.*on record on .*November 18, 2026/)
    const asOf = async (day: string) =>
      (
        await world
          .visitor()
          .get(`${path.slice(0, path.indexOf('/due-dates'))}/as-of/${day}`)
          .expect(200)
      ).text
    assert.match(await asOf('2026-11-18'), /December 10, 2026/)
    assert.doesNotMatch(await asOf('2026-11-17'), /December 10, 2026/)
    // Another promise in its place, and then none: each day shows the one that stood.
    world.clock.set('2026-11-21T12:00')
    await record('2026-12-24', letter.revision + 2)
    world.clock.set('2026-11-23T12:00')
    await record('', letter.revision + 3)
    assert.match(await asOf('2026-11-20'), /December 10, 2026/)
    assert.match(await asOf('2026-11-22'), /December 24, 2026/)
    assert.doesNotMatch(await asOf('2026-11-22'), /December 10, 2026/)
    assert.doesNotMatch(await asOf('2026-11-23'), /December 24, 2026|December 10, 2026/)
    await record('2026-12-10', letter.revision + 4)
    assert.match(
      (await world.visitor().get('/letters/leahy-2021/timeline')).text,
      /A reply was promised for December 10/
    )
  })

  it('is of the question’s own date where it has one, with the words it rests on; the others keep the letter’s', async () => {
    const editor = await world.signedInAs('editor')
    const revision = async () =>
      String((await Question.findOne({ 'letter.slug': 'leahy-2021', position: 1 }).orFail().lean()).revision)
    const give = async (fields: Record<string, string>) =>
      editor.post(path, { revision: await revision(), kind: 'stated', date: '2027-01-15', ...fields })
    const refused = await give({ quote: '' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Quote the words that it rests on/)
    assert.match(refused.text, /value="2027-01-15"/)
    const stale = await revision()
    assert.equal((await give({ quote: 'the first by January 15' })).status, 303)
    assert.equal((await give({ quote: 'again', revision: stale })).status, 409)
    assert.match((await world.visitor().get(path)).text, /January 15, 2027[\s\S]*the first by January 15/)
    const [first, second] = await Question.find({ 'letter.slug': 'leahy-2021' }).sort({ position: 1 }).lean()
    assert.equal(first?.standing.nextDueOn, '2027-01-15')
    assert.notEqual(second?.standing.nextDueOn, '2027-01-15')
    assert.equal(first?.findings[0]?.history.at(-1)?.to, 'stated: January 15, 2027')
    const today = todayIn(world.clock, 'America/New_York')
    world.clock.set(`${addDays(today, 2)}T12:00`)
    assert.equal((await give({ kind: 'letter', date: '' })).status, 303)
    assert.doesNotMatch((await world.visitor().get(path)).text, /January 15, 2027/)
    // As of a day between, its own date holds; before it was given and after it was taken back, the letter's.
    const asOf = async (day: string) =>
      (await world.visitor().get(`${path.slice(0, path.indexOf('/due-dates'))}/as-of/${day}`)).text.replace(
        /<[^>]+>/g,
        ''
      )
    assert.match(await asOf(addDays(today, 1)), /Due January 15, 2027/)
    assert.doesNotMatch(await asOf(addDays(today, -1)), /January 15, 2027/)
    assert.doesNotMatch(await asOf(addDays(today, 2)), /Due January 15, 2027/)
  })

  it('is not there for a recipient the question was not put to', async () => {
    await world
      .visitor()
      .get(path.replace(/[0-9a-f]{24}$/, '0'.repeat(24)))
      .expect(404)
  })
})
