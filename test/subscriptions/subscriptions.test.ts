import assert from 'node:assert/strict'
import { Delivery, type DeliveryRecord } from '../../models/delivery.ts'
import { Subscription, type SubscriptionRecord } from '../../models/subscription.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { jobDeps } from '../../server/jobs/index.ts'
import { sendWaiting } from '../../server/mail/sending.ts'
import { stopPath } from '../../server/mail/stop-link.ts'
import { openWorld, type World } from '../support/world.ts'

describe('following questions by mail', () => {
  let world: World

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
  })
  after(() => world.close())
  beforeEach(async () => {
    world.clock.set('2026-11-20T12:00')
    await Subscription.deleteMany({})
    await Delivery.deleteMany({})
    world.smtp.received.length = 0
  })

  const ask = (email: string, filter = '', speed = 'weekly') =>
    world.visitor().post('/subscriptions', { email, filter, speed })
  const send = async () => {
    const deps = jobDeps(world)
    await sendWaiting(deps)
    await deps.transport.close()
  }
  const lastMail = async () => {
    await send()
    const mail = world.smtp.received.at(-1)?.mail
    assert.ok(mail)
    return mail
  }
  /** The path of the first link to one of our pages of a kind. */
  const linkIn = (text: string | undefined, kind: string): string => {
    const path = new RegExp(`${world.url}(/\\S*${kind}\\S*)`).exec(text ?? '')?.[1]
    assert.ok(path, `no link with ${kind} in ${text}`)
    return path
  }
  const states = async () =>
    (await Subscription.find({}).lean<SubscriptionRecord[]>()).map(({ state }) => state)
  const confirmed = async (email = 'reader@example.org') => {
    await ask(email)
    await world.visitor().post(linkIn((await lastMail()).text, 'confirmation'))
    assert.deepEqual(await states(), ['confirmed'])
  }

  it('says what would be followed before it asks for an address', async () => {
    const page = await world
      .visitor()
      .get('/subscriptions/new?organization=department-of-state&answer=unanswered')
    assert.equal(page.status, 200)
    assert.match(page.text, /questions put to Department of State/)
    assert.match(page.text, /name="filter" value="organization(=|&#x3D;)department-of-state"/)
  })

  it('sends one mail, and nothing more until its owner has confirmed', async () => {
    const answer = await ask('reader@example.org')
    assert.equal(answer.status, 303)
    assert.equal(answer.headers['set-cookie'], undefined)
    const mail = await lastMail()
    assert.equal(world.smtp.received.length, 1)
    assert.deepEqual(world.smtp.received[0]?.to, ['reader@example.org'])
    assert.deepEqual(await states(), ['asked'])

    const path = linkIn(mail.text, 'confirmation')
    const page = await world.visitor().get(path)
    assert.match(page.text, /Confirm that you want this mail/)
    assert.deepEqual(await states(), ['asked'], 'a GET changes nothing')
    const done = await world.visitor().post(path)
    assert.equal(done.status, 200)
    assert.match(done.text, /Unanswered today: 9/)
    assert.deepEqual(await states(), ['confirmed'])
    assert.equal((await world.visitor().post(path)).status, 200)
  })

  it('shows the same page for an address that is known, unknown, confirmed or suppressed', async () => {
    await confirmed()
    const answers = [
      await ask('reader@example.org'),
      await ask('stranger@example.org'),
      await ask('READER@example.org')
    ]
    const seen = answers.map(({ status, headers, text }) => [status, headers.location, text])
    assert.deepEqual(seen[0], seen[1])
    assert.deepEqual(seen[1], seen[2])
  })

  it('sends no second confirmation to an address within a quarter of an hour, whatever is asked for', async () => {
    await ask('reader@example.org')
    await ask('reader@example.org')
    await ask('reader@example.org', 'organization=department-of-state')
    await send()
    assert.equal(world.smtp.received.length, 1)
    world.clock.set('2026-11-20T12:16')
    await ask('reader@example.org', 'organization=department-of-state')
    await send()
    assert.equal(world.smtp.received.length, 2)
    const page = await world.visitor().get(linkIn(world.smtp.received[1]?.mail.text, 'confirmation'))
    assert.match(page.text, /every question/)
    assert.match(page.text, /questions put to Department of State/)
  })

  it('takes a link for 24 hours, and only as it was sent', async () => {
    await ask('reader@example.org')
    const path = linkIn((await lastMail()).text, 'confirmation')
    const other = path.replace(/confirmation\/(\d+)/, (_, until) => `confirmation/${Number(until) + 1}`)
    assert.equal((await world.visitor().post(other)).status, 404)
    assert.equal(
      (await world.visitor().post(`${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`)).status,
      404
    )
    world.clock.set('2026-11-21T12:01')
    assert.equal((await world.visitor().post(path)).status, 404)
    assert.deepEqual(await states(), ['asked'])
  })

  const refused = [
    '',
    'reader',
    'reader@example.org\r\nBcc: other@example.org',
    'reader@example.org, other@example.org',
    'Reader <reader@example.org>',
    '"reader"@example.org'
  ]
  for (const email of refused)
    it(`asks again where ${JSON.stringify(email)} was typed, keeps it, and sends nothing`, async () => {
      const answer = await ask(email, 'organization=department-of-state')
      assert.equal(answer.status, 422)
      assert.match(answer.text, /Enter one e-mail address/)
      assert.match(answer.text, /name="filter" value="organization(=|&#x3D;)department-of-state"/)
      assert.deepEqual(await states(), [])
      await send()
      assert.equal(world.smtp.received.length, 0)
    })

  it('takes a plus address as one of its own, and an international domain by its ASCII form, which the mail server reads back', async () => {
    await ask('reader+letters@example.org')
    await ask('reader@bücher.example')
    await send()
    assert.deepEqual(world.smtp.received.map(({ to }) => to[0]).toSorted(), [
      'reader+letters@example.org',
      'reader@bücher.example'
    ])
  })

  it('refuses a form that another site sent', async () => {
    const answer = await world
      .visitor()
      .agent.post('/subscriptions')
      .set('Origin', 'https://elsewhere.example')
      .type('form')
      .send({ email: 'reader@example.org', speed: 'weekly' })
    assert.equal(answer.status, 403)
  })

  it('stops in one press, by a person or by a mailbox without a cookie, however often', async () => {
    await confirmed()
    const [subscription] = await Subscription.find({}).lean<SubscriptionRecord[]>()
    const path = stopPath(world.secrets, { what: 'subscription', id: String(subscription?._id) })
    assert.equal((await world.visitor().get(path)).status, 200)
    assert.deepEqual(await states(), ['confirmed'], 'a GET changes nothing')
    for (const _press of [1, 2]) {
      const answer = await world.visitor().post(path, { 'List-Unsubscribe': 'One-Click' })
      assert.equal(answer.status, 200)
      assert.deepEqual(await states(), ['stopped'])
    }
    assert.equal((await world.visitor().post(path.slice(0, -1))).status, 404)
  })

  it('stops what is waiting to be sent as well', async () => {
    await confirmed()
    const [subscription] = await Subscription.find({}).lean<SubscriptionRecord[]>()
    assert.ok(subscription)
    const now = world.clock.now()
    await Delivery.claim({
      keys: ['waiting'],
      kind: 'digest',
      to: { name: '', address: 'reader@example.org' },
      subject: 'x',
      raw: Buffer.from('x'),
      messageId: '<x@example.org>',
      slotAt: now,
      graceUntil: null,
      composedAt: now,
      subscriptionId: subscription._id
    })
    await world
      .visitor()
      .post(stopPath(world.secrets, { what: 'subscription', id: String(subscription._id) }))
    const [waiting] = await Delivery.find({ keys: 'waiting' }).lean<DeliveryRecord[]>()
    assert.equal(waiting?.state, 'cancelled')
  })

  it('lets a subscriber change how soon, and stop one of several, on a page of their own', async () => {
    await confirmed()
    const page = await world.visitor().post(linkIn(world.smtp.received.at(-1)?.mail.text, 'confirmation'))
    const path = /href="(\/subscriptions\/[0-9a-f]+\/settings\/[^"]+)"/.exec(page.text)?.[1]
    assert.ok(path)
    const [subscription] = await Subscription.find({}).lean<SubscriptionRecord[]>()
    const id = String(subscription?._id)
    assert.equal((await world.visitor().post(path, { subscription: id, act: 'at_once' })).status, 303)
    assert.match((await world.visitor().get(path)).text, /As soon as there is an answer/)
    await world.visitor().post(path, { subscription: id, act: 'stop' })
    assert.deepEqual(await states(), ['stopped'])
    assert.equal(
      (await world.visitor().post(path, { subscription: '64b000000000000000000001', act: 'stop' })).status,
      404
    )
  })
})
