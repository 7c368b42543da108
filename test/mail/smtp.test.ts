import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { openSmtp } from '../../server/mail/smtp.ts'
import { Failure } from '../../server/mail/smtp-failure.ts'
import { type MailServer, type Manner, mailServer } from './mail-server.ts'

const times = { connect: 500, silence: 500, message: 1500 }
const parcel = {
  from: 'reply-due@example.org',
  to: 'editor@example.org',
  raw: Buffer.from('Message-ID: <1@example.org>\r\n\r\nHello.\r\n'),
  name: 'hello'
}
const wanted = async () => true

describe('a session with a mail server', () => {
  let server: MailServer

  beforeEach(async () => {
    server = await mailServer()
  })
  afterEach(() => server.close())

  const failureOf = async (url = server.url): Promise<Failure> => {
    const transport = openSmtp(url, times)
    try {
      await transport.send(parcel, wanted)
    } catch (error) {
      assert.ok(error instanceof Failure, String(error))
      return error
    } finally {
      await transport.close()
    }
    throw new assert.AssertionError({ message: 'The mail was taken.' })
  }

  it('hands over each message once, to one recipient, and keeps the session for the next', async () => {
    const transport = openSmtp(server.url, times)
    for (let count = 0; count < 3; count += 1)
      assert.equal((await transport.send(parcel, wanted)).kind, 'taken')
    await transport.close()
    assert.deepEqual(
      server.got.map(({ to }) => to),
      [['editor@example.org'], ['editor@example.org'], ['editor@example.org']]
    )
    assert.equal(server.got[0]?.raw, parcel.raw.toString())
    assert.equal(server.sessions, 1)
  })

  const answers: readonly (readonly [string, Manner, Failure['outcome'], boolean])[] = [
    ['greylisting', { at: 'RCPT', code: 451, text: '4.7.1 Greylisted, try again later' }, 'defer', false],
    ['421 in the middle', { at: 'MAIL', code: 421, text: '4.3.2 Shutting down' }, 'defer', false],
    ['421 as a greeting', { at: 'GREETING', code: 421, text: '4.3.2 Too busy' }, 'server', false],
    ['454', { at: 'MAIL', code: 454, text: '4.7.0 Temporary failure' }, 'defer', false],
    ['a full mailbox', { at: 'RCPT', code: 452, text: '4.2.2 Mailbox full' }, 'defer', false],
    ['552', { at: 'DATA', code: 552, text: '5.3.4 Message too big' }, 'refuse', false],
    ['an unknown mailbox', { at: 'RCPT', code: 550, text: '5.1.1 No such user' }, 'refuse', true],
    ['a disabled mailbox', { at: 'RCPT', code: 550, text: '5.2.1 Disabled' }, 'refuse', true],
    ['550 without more', { at: 'RCPT', code: 550, text: 'No such user here' }, 'refuse', true],
    ['content refused', { at: 'DATA', code: 554, text: '5.6.0 Bad content' }, 'refuse', false],
    ['a policy', { at: 'DATA', code: 550, text: '5.7.26 Unauthenticated mail' }, 'policy', false],
    ['signing in wanted', { at: 'MAIL', code: 530, text: '5.7.0 Authentication required' }, 'policy', false],
    ['out of step', { at: 'MAIL', code: 503, text: '5.5.1 Bad sequence' }, 'defer', false],
    ['the line dropped after DATA', 'drop after DATA', 'defer', false]
  ]
  for (const [name, manner, outcome, isBadAddress] of answers)
    it(`takes ${name} for ${outcome}${isBadAddress ? ', and the address for bad' : ''}`, async () => {
      server.manner = () => manner
      const failure = await failureOf()
      assert.equal(failure.outcome, outcome, failure.message)
      assert.equal(failure.isBadAddress, isBadAddress)
    })

  it('says that the server is away when nothing listens', async () => {
    await server.close()
    assert.equal((await failureOf()).outcome, 'server')
  })

  it('says that the server is away when the password is wrong', async () => {
    const strict = await mailServer({
      disabledCommands: ['STARTTLS'],
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(new Error('Invalid login'))
    })
    const failure = await failureOf(strict.url.replace('//', '//user:wrong@'))
    assert.equal(failure.outcome, 'server')
    assert.ok(!failure.message.includes('wrong'))
    await strict.close()
  })

  it('says that the server is away when TLS fails', async () => {
    const failure = await failureOf(server.url.replace('smtp:', 'smtps:'))
    assert.equal(failure.outcome, 'server')
  })

  describe('with a server that', () => {
    let odd: Server
    const startOdd = async (
      hears: (text: string, say: (text: string) => void) => void,
      greeting = '220 odd\r\n'
    ) => {
      odd = createServer(socket => {
        socket.on('error', () => {})
        socket.write(greeting)
        socket.on('data', chunk => hears(chunk.toString(), text => void socket.write(text)))
      })
      await new Promise<void>(resolve => odd.listen(0, '127.0.0.1', resolve))
      return `smtp://127.0.0.1:${(odd.address() as AddressInfo).port}`
    }
    afterEach(() => new Promise<void>(resolve => void odd.close(() => resolve())))

    it('never greets: bounded', async () => {
      const started = performance.now()
      const failure = await failureOf(await startOdd(() => {}, ''))
      assert.equal(failure.outcome, 'server')
      assert.ok(performance.now() - started < 15_000)
    })

    it('drips its answer to the text byte by byte: bounded', async () => {
      const timers: NodeJS.Timeout[] = []
      const url = await startOdd((text, say) => {
        if (text.startsWith('DATA')) say('354 go on\r\n')
        else if (/^(EHLO|MAIL|RCPT)/.test(text)) say('250 ok\r\n')
        else timers.push(setInterval(() => say('2'), 50))
      })
      const started = performance.now()
      const failure = await failureOf(url)
      for (const timer of timers) clearInterval(timer)
      assert.equal(failure.outcome, 'defer')
      assert.ok(performance.now() - started < 15_000)
    })

    const talking = (atEnd: string) => (text: string, say: (text: string) => void) => {
      if (text.startsWith('DATA')) say('354 go on\r\n')
      else if (/^(EHLO|MAIL|RCPT)/.test(text)) say('250 ok\r\n')
      else if (text.endsWith('\r\n.\r\n')) say(atEnd)
    }

    it('says much, with signs that steer a terminal: one short plain line is kept of it', async () => {
      const url = await startOdd(talking(`250 taken \u001b[31m\u0000${'x'.repeat(5000)}\r\n`))
      const transport = openSmtp(url, times)
      const handed = await transport.send(parcel, wanted)
      await transport.close()
      assert.match(handed.kind === 'taken' ? handed.answer : '', /^250 taken \[31m x{480,490}…$/)
    })

    it('never ends its answer: the message waits for the next try', async () => {
      const failure = await failureOf(await startOdd(talking('250-more\r\n'.repeat(500_000))))
      assert.equal(failure.outcome, 'defer')
    })

    it('speaks another language: bounded', async () => {
      const failure = await failureOf(await startOdd(() => {}, 'HTTP/1.1 200 OK\r\n\r\n'))
      assert.equal(failure.outcome, 'server')
    })
  })

  it('breaks off before the text when the mail is not wanted any more once the server is ready for it', async () => {
    const transport = openSmtp(server.url, times)
    const handed = await transport.send(parcel, async () => false)
    await transport.close()
    assert.equal(handed.kind, 'unwanted')
    assert.deepEqual(server.got, [])
  })
})
