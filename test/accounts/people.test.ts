import assert from 'node:assert/strict'
import { Types } from 'mongoose'
import { Desk } from '../../models/desk.ts'
import { User } from '../../models/user.ts'
import type { Person } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

describe('the people of a desk', () => {
  let world: World
  let chief: Person
  let admin: Person
  let deskId: string

  before(async () => {
    world = await openWorld()
    chief = await world.signedInAs('desk-admin', 'chief')
    admin = await world.signedInAs('site-admin', 'admin')
    deskId = String((await world.desk())._id)
  })
  after(() => world.close())

  const idOf = async (email: string): Promise<string> => String((await User.byEmail(email))?._id)
  const newcomer = { name: 'The newcomer', email: 'newcomer@example.org', role: 'editor' }

  it('are added by its admin, who gets a link to hand over; no mail is sent', async () => {
    const answer = await chief.post('/people', { ...newcomer, desk: deskId })
    assert.equal(answer.status, 201)
    assert.equal(answer.headers['cache-control'], 'no-store')
    const path = new RegExp(`${world.url}(/set-up/[\\w-]{43})`).exec(answer.text)?.[1] ?? ''
    assert.match(
      (await world.visitor().get(path)).text,
      /For The newcomer, who signs in as newcomer@example\.org/
    )
    assert.equal(world.smtp.received.length, 0)
    assert.match((await chief.get('/people')).text, /Has not set a password yet/)
  })

  it('have one account an address', async () => {
    const answer = await chief.post('/people', { ...newcomer, email: 'NEWCOMER@example.org', desk: deskId })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /There is an account of this address already/)
    assert.match(answer.text, /value="The newcomer"/)
  })

  it('are added at no desk of others, and with no role above the admin’s own', async () => {
    const elsewhere = await Desk.create({ slug: 'elsewhere', name: 'Elsewhere' })
    for (const fields of [
      { ...newcomer, email: 'a@example.org', desk: String(elsewhere._id) },
      { ...newcomer, email: 'a@example.org', desk: String(new Types.ObjectId()) },
      { ...newcomer, email: 'a@example.org', desk: deskId, role: 'site-admin' },
      { ...newcomer, email: 'a@example.org,b@example.org', desk: deskId }
    ])
      assert.equal((await chief.post('/people', fields)).status, 422)
    assert.equal(await User.byEmail('a@example.org'), null)
  })

  it('change name, role and desks', async () => {
    const path = `/people/${await idOf('newcomer@example.org')}`
    assert.match((await chief.get(path)).text, /The newcomer/)
    assert.equal((await chief.post(path, { name: 'The deputy', role: 'reader', desks: deskId })).status, 303)
    const user = await User.byEmail('newcomer@example.org')
    assert.deepEqual([user?.name, user?.role], ['The deputy', 'reader'])
    assert.equal((await chief.post(path, { name: 'The deputy', role: 'reader' })).status, 422)
  })

  it('who also belong to another desk are changed by a site admin only', async () => {
    const both = await world.signedInAs('editor', 'both')
    const elsewhere = await Desk.findOne({ slug: 'elsewhere' }).lean()
    const path = `/people/${both.user._id}`
    assert.equal(
      (await admin.post(path, { name: 'The both', role: 'editor', desks: [deskId, String(elsewhere?._id)] }))
        .status,
      303
    )
    assert.equal((await chief.get(path)).status, 404)
    assert.equal((await chief.post(`${path}/set-up-links`)).status, 404)
    assert.equal((await admin.get(path)).status, 200)
  })

  it('make no link for a site admin unless they are one', async () => {
    const path = `/people/${admin.user._id}`
    assert.equal((await chief.post(`${path}/set-up-links`)).status, 404)
    assert.equal((await chief.post(`${path}/suspension`)).status, 404)
  })

  it('who are suspended are out at once, and can be let in again', async () => {
    const leaver = await world.signedInAs('editor', 'leaver')
    const path = `/people/${leaver.user._id}`
    const made = (await chief.post(`${path}/set-up-links`)).text
    const link = /\/set-up\/[\w-]{43}/.exec(made)?.[0] ?? ''
    const calendar = (await leaver.post('/account/calendar')).text
    const feed = /\/calendars\/[\w-]+\.ics/.exec(calendar)?.[0] ?? ''
    for (const address of [link, feed])
      assert.equal((await world.visitor().get(address)).status, 200, address)
    assert.equal((await chief.post(`${path}/suspension`)).status, 303)
    assert.equal((await leaver.get('/account')).status, 303)
    assert.equal((await world.visitor().get(link)).status, 410)
    assert.equal((await world.visitor().get(feed)).status, 404)
    assert.match((await chief.get('/people')).text, /Suspended/)
    assert.equal((await chief.post(`${path}/reinstatement`)).status, 303)
    assert.equal((await User.findById(leaver.user._id).lean())?.disabledAt, null)
    assert.equal((await leaver.get('/account')).status, 303, 'the session is over for good')
    assert.equal((await world.visitor().get(link)).status, 410, 'and so is the link')
  })

  it('are signed out everywhere by their admin', async () => {
    const lost = await world.signedInAs('editor', 'lost')
    assert.equal((await chief.post(`/people/${lost.user._id}/ended-sessions`)).status, 303)
    assert.equal((await lost.get('/account')).status, 303)
  })

  it('never lose the last site admin, nor shut themselves out', async () => {
    const path = `/people/${admin.user._id}`
    const demoted = await admin.post(path, { name: 'The admin', role: 'editor', desks: deskId })
    assert.equal(demoted.status, 422)
    assert.match(demoted.text, /last admin/)
    assert.equal((await admin.post(`${path}/suspension`)).status, 403)
  })
})
