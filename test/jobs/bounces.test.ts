import assert from 'node:assert/strict'
import { Delivery, type DeliveryRecord } from '../../models/delivery.ts'
import { Subscription, type SubscriptionRecord } from '../../models/subscription.ts'
import { Suppression } from '../../models/suppression.ts'
import { returnPathOf } from '../../server/mail/bounce-address.ts'
import { takeBounce } from '../../server/mail/bounces.ts'
import { sendWaiting } from '../../server/mail/sending.ts'
import { bounce, complaint } from '../mail/bounce-reports.ts'
import { type MailWorld, openMailWorld } from './mail-world.ts'

describe('what comes back', () => {
  let world: MailWorld
  let delivery: DeliveryRecord
  let subscription: SubscriptionRecord

  before(async () => {
    world = await openMailWorld('2026-11-20T12:00', { MAIL_BOUNCES_TO: 'bounces@example.org' })
  })
  after(() => world.close())
  beforeEach(async () => {
    await world.forgetMail()
    await Suppression.deleteMany({})
    await Subscription.deleteMany({})
    const at = world.clock.now()
    subscription = await Subscription.create({
      address: 'reader@example.org',
      speed: 'weekly',
      state: 'confirmed',
      askedAt: at,
      confirmedAt: at,
      coveredUntil: at
    })
    delivery = await claimed('first')
  })

  const claimed = async (key: string): Promise<DeliveryRecord> => {
    const at = world.clock.now()
    const made = await Delivery.claim({
      keys: [key],
      kind: 'digest',
      to: { name: '', address: 'reader@example.org' },
      subject: key,
      raw: Buffer.from('Subject: x\r\n\r\nx\r\n'),
      messageId: `<${key}@example.org>`,
      slotAt: at,
      graceUntil: null,
      composedAt: at,
      subscriptionId: subscription._id
    })
    assert.ok(made)
    return made
  }

  const take = (raw: Buffer) => takeBounce(raw, world.deps.site, world.clock.now())
  const signedAddress = () => returnPathOf(world.deps.site, String(delivery._id))

  it('goes to an address that says which mail it is about', async () => {
    await sendWaiting(world.deps)
    assert.equal(world.server.got[0]?.from, signedAddress())
    assert.match(signedAddress(), /^bounces\+[0-9a-f]{24}-[0-9a-f]{16}@example\.org$/)
  })

  it('ends mail to an address that does not exist, also what waits, however often it is read', async () => {
    for (const _time of [1, 2]) assert.equal(await take(bounce(signedAddress(), '5.1.1')), 'suppressed')
    assert.match((await Suppression.reasonFor('Reader@example.org')) ?? '', /^bounced: smtp; 550 5\.1\.1/)
    assert.equal(
      (await Subscription.findById(subscription._id).orFail().lean<SubscriptionRecord>()).state,
      'stopped'
    )
    assert.equal((await Delivery.findById(delivery._id).orFail().lean<DeliveryRecord>()).state, 'cancelled')
    await claimed('second')
    assert.equal((await sendWaiting(world.deps)).cancelled, 1)
    assert.equal(world.server.got.length, 0)
  })

  it('says nothing yet where the mail server still tries', async () => {
    assert.equal(await take(bounce(signedAddress(), '4.4.1')), 'delayed')
    assert.equal(await Suppression.reasonFor('reader@example.org'), null)
  })

  it('is found by the Message-ID that it gives back', async () => {
    assert.equal(
      await take(bounce('bounces@example.org', '5.2.1', 'Message-ID: <first@example.org>')),
      'suppressed'
    )
  })

  it('ends mail to a reader who complained to their mailbox', async () => {
    assert.equal(await take(complaint('bounces@example.org', '<first@example.org>')), 'complaint')
    assert.equal(await Suppression.reasonFor('reader@example.org'), 'reported as unwanted')
    assert.equal((await sendWaiting(world.deps)).sent, 0)
  })
})
