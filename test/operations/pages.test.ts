import assert from 'node:assert/strict'
import { Delivery, type DeliveryRecord } from '../../models/delivery.ts'
import { Desk } from '../../models/desk.ts'
import { JobRun } from '../../models/job-run.ts'
import { Organization } from '../../models/organization.ts'
import { runsOnRecord } from '../../server/jobs/noting-runs.ts'
import type { Person } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

describe('the pages of whoever runs the site', () => {
  let world: World
  let admin: Person
  let chief: Person

  before(async () => {
    world = await openWorld()
    admin = await world.signedInAs('site-admin')
    chief = await world.signedInAs('desk-admin', 'chief')
  })
  after(() => world.close())

  const aMail = async (name: string, set: Partial<DeliveryRecord>): Promise<DeliveryRecord> => {
    const made = await Delivery.claim({
      keys: [name],
      kind: 'reminder',
      to: { name: '', address: 'editor@example.org' },
      subject: `The mail ${name}`,
      raw: Buffer.from('Subject: x\r\n\r\nx\r\n'),
      messageId: `<${name}@example.org>`,
      slotAt: world.clock.now(),
      graceUntil: null,
      composedAt: world.clock.now()
    })
    assert.ok(made)
    await Delivery.updateOne({ _id: made._id }, { $set: set })
    return Delivery.findById(made._id).orFail().lean<DeliveryRecord>()
  }

  it('say in words whether it is well, what waits, and how much there is', async () => {
    const { text } = await admin.get('/operations')
    assert.match(text, /<strong>Well:<\/strong> The store answered/)
    assert.match(text, /nothing waits/)
    assert.match(text, /<th scope="row">Desks<\/th><td>1<\/td>/)
    assert.match(text, /take \d+\.\d MB/)
    assert.equal((await chief.get('/operations')).status, 403)
  })

  it('say that mail waits too long', async () => {
    const late = await aMail('late', {
      composedAt: new Date(world.clock.now().getTime() - 25 * 60 * 60 * 1000)
    })
    assert.match(
      (await admin.get('/operations')).text,
      /<strong>Not well:<\/strong> Mail waits for more than a day/
    )
    await Delivery.deleteOne({ _id: late._id })
  })

  it('show each job with its last run, its next run, and what went wrong last', async () => {
    const note = runsOnRecord(world)
    const job = { name: 'sending', everyMs: 600_000, why: 'Mail must leave.', run: async () => {} }
    await note(job, world.clock.now(), 'The mail server was away.')
    await note(job, world.clock.now(), null)
    const { text } = await admin.get('/operations')
    assert.match(text, /Mail must leave\./)
    assert.match(text, /The mail server was away\./)
    assert.match(text, /12:10 PM EST/)
    assert.equal((await JobRun.findById('sending').lean())?.outcome, 'done')
    world.clock.set('2026-11-20T14:00')
    assert.match((await admin.get('/operations')).text, /nobody seems to run it/)
    world.clock.set('2026-11-20T12:00')
  })

  it('write a job that runs every second down once a minute', async () => {
    const note = runsOnRecord(world)
    const job = { name: 'ticking', everyMs: 1000, why: 'A test of a job.', run: async () => {} }
    await note(job, world.clock.now(), null)
    world.clock.set('2026-11-20T12:00:30')
    await note(job, world.clock.now(), null)
    const first = await JobRun.findById('ticking').lean()
    world.clock.set('2026-11-20T12:01:01')
    await note(job, world.clock.now(), null)
    const second = await JobRun.findById('ticking').lean()
    assert.deepEqual(
      [first?.endedAt.toISOString(), second?.endedAt.toISOString()],
      ['2026-11-20T17:00:00.000Z', '2026-11-20T17:01:01.000Z']
    )
    world.clock.set('2026-11-20T12:00')
  })

  it('have a mail that was given up tried again, and one that waits cancelled', async () => {
    const failed = await aMail('failed', { state: 'failed', smtpAnswer: '550 no such mailbox', attempts: 3 })
    await Delivery.updateOne({ _id: failed._id }, { $unset: { nextTryAt: 1 } })
    const waiting = await aMail('waiting', { state: 'deferred' })
    assert.match((await admin.get('/operations/mail?state=failed')).text, /550 no such mailbox/)
    assert.equal((await admin.post(`/operations/mail/${failed._id}/retry`)).status, 303)
    assert.equal((await Delivery.findById(failed._id).lean())?.state, 'queued')
    assert.equal((await admin.post(`/operations/mail/${failed._id}/retry`)).status, 409)
    assert.equal((await admin.post(`/operations/mail/${waiting._id}/cancellation`)).status, 303)
    const cancelled = await Delivery.findById(waiting._id).lean()
    assert.deepEqual(
      [cancelled?.state, cancelled?.cancelledBecause],
      ['cancelled', 'Cancelled by The site-admin.']
    )
    assert.equal((await admin.post(`/operations/mail/${waiting._id}/cancellation`)).status, 409)
    assert.equal((await chief.post(`/operations/mail/${failed._id}/cancellation`)).status, 403)
  })

  it('list the federal holidays and the closed days, and close a day at every desk', async () => {
    await Desk.create({ slug: 'elsewhere', name: 'Elsewhere' })
    assert.match((await chief.get('/operations/holidays')).text, /Juneteenth/)
    assert.doesNotMatch((await chief.get('/operations/holidays')).text, /Elsewhere|Close the day/)
    assert.equal((await chief.post('/operations/closures', { day: '2026-12-24', name: 'x' })).status, 403)
    assert.equal((await admin.post('/operations/closures', { day: '2026-12-32', name: '' })).status, 422)
    const closed = { day: '2026-12-24', name: 'Closed by order' }
    assert.equal((await admin.post('/operations/closures', closed)).status, 303)
    const desks = await Desk.find().lean()
    assert.deepEqual(
      desks.map(({ closures }) => closures.length),
      [1, 1]
    )
    assert.equal((await admin.post('/operations/closures', closed)).status, 422)
  })

  it('put the directory right: a new name keeps the old one, and two cannot share one', async () => {
    await Organization.calledOrAdded('Bureau of Examples')
    await Organization.calledOrAdded('Bureau of Specimens')
    const path = '/organizations/bureau-of-examples/record'
    assert.match((await chief.get('/operations/organizations')).text, /Bureau of Specimens/)
    const named = { name: 'Office of Examples', alsoCalled: 'OEX\r\nExamples Office' }
    assert.equal((await chief.post(path, named)).status, 303)
    for (const name of ['OEX', 'Examples Office', 'Bureau of Examples'])
      assert.equal((await Organization.called(name))?.name, 'Office of Examples', name)
    const taken = await chief.post(path, { name: 'Bureau of Specimens', alsoCalled: '' })
    assert.equal(taken.status, 422)
    assert.match(taken.text, /Merge the two instead/)
    const editor = await world.signedInAs('editor')
    assert.equal((await editor.get(path)).status, 403)
  })
})
