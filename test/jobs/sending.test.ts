import assert from 'node:assert/strict'
import { Types } from 'mongoose'
import { Delivery, type DeliveryRecord } from '../../models/delivery.ts'
import { messageIdOf } from '../../models/kept-message.ts'
import { Suppression } from '../../models/suppression.ts'
import { schedule } from '../../server/jobs/schedule.ts'
import { compose } from '../../server/mail/compose.ts'
import { LEASE_MS, sendWaiting } from '../../server/mail/sending.ts'
import { openSmtp } from '../../server/mail/smtp.ts'
import { type MailServer, mailServer } from '../mail/mail-server.ts'
import { settableClock } from '../support/clock.ts'
import { type MailWorld, openMailWorld } from './mail-world.ts'

// Longer than a busy machine takes: what defers a mail here is what the server says.
const times = { connect: 10_000, silence: 10_000, message: 10_000 }

describe('mail that waits', () => {
  let world: MailWorld

  before(async () => {
    world = await openMailWorld('2026-11-20T12:00')
  })
  after(() => world.close())
  beforeEach(async () => {
    world.clock.set('2026-11-20T12:00')
    await world.forgetMail()
    await Suppression.deleteMany({})
  })

  /** One plain mail, claimed under a key. */
  const claimed = async (key: string, more: Partial<DeliveryRecord> = {}): Promise<Types.ObjectId> => {
    const now = world.clock.now()
    const to = { name: 'The editor', address: 'editor@example.org' }
    const messageId = messageIdOf([key], 'example.org')
    const text = { subject: `About ${key}`, text: `About ${key}.\n`, html: `<p>About ${key}.</p>` }
    const list = { name: 'Tests', id: 'tests.example.org', unsubscribe: null }
    const raw = await compose({ ...text, to, list }, messageId, now, world.deps.site.sender)
    const made = await Delivery.claim({
      keys: [key],
      kind: 'reminder',
      to,
      subject: text.subject,
      raw,
      messageId,
      slotAt: now,
      graceUntil: null,
      composedAt: now,
      ...more
    })
    assert.ok(made)
    return made._id
  }
  const stateOf = async (id: Types.ObjectId) => {
    const found = await Delivery.findById(id).orFail().lean<DeliveryRecord>()
    return { state: found.state, attempts: found.attempts, answer: found.smtpAnswer, next: found.nextTryAt }
  }
  const term = { ms: LEASE_MS, storeNow: () => world.deps.storeNow() }
  const at =
    (step: 'MAIL' | 'RCPT' | 'DATA' | 'GREETING', code: number, text: string) => async (): Promise<null> => {
      world.server.manner = () => ({ at: step, code, text })
      return null
    }
  const strictServer = async (): Promise<MailServer> => {
    const strict = await mailServer({
      disabledCommands: ['STARTTLS'],
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(new Error('Invalid login'))
    })
    return { ...strict, url: strict.url.replace('//', '//user:sesame@') }
  }
  const later = (minutes: number) => world.clock.set(new Date(world.clock.now().getTime() + minutes * 60_000))

  it('is sent once, with the answer of the mail server kept', async () => {
    const id = await claimed('one')
    assert.deepEqual(await sendWaiting(world.deps), {
      sent: 1,
      deferred: 0,
      failed: 0,
      cancelled: 0,
      stoppedBecause: null
    })
    assert.equal((await sendWaiting(world.deps)).sent, 0)
    const { state, answer, next } = await stateOf(id)
    assert.equal(state, 'sent')
    assert.match(answer ?? '', /^250/)
    assert.equal(next, undefined)
    assert.equal(world.server.got.length, 1)
  })

  it('is not lost by an outage: it is tried after 1, 5, 15, 60, 180 and 360 minutes and given up after 48 hours', async () => {
    const id = await claimed('outage')
    world.server.manner = () => ({ at: 'RCPT', code: 451, text: '4.7.1 Greylisted' })
    const waits: number[] = []
    for (let tries = 0; tries < 30; tries += 1) {
      await sendWaiting(world.deps)
      const { state, next } = await stateOf(id)
      if (state === 'failed') break
      assert.equal(state, 'deferred')
      const minutes = ((next?.getTime() ?? 0) - world.clock.now().getTime()) / 60_000
      waits.push(minutes)
      later(minutes - 0.01)
      assert.equal((await sendWaiting(world.deps)).deferred, 0)
      later(0.01)
    }
    assert.deepEqual(waits, [1, 5, 15, 60, 180, 360, 360, 360, 360, 360, 360, 360])
    assert.equal((await stateOf(id)).state, 'failed')
  })

  it('goes out by itself when the mail server is back', async () => {
    const id = await claimed('back')
    world.server.manner = () => ({ at: 'GREETING', code: 421, text: '4.3.2 Down' })
    const { stoppedBecause } = await sendWaiting(world.deps)
    assert.match(stoppedBecause ?? '', /421/)
    world.server.manner = () => 'take'
    later(2)
    assert.equal((await sendWaiting(world.deps)).sent, 1)
    assert.equal((await stateOf(id)).attempts, 2)
  })

  it('keeps its Message-ID and every byte when the line drops after DATA', async () => {
    await claimed('drop')
    world.server.manner = (_to, tries) => (tries === 0 ? 'drop after DATA' : 'take')
    assert.equal((await sendWaiting(world.deps)).deferred, 1)
    later(2)
    assert.equal((await sendWaiting(world.deps)).sent, 1)
    const [first, second] = world.server.got
    assert.ok(first && second)
    assert.equal(first.raw, second.raw)
    assert.equal((await first.parsed()).messageId, messageIdOf(['drop'], 'example.org'))
  })

  it('is given up when it is refused for good, and a wrong address is not written to again', async () => {
    const id = await claimed('unknown')
    world.server.manner = () => ({ at: 'RCPT', code: 550, text: '5.1.1 No such user' })
    assert.equal((await sendWaiting(world.deps)).failed, 1)
    assert.equal((await stateOf(id)).answer, '550 5.1.1 No such user')
    world.server.manner = () => 'take'
    await claimed('unknown again')
    assert.equal((await sendWaiting(world.deps)).cancelled, 1)
    assert.equal(world.server.got.length, 0)
  })

  const faults: readonly (readonly [
    string,
    () => Promise<MailServer | null>,
    'deferred' | 'failed',
    boolean
  ])[] = [
    ['451, greylisting', at('RCPT', 451, '4.7.1 Greylisted'), 'deferred', false],
    ['421 in the middle', at('MAIL', 421, '4.3.2 Shutting down'), 'deferred', false],
    ['454', at('MAIL', 454, '4.7.0 Temporary authentication failure'), 'deferred', false],
    ['452, a full mailbox', at('RCPT', 452, '4.2.2 Mailbox full'), 'deferred', false],
    ['552', at('DATA', 552, '5.3.4 Message too big'), 'failed', false],
    ['550 5.7.1, a policy', at('DATA', 550, '5.7.1 Sender blocked'), 'deferred', false],
    ['a greeting of 421', at('GREETING', 421, '4.3.2 Too busy'), 'deferred', true],
    [
      'TLS that fails',
      async () => ({ ...world.server, url: world.server.url.replace('smtp:', 'smtps:') }),
      'deferred',
      true
    ],
    ['a wrong password', strictServer, 'deferred', true]
  ]
  for (const [name, prepare, state, stops] of faults)
    it(`is ${state} by ${name}${stops ? ', which ends the run' : ''}; the address stays good, and what was deferred goes out later`, async () => {
      const ids = [await claimed(`${name} 1`), await claimed(`${name} 2`)]
      const other = await prepare()
      // A session that was open before would not be greeted again.
      const transport = openSmtp((other ?? world.server).url, times)
      const { stoppedBecause, failed, deferred } = await sendWaiting({ ...world.deps, transport })
      assert.equal(stoppedBecause !== null, stops, String(stoppedBecause))
      assert.ok(!stoppedBecause?.includes('sesame'))
      const states = await Promise.all(ids.map(async id => (await stateOf(id)).state))
      assert.ok(states.includes(state), states.join())
      assert.equal(state === 'failed' ? failed : deferred, states.filter(one => one === state).length)
      assert.deepEqual(await Suppression.find({}).lean(), [])
      world.server.manner = () => 'take'
      later(2)
      assert.equal((await sendWaiting(world.deps)).sent, state === 'failed' ? 0 : 2)
      await transport.close()
      if (other && other.port !== world.server.port) await other.close()
    })

  it('stops a run after five refusals for a policy of the mail server, and loses nothing', async () => {
    for (let count = 0; count < 20; count += 1) await claimed(`policy ${count}`)
    world.server.manner = () => ({ at: 'DATA', code: 550, text: '5.7.1 Sender blocked' })
    const { deferred, failed, stoppedBecause } = await sendWaiting(world.deps)
    assert.match(stoppedBecause ?? '', /5\.7\.1/)
    assert.equal(failed, 0)
    // Mails under way in other lanes when the fifth was refused may be refused as well.
    assert.ok(deferred >= 5 && deferred < 13, `${deferred} tried`)
    assert.equal((await Delivery.waiting()).count, 20)
  })

  it('is not sent when its time is over, and a reminder is owed again', async () => {
    const over = new Date(world.clock.now().getTime() - 1)
    const digest = await claimed('digest of an old backup', { kind: 'digest', graceUntil: over })
    await claimed('reminder', { graceUntil: over })
    assert.equal((await sendWaiting(world.deps)).cancelled, 2)
    assert.equal(world.server.got.length, 0)
    assert.equal((await stateOf(digest)).state, 'cancelled')
    assert.ok(await claimed('reminder'))
    await assert.rejects(claimed('digest of an old backup'))
  })

  it('is taken over from a worker that vanished, when its lease ends and not before', async () => {
    const id = await claimed('lease')
    const gone = await Delivery.takeNext('gone', world.clock.now(), term)
    assert.ok(gone?._id.equals(id))
    assert.equal((await sendWaiting(world.deps)).sent, 0)
    const over = new Date((await world.deps.storeNow()).getTime() - LEASE_MS)
    await Delivery.updateOne({ _id: id }, { $set: { leasedAt: over } })
    assert.equal((await sendWaiting(world.deps)).sent, 1)
    const held = { id, by: 'gone' }
    assert.equal(await Delivery.fail(held, world.clock.now(), 'late'), false)
    assert.equal((await stateOf(id)).state, 'sent')
  })

  it('is not leased twice by workers whose clocks are an hour apart', async () => {
    const count = 24
    for (let number = 0; number < count; number += 1) await claimed(`skew ${number}`)
    const behind = world.worker()
    const ahead = { ...world.worker(), clock: settableClock('2026-11-20T13:00') }
    // The first mails are under way, and stay so until the other worker has looked for what it may take.
    let [begun, letGo] = [0, () => {}]
    const gate = new Promise<void>(resolve => {
      letGo = resolve
    })
    const isUnderWay = new Promise<void>(resolve => {
      world.server.beforeData = () => {
        begun += 1
        if (begun === 8) resolve()
        return begun <= 8 ? gate : Promise.resolve()
      }
    })
    const first = sendWaiting(behind)
    await isUnderWay
    const second = await sendWaiting(ahead)
    letGo()
    assert.equal((await first).sent, 8)
    assert.equal(second.sent, count - 8)
    assert.equal(world.server.got.length, count)
  })

  it('that a process with a clock an hour ahead claimed leaves at once all the same', async () => {
    const composedAt = new Date(world.clock.now().getTime() + 3_600_000)
    await claimed('from ahead', { composedAt })
    assert.equal((await sendWaiting(world.deps)).sent, 1)
  })

  it('is given back by a worker that stops', async () => {
    const id = await claimed('stop')
    await Delivery.takeNext('stopping', world.clock.now(), term)
    assert.equal(await Delivery.releaseLeases('stopping'), 1)
    const { state, attempts, answer } = await stateOf(id)
    assert.deepEqual({ state, attempts, answer }, { state: 'queued', attempts: 0, answer: null })
    assert.equal((await sendWaiting(world.deps)).sent, 1)
  })

  it('that a run took without being told so, its store gone meanwhile, leaves at the next run of its worker', async () => {
    await claimed('untold')
    await Delivery.takeNext(world.deps.worker, world.clock.now(), term)
    assert.equal((await sendWaiting(world.deps)).sent, 0)
    const send = schedule.find(({ name }) => name === 'send')
    await send?.run({ ...world.deps, signal: new AbortController().signal })
    assert.equal(world.server.got.length, 1)
  })

  it('is not sent when it is stopped while the mail server already has its envelope', async () => {
    const subscriptionId = new Types.ObjectId()
    const id = await claimed('too late')
    await Delivery.updateOne({ _id: id }, { $set: { subscriptionId: null } })
    world.server.beforeData = async () => {
      await Delivery.updateOne({ _id: id }, { $set: { subscriptionId } })
      await Delivery.cancelFor({ subscriptionId }, world.clock.now(), 'The reader left.')
    }
    assert.equal((await sendWaiting(world.deps)).cancelled, 1)
    assert.deepEqual(world.server.rcpts, ['editor@example.org'])
    assert.equal(world.server.got.length, 0)
    assert.equal((await stateOf(id)).state, 'cancelled')
  })

  it('is claimed once, however many try', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => claimed('one of twenty')))
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  it('reaches everybody once when three workers share it', async () => {
    const count = 90
    for (let number = 0; number < count; number += 1)
      await claimed(`many ${number}`, { to: { name: '', address: `reader${number}@example.org` } })
    const started = performance.now()
    const tallies = await Promise.all([1, 2, 3].map(() => sendWaiting(world.worker())))
    const ms = Math.round(performance.now() - started)
    assert.equal(
      tallies.reduce((sum, { sent }) => sum + sent, 0),
      count
    )
    const ids = new Set(await Promise.all(world.server.got.map(async got => (await got.parsed()).messageId)))
    assert.equal(world.server.got.length, count)
    assert.equal(ids.size, count)
    console.log(`      ${count} mails by three workers: ${ms} ms, each delivered once`)
  })

  it('all arrives or waits, with one Message-ID each, when a fifth of the sessions drop after DATA', async () => {
    const count = 30
    for (let number = 0; number < count; number += 1) await claimed(`fifth ${number}`)
    world.server.manner = (_to, tries) => (tries % 5 === 0 ? 'drop after DATA' : 'take')
    for (let runs = 0; runs < 12 && (await Delivery.waiting()).count > 0; runs += 1) {
      await sendWaiting(world.deps)
      later(400)
    }
    const states = (await Delivery.find({}).lean<DeliveryRecord[]>()).map(({ state }) => state)
    const ids = new Set(await Promise.all(world.server.got.map(async got => (await got.parsed()).messageId)))
    assert.deepEqual([...new Set(states)], ['sent'])
    assert.equal(ids.size, count)
    console.log(
      `      ${count} mails, a fifth dropped: ${world.server.got.length} copies, ${ids.size} Message-IDs, 0 failed`
    )
  })
})
