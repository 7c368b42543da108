import assert from 'node:assert/strict'
import { Delivery } from '../../models/delivery.ts'
import { claimReminders } from '../../server/jobs/reminders.ts'
import { setAsideOldMail } from '../../server/jobs/set-aside.ts'
import { sendWaiting } from '../../server/mail/sending.ts'
import { type MailWorld, openMailWorld } from '../jobs/mail-world.ts'

describe('a restore', () => {
  let world: MailWorld

  before(async () => {
    world = await openMailWorld('2021-04-05T09:00')
    await world.staff('editor', 'editor')
  })
  after(() => world.close())
  beforeEach(() => world.forgetMail())

  const owedNow = async () =>
    (await claimReminders(world.deps, { isAsOf: false, now: world.clock.now() }, { isWhole: true })).lines
      .length
  const send = () => sendWaiting(world.deps)

  it('sends nothing that waited when the backup was taken, and remembers that it was owed', async () => {
    assert.equal(await owedNow(), 1)
    // The reminder, and that Monday's digest, which was owed as well.
    assert.equal(await setAsideOldMail(world.deps, world.clock.now()), 2)
    await send()
    assert.equal(await owedNow(), 0)
    assert.equal(world.server.got.length, 0)
    const kept = await Delivery.findOne({ kind: 'reminder' }).lean()
    assert.equal(kept?.state, 'cancelled')
    assert.match(
      kept?.cancelledBecause ?? '',
      /^Set aside .* backup of 2021-04-05T.* it may have gone out before\.$/
    )
  })

  it('on a Sunday sends nothing on Monday that went out on the Friday after the backup', async () => {
    // Backed up before the reminder of Monday the 5th; restored on the Sunday after it.
    const takenAt = new Date('2021-04-04T12:00:00Z')
    world.clock.set('2021-04-11T12:00')
    assert.ok((await setAsideOldMail(world.deps, takenAt)) >= 1)
    const told = await Delivery.countDocuments({})
    world.clock.set('2021-04-12T09:00')
    assert.equal(await owedNow(), 0)
    await send()
    assert.equal(world.server.got.length, 0)
    assert.equal(await Delivery.countDocuments({}), told)
  })

  it('lets what is owed later go out as ever', async () => {
    world.clock.set('2021-04-05T09:00')
    await setAsideOldMail(world.deps, world.clock.now())
    // One business day before the follow-up date of April 12.
    world.clock.set('2021-04-09T09:00')
    assert.equal(await owedNow(), 1)
    await send()
    assert.equal(world.server.got.length, 1)
  })
})
