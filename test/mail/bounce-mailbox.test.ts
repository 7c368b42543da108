import assert from 'node:assert/strict'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { BounceMailbox, type BounceMailboxRecord } from '../../models/bounce-mailbox.ts'
import { Delivery, type DeliveryRecord } from '../../models/delivery.ts'
import { Suppression } from '../../models/suppression.ts'
import { returnPathOf } from '../../server/mail/bounce-address.ts'
import { type BounceTally, readBounceMailbox } from '../../server/mail/bounce-mailbox.ts'
import { type ImapTimes, MailboxFailure, mailboxPlace } from '../../server/mail/imap.ts'
import { type MailWorld, openMailWorld } from '../jobs/mail-world.ts'
import { bounce, complaint } from './bounce-reports.ts'
import { type Dovecot, startDovecot } from './dovecot.ts'

const nothing = { suppressed: 0, complaint: 0, delayed: 0, 'not ours': 0 }

describe('the mailbox that bounces come to', () => {
  let world: MailWorld

  before(async () => {
    world = await openMailWorld('2026-11-20T12:00', { MAIL_BOUNCES_TO: 'bounces@example.org' })
  })
  after(() => world.close())
  beforeEach(async () => {
    await world.forgetMail()
    await Suppression.deleteMany({})
    await BounceMailbox.deleteMany({})
  })

  const read = (url: string, more: { times?: ImapTimes; storeNow?: () => Promise<Date> } = {}) =>
    readBounceMailbox({
      ...world.worker(),
      place: mailboxPlace(url),
      signal: new AbortController().signal,
      ...more
    })
  /** A digest that was sent to a reader; its number is in the address. */
  const sentTo = async (number: number): Promise<DeliveryRecord> => {
    const at = world.clock.now()
    const made = await Delivery.claim({
      keys: [`mail ${number}`],
      kind: 'digest',
      to: { name: '', address: `reader${number}@example.org` },
      subject: 'A digest',
      raw: Buffer.from('Subject: A digest\r\n\r\nx\r\n'),
      messageId: `<${number}@example.org>`,
      slotAt: at,
      graceUntil: null,
      composedAt: at
    })
    assert.ok(made)
    return made
  }
  const addressOf = ({ _id }: DeliveryRecord) => returnPathOf(world.deps.site, String(_id))
  const suppressed = async () =>
    (await Suppression.find({}).lean<{ address: string }[]>()).map(({ address }) => address).sort()

  describe('on a real IMAP server', () => {
    let dovecot: Dovecot

    before(async function () {
      dovecot = await startDovecot(this)
    })
    after(() => dovecot?.close())
    beforeEach(() => dovecot.empty())

    it('is read once: reports of ours are recorded and marked as seen, all else is left for a person', async () => {
      const [gone, full, angry] = [await sentTo(1), await sentTo(2), await sentTo(3)]
      await dovecot.deliver(bounce(addressOf(gone), '5.1.1'))
      await dovecot.deliver(bounce(addressOf(full), '4.2.2'))
      await dovecot.deliver(complaint('bounces@example.org', angry.messageId))
      await dovecot.deliver(bounce(addressOf(full).replace(/-[0-9a-f]{16}@/, '-0123456789abcdef@'), '5.1.1'))
      await dovecot.deliver(
        Buffer.from('From: reader2@example.org\r\nSubject: Thank you\r\n\r\nGood work.\r\n')
      )
      await dovecot.deliver(Buffer.from([0, 255, 13, 10, 0]))
      assert.deepEqual(await read(dovecot.url()), { suppressed: 1, complaint: 1, delayed: 1, 'not ours': 3 })
      assert.deepEqual(await suppressed(), ['reader1@example.org', 'reader3@example.org'])
      assert.deepEqual(await dovecot.count(), { all: 6, seen: 3 })
      assert.deepEqual(await read(dovecot.url()), nothing)
      await dovecot.deliver(bounce(addressOf(full), '5.2.1'))
      assert.deepEqual(await read(dovecot.url()), { ...nothing, suppressed: 1 })
      // Three mails wait, whose addresses are not written to any more; nobody who wrote to the mailbox is answered.
      assert.deepEqual(world.server.rcpts, [])
    })

    it('is read by one worker at a time, and by another when the first is gone', async () => {
      await dovecot.deliver(bounce(addressOf(await sentTo(1)), '5.1.1'))
      const tallies = await Promise.all([1, 2, 3].map(() => read(dovecot.url())))
      const done = tallies.filter(tally => tally !== null)
      assert.equal(
        done.reduce((sum, tally) => sum + tally.suppressed, 0),
        1
      )
      const id = mailboxPlace(dovecot.url()).name
      await BounceMailbox.take({ id, by: 'gone' }, await world.deps.storeNow(), 60_000)
      assert.equal(await read(dovecot.url()), null)
      const later = async () => new Date((await world.deps.storeNow()).getTime() + 60_000)
      assert.deepEqual(await read(dovecot.url(), { storeNow: later }), nothing)
    })

    it('is read again from its beginning when its messages were numbered anew, and records nothing twice', async () => {
      const gone = await sentTo(1)
      await dovecot.deliver(bounce(addressOf(gone), '5.1.1'))
      await read(dovecot.url())
      const before = await Suppression.find({}).lean()
      await dovecot.renumber()
      assert.equal((await read(dovecot.url()))?.suppressed, 1)
      assert.deepEqual(await Suppression.find({}).lean(), before)
    })

    it('is read as far as a report goes, however much it gives back of the message', async () => {
      const gone = await sentTo(1)
      await dovecot.deliver(bounce(addressOf(gone), '5.1.1', `X: ${'y'.repeat(3_000_000)}`))
      assert.equal((await read(dovecot.url()))?.suppressed, 1)
    })

    it('says in one line that the password is refused, without it, and loses nothing', async () => {
      await dovecot.deliver(bounce(addressOf(await sentTo(1)), '5.1.1'))
      await assert.rejects(read(dovecot.url('not the password')), (error: unknown) => {
        assert.ok(error instanceof MailboxFailure)
        assert.equal(error.message, 'bounces at 127.0.0.1, INBOX: the user or the password was refused.')
        return true
      })
      assert.equal((await read(dovecot.url()))?.suppressed, 1)
    })

    it('says in one line that there is no such folder', () =>
      assert.rejects(read(`${dovecot.url()}/Bounces`), /^Error: bounces at 127\.0\.0\.1, Bounces: /))
  })

  describe('on a server that', () => {
    const times: ImapTimes = { connect: 400, silence: 400, whole: 1200 }
    const text = 'Subject: x\r\n\r\nx\r\n'
    let server: Server
    let fetches: number

    /** Says what every IMAP server says until it is asked for a message; `answer` says what comes then. */
    const startOdd = async (
      answer: (uid: number, say: (line: string) => void, tag: string, hangUp: () => void) => void,
      { greeting = '* OK [CAPABILITY IMAP4rev1] odd', uids = '1 2' } = {}
    ): Promise<string> => {
      fetches = 0
      server = createServer(socket => {
        const say = (line: string) => void socket.write(line)
        socket.on('error', () => {})
        if (greeting) say(`${greeting}\r\n`)
        socket.on('data', chunk => {
          for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
            const [tag = '', ...words] = line.split(' ')
            const command = words.join(' ').toUpperCase()
            if (command.startsWith('UID FETCH')) {
              fetches += 1
              answer(Number(words[2]), say, tag, () => socket.destroy())
              continue
            }
            if (command.startsWith('CAPABILITY')) say('* CAPABILITY IMAP4rev1\r\n')
            if (command.startsWith('LIST')) say('* LIST () "/" INBOX\r\n')
            if (command.startsWith('SELECT'))
              say('* 2 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 3] x\r\n')
            if (command.startsWith('UID SEARCH')) say(`* SEARCH ${uids}\r\n`)
            say(`${tag} OK done\r\n`)
          }
        })
      })
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
      return `imap://bounces:secret@127.0.0.1:${(server.address() as AddressInfo).port}`
    }
    afterEach(() => {
      server.close()
    })

    const failing = async (url: string): Promise<string> => {
      const started = performance.now()
      try {
        await read(url, { times })
      } catch (error) {
        assert.ok(error instanceof MailboxFailure, String(error))
        assert.ok(performance.now() - started < 15_000)
        assert.ok(!error.message.includes('secret'))
        return error.message
      }
      throw new assert.AssertionError({ message: 'The mailbox was read.' })
    }
    const lastUid = async () => (await BounceMailbox.findOne({}).orFail().lean<{ lastUid: number }>()).lastUid
    const fetched = (uid: number, tag: string) =>
      `* 1 FETCH (UID ${uid} BODY[]<0> {${text.length}}\r\n${text})\r\n${tag} OK done\r\n`

    it('behaves is read', async () => {
      const url = await startOdd((uid, say, tag) => say(fetched(uid, tag)))
      assert.deepEqual(await read(url, { times }), { ...nothing, 'not ours': 2 })
      assert.equal(await lastUid(), 2)
    })

    it('never greets: bounded', async () => {
      await failing(await startOdd(() => {}, { greeting: '' }))
    })

    it('speaks another protocol: bounded', async () => {
      await failing(await startOdd(() => {}, { greeting: '220 mail.example.org ESMTP' }))
    })

    it('never gives the message that was asked for: bounded', async () => {
      await failing(await startOdd(() => {}))
      assert.equal(await lastUid(), 0)
    })

    it('drips a message byte by byte: bounded by the time for all of it', async () => {
      const timers: NodeJS.Timeout[] = []
      const url = await startOdd((uid, say) => {
        say(`* 1 FETCH (UID ${uid} BODY[]<0> {5000}\r\n`)
        timers.push(setInterval(() => say('x'), 50))
      })
      assert.match(await failing(url), /took longer than 1\.2 seconds/)
      for (const timer of timers) clearInterval(timer)
    })

    it('hangs up in the middle of a message: what was recorded before stays, the rest comes next time', async () => {
      let isWell = false
      const url = await startOdd((uid, say, tag, hangUp) => {
        if (uid === 1 || isWell) return say(fetched(uid, tag))
        say(`* 1 FETCH (UID ${uid} BODY[]<0> {5000}\r\nSubject: h`)
        hangUp()
      })
      await failing(url)
      assert.equal(await lastUid(), 1)
      isWell = true
      assert.deepEqual(await read(url, { times }), { ...nothing, 'not ours': 1 })
    })

    it('announces a message of 90 gigabytes: it is passed over, and not waited for', async () => {
      const url = await startOdd((uid, say, tag) =>
        say(uid === 1 ? `* 1 FETCH (UID ${uid} BODY[]<0> {96636764160}\r\nx` : fetched(uid, tag))
      )
      await failing(url)
      assert.equal(await lastUid(), 1)
      assert.deepEqual(await read(url, { times }), { ...nothing, 'not ours': 1 })
    })

    it('gives another message than was asked for: nothing is believed of it', async () => {
      const gone = await sentTo(1)
      const forged = bounce(addressOf(gone), '5.1.1').toString()
      const url = await startOdd((uid, say, tag) =>
        say(`* 1 FETCH (UID ${uid + 40} BODY[]<0> {${forged.length}}\r\n${forged})\r\n${tag} OK done\r\n`)
      )
      assert.deepEqual(await read(url, { times }), { ...nothing, 'not ours': 2 })
      assert.deepEqual(await suppressed(), [])
    })

    it('lists numbers that are none, the same ones twice and very many: a bounded part is read', async () => {
      const uids = `0 2 2 1 ${Array.from({ length: 20_000 }, (_, i) => 10 + i).join(' ')}`
      const url = await startOdd((uid, say, tag) => say(fetched(uid, tag)), { uids })
      const stopping = new AbortController()
      const tally: BounceTally = await readBounceMailbox({
        ...world.worker(),
        place: mailboxPlace(url),
        times: { ...times, whole: 20_000 },
        mostMessages: 20,
        signal: stopping.signal
      })
      assert.deepEqual(tally, { ...nothing, 'not ours': 20 })
      assert.equal(fetches, 20)
      assert.equal(await lastUid(), 27)
    })

    it('never gives the message: a worker that is asked to stop leaves at once, and gives back its lease', async () => {
      const stopping = new AbortController()
      const url = await startOdd(() => stopping.abort())
      const place = mailboxPlace(url)
      const deps = { ...world.worker(), place, signal: stopping.signal }
      assert.equal(await readBounceMailbox(deps), null)
      assert.equal((await BounceMailbox.findOne({}).orFail().lean<BounceMailboxRecord>()).lease, null)
      assert.equal(await readBounceMailbox(deps), null)
      assert.equal(await lastUid(), 0)
    })

    it('is no server at all: one line', async () => {
      const url = await startOdd(() => {})
      await new Promise<void>(resolve => void server.close(() => resolve()))
      assert.match(await failing(url), /^bounces at 127\.0\.0\.1, INBOX: .*ECONNREFUSED/)
    })
  })

  it('gets the password over TLS alone, but for a server on this machine', () => {
    const of = (url: string) => {
      const { isSecure, mustUpgrade, port } = mailboxPlace(url)
      return { isSecure, mustUpgrade, port }
    }
    assert.deepEqual(of('imaps://a:b@mail.example.org'), { isSecure: true, mustUpgrade: false, port: 993 })
    assert.deepEqual(of('imap://a:b@mail.example.org'), { isSecure: false, mustUpgrade: true, port: 143 })
    assert.deepEqual(of('imap://a:b@localhost:1143'), { isSecure: false, mustUpgrade: false, port: 1143 })
    const { user, password, folder, name } = mailboxPlace(
      'imaps://a%40b.org:p%2Fw@mail.example.org/Sub/Bounces'
    )
    assert.deepEqual({ user, password, folder }, { user: 'a@b.org', password: 'p/w', folder: 'Sub/Bounces' })
    assert.equal(name, 'a@b.org at mail.example.org, Sub/Bounces')
  })
})
