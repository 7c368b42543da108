import assert from 'node:assert/strict'
import { Desk } from '../../models/desk.ts'
import { Letter } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import { loadExamplesOnce } from '../../server/examples/load.ts'
import type { Person } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

describe('a desk', () => {
  let world: World
  let admin: Person
  let chief: Person

  before(async () => {
    world = await openWorld()
    admin = await world.signedInAs('site-admin')
    chief = await world.signedInAs('desk-admin')
  })
  after(() => world.close())

  const filled = { name: 'Oversight desk', zone: 'America/Chicago', hour: '9', closures: '' }

  it('is made by a site admin, who then belongs to it, and by nobody else', async () => {
    assert.equal((await chief.post('/desks', filled)).status, 403)
    assert.equal((await admin.post('/desks', filled)).status, 303)
    const desk = await Desk.findOne({ slug: 'oversight-desk' }).lean()
    assert.deepEqual([desk?.name, desk?.zone, desk?.hour], ['Oversight desk', 'America/Chicago', 9])
    assert.match((await admin.get('/account')).text, /Oversight desk/)
  })

  it('has a name of its own', async () => {
    const answer = await admin.post('/desks', { ...filled, name: 'Oversight  Desk' })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /There is a desk of this name already/)
  })

  it('is changed by its own admins only', async () => {
    assert.equal((await chief.get('/desks/oversight-desk')).status, 404)
    assert.equal((await chief.post('/desks/oversight-desk', filled)).status, 404)
    assert.doesNotMatch((await chief.get('/desks')).text, /Oversight desk/)
    const changed = {
      name: 'Example desk',
      zone: 'Pacific/Honolulu',
      hour: '7',
      inaugurationDay: 'yes',
      closures: '2026-12-24 Closed by order'
    }
    assert.equal((await chief.post('/desks/example', changed)).status, 303)
    const desk = await Desk.findOne({ slug: 'example' }).lean()
    assert.deepEqual([desk?.zone, desk?.hour, desk?.inaugurationDay], ['Pacific/Honolulu', 7, true])
    assert.deepEqual(
      desk?.closures.map(({ day, name }) => [day, name]),
      [['2026-12-24', 'Closed by order']]
    )
    assert.match((await chief.get('/desks/example')).text, /2026-12-24 Closed by order/)
  })

  it('whose agencies were closed has later due dates, in its lists too', async () => {
    await loadExamplesOnce(world.clock.now())
    const desk = await world.desk()
    const letter = await Letter.findOne({ deskId: desk._id, isMention: false }).orFail().lean()
    const due = {
      basis: 'business_days',
      date: null,
      count: 1,
      from: 'letter',
      quote: 'within one business day'
    }
    await Letter.updateOne({ _id: letter._id }, { $set: { due, letterDate: '2026-11-19' } })
    const dueOn = async () =>
      (await Question.findOne({ letterId: letter._id }).orFail().lean()).standing.nextDueOn
    const settings = { name: 'Example desk', zone: 'America/New_York', hour: '8' }
    await chief.post('/desks/example', { ...settings, closures: '' })
    assert.equal(await dueOn(), '2026-11-20')
    await chief.post('/desks/example', { ...settings, closures: '2026-11-20 Closed by order' })
    assert.equal(await dueOn(), '2026-11-23')
  })

  const wrong: readonly (readonly [field: string, value: string, said: RegExp])[] = [
    ['name', ' ', /Name the desk/],
    ['zone', 'Mars/Olympus', /Choose one of the time zones/],
    ['hour', '24', /Choose an hour/],
    ['closures', '2026-02-30 A day that is none', /2026-02-30 A day that is none/]
  ]
  for (const [field, value, said] of wrong)
    it(`is not saved with the ${field} ${JSON.stringify(value)}`, async () => {
      const answer = await admin.post('/desks', { ...filled, name: 'Another desk', [field]: value })
      assert.equal(answer.status, 422)
      assert.match(answer.text, said)
      assert.equal(await Desk.countDocuments({ slug: 'another-desk' }), 0)
    })
})
