import assert from 'node:assert/strict'
import { Types } from 'mongoose'
import { Delivery, type DeliveryRecord } from '../../models/delivery.ts'
import { Subscription } from '../../models/subscription.ts'
import { Suppression } from '../../models/suppression.ts'
import { returnPathOf } from '../../server/mail/bounce-address.ts'
import { takeBounce } from '../../server/mail/bounces.ts'
import { sendWaiting } from '../../server/mail/sending.ts'
import { type MailWorld, openMailWorld } from '../jobs/mail-world.ts'
import { bounce, complaint, report } from '../mail/bounce-reports.ts'
import { forms, tallyOf } from '../support/attack.ts'

describe('a message that somebody makes up and sends to the bounce mailbox', () => {
  const tally = tallyOf('Forged inbound mail and mail loops', 'messages')
  let world: MailWorld
  let delivery: DeliveryRecord

  before(async () => {
    world = await openMailWorld('2026-11-20T12:00', { MAIL_BOUNCES_TO: 'bounces@example.org' })
    const at = world.clock.now()
    const { _id } = await Subscription.create({
      address: 'reader@example.org',
      speed: 'weekly',
      state: 'confirmed',
      askedAt: at,
      confirmedAt: at,
      coveredUntil: at
    })
    const made = await Delivery.claim({
      keys: ['first'],
      kind: 'digest',
      to: { name: '', address: 'reader@example.org' },
      subject: 'First',
      raw: Buffer.from('Subject: x\r\n\r\nx\r\n'),
      messageId: '<first@example.org>',
      slotAt: at,
      graceUntil: null,
      composedAt: at,
      subscriptionId: _id
    })
    assert.ok(made)
    delivery = made
  })
  after(async () => {
    tally.say()
    await world.close()
  })

  const take = (raw: Buffer | string) => takeBounce(Buffer.from(raw), world.deps.site, world.clock.now())
  const signed = () => returnPathOf(world.deps.site, String(delivery._id))
  const isUntouched = async () => {
    assert.equal(await Suppression.countDocuments({}), 0)
    assert.equal(await Subscription.countDocuments({ state: 'confirmed' }), 1)
    assert.equal(await Delivery.countDocuments({}), 1)
    assert.equal((await Delivery.findById(delivery._id).orFail().lean()).state, 'queued')
  }

  it('stops no mail where its signature is another, by any letter of it', async () => {
    const [before = '', signature = '', host = ''] = signed().split(/-(?=[0-9a-f]{16}@)|(?=@)/)
    const others = [...Array(forms(6, 16)).keys()].map(
      at => `${signature.slice(0, at)}${signature[at] === '0' ? '1' : '0'}${signature.slice(at + 1)}`
    )
    for (const other of [
      ...others,
      '',
      '0'.repeat(16),
      signature.toUpperCase().replace(/^\d+$/, 'X'),
      signature.slice(1)
    ])
      assert.equal(await take(bounce(`${before}-${other}${host}`, '5.1.1')), 'not ours', other)
    tally.add(others.length + 4)
    await isUntouched()
  })

  it('stops no mail where it names a mail that is not ours, or none', async () => {
    const [id, other] = [String(delivery._id), String(new Types.ObjectId())]
    const foreign = returnPathOf(world.deps.site, other)
    const forged: (Buffer | string)[] = [
      bounce(foreign, '5.1.1'),
      bounce(signed().replace(id, other), '5.1.1'),
      bounce('bounces@example.org', '5.1.1', 'Message-ID: <other@example.org>'),
      bounce('bounces@example.org', '5.1.1', 'X-Message-ID: <first@example.org>'),
      bounce('bounces@example.org', '5.1.1', 'Message-ID: {"$ne":null}'),
      bounce('bounces@example.org', '5.1.1', 'Message-ID: <$ne>'),
      complaint('bounces@example.org', '<other@example.org>'),
      bounce('reader@example.org', '5.1.1'),
      report(signed(), 'text/plain', 'Status: 5.1.1'),
      report(signed(), 'message/delivery-status', 'Status: 9.1.1'),
      report(signed(), 'message/delivery-status', 'Diagnostic-Code: smtp; Status: 5.1.1'),
      `To: ${signed()}\r\nSubject: Status: 5.1.1\r\n\r\nStatus: 5.1.1\r\n`,
      `From: reader@example.org\r\nTo: ${signed()}\r\nSubject: stop\r\n\r\nPlease stop.\r\n`,
      '',
      '\r\n\r\n',
      '\u0000\u0001'.repeat(2000),
      `Content-Type: multipart/report; boundary="b"\r\n\r\n${'--b\r\n'.repeat(3000)}`,
      `Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n${'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'.repeat(200)}`
    ]
    for (const [at, raw] of forged.entries()) assert.equal(await take(raw), 'not ours', `message ${at}`)
    tally.add(forged.length)
    await isUntouched()
  })

  it('is answered by nothing, so that two programs never write to each other: no loop', async () => {
    const automatic = [
      'Auto-Submitted: auto-replied\r\nSubject: I am away',
      'Return-Path: <>\r\nSubject: Undeliverable',
      'Precedence: bulk\r\nX-Autoreply: yes\r\nSubject: Ticket 17 was opened',
      'X-Loop: bounces@example.org\r\nSubject: Fwd: First',
      'List-Id: <digest.reply-due.example.org>\r\nAuto-Submitted: auto-generated\r\nSubject: Your digest'
    ]
    const [before, times] = [await Delivery.countDocuments({}), forms(5, 200)]
    for (let turn = 0; turn < times; turn += 1)
      for (const head of automatic)
        assert.equal(
          await take(
            `From: robot@example.org\r\nTo: ${signed()}\r\nReply-To: bounces@example.org\r\n${head}\r\n\r\nHello.\r\n`
          ),
          'not ours'
        )
    tally.add(times * automatic.length)
    assert.equal(await Delivery.countDocuments({}), before)
    await isUntouched()
    assert.equal((await sendWaiting(world.deps)).sent, 1, 'the one that waited')
    assert.equal(world.server.got.length, 1)
    const sent = await world.server.got[0]?.parsed()
    assert.equal(world.server.got[0]?.from, signed())
    assert.equal(sent?.subject, 'x')
  })
})
