import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { BadSetting, readConfig } from '../../server/config.ts'
import { dbOf } from '../../server/database.ts'
import { writeDump } from '../../server/dump/write.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { jobDeps } from '../../server/jobs/index.ts'
import { lineForPeople } from '../../server/log-line.ts'
import { readBounceMailbox } from '../../server/mail/bounce-mailbox.ts'
import { sendWaiting } from '../../server/mail/sending.ts'
import { stopPath } from '../../server/mail/stop-link.ts'
import { forms, patience, tallyOf } from '../support/attack.ts'
import { askForLink, everyMail } from '../support/every-mail.ts'
import { browserless, tokenIn } from '../support/people.ts'
import { sessionCookieOf, trySignIn } from '../support/sign-in-form.ts'
import { openWorld, PASSWORD, type World } from '../support/world.ts'

const metricsToken = 'planted-metrics-token-1'
const smtpPassword = 'planted-smtp-password-2'
const imapPassword = 'planted-imap-password-3'
const wrongPassword = 'planted-wrong-password-4'
const newPassword = 'planted harbour 82 lantern'

describe('what is written down', function () {
  this.timeout(patience)
  let world: World
  let folder: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reply-due-secrets-'))
    world = await openWorld({ now: '2026-11-20T12:00', env: { METRICS_TOKEN: metricsToken } })
    await loadExamples(world.clock.now())
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true, force: true })
  })

  describe('holds none of twelve planted secrets', () => {
    const tally = tallyOf('Planted secrets', 'places looked at for twelve secrets')
    const secrets = new Map<string, string>()
    const places = new Map<string, string>()
    /** These mails bring their reader a link, which is what they are for. */
    const meantFor: Readonly<Record<string, readonly string[]>> = {}

    before(async () => {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
      const keyFile = join(folder, 'dkim.pem')
      await writeFile(keyFile, key)
      const config = { ...world.config, DKIM_KEY_FILE: keyFile }
      secrets.set('the session secret', world.secrets.session)
      secrets.set('the link secret', world.secrets.links)
      secrets.set('the metrics token', metricsToken)
      secrets.set('the mail server’s password', smtpPassword)
      secrets.set('the bounce mailbox’s password', imapPassword)
      secrets.set('the DKIM key', key.split('\n')[3] ?? '')
      secrets.set('a right password', PASSWORD)
      secrets.set('a wrong password', wrongPassword)
      secrets.set('a new password', newPassword)

      const pages: string[] = []
      const noted = <T extends { text: string; headers: Record<string, string> }>(answer: T): T => {
        const { 'set-cookie': _cookie, ...headers } = answer.headers
        pages.push(answer.text, JSON.stringify(headers))
        return answer
      }
      const person = await world.signedInAs('site-admin')
      const visitor = browserless(world.server)
      const form = noted(await visitor.get('/sign-in'))
      const fields = { _csrf: tokenIn(form), email: person.user.email, password: PASSWORD }
      const signedIn = noted(await visitor.post('/sign-in', fields))
      secrets.set(
        'a session’s cookie',
        decodeURIComponent(sessionCookieOf(signedIn)).slice(2).split('.')[0] ?? ''
      )
      noted(await trySignIn(world, { email: person.user.email, password: wrongPassword }))
      noted(await trySignIn(world, { email: 'nobody@example.org', password: wrongPassword }))
      noted(await person.post('/account/password', { current: wrongPassword, password: newPassword }))
      noted(await person.post('/account/email', { email: 'x', proof: wrongPassword }))
      noted(await person.post('/account/password', { current: PASSWORD, password: newPassword }))

      const made = await person.post('/people', {
        name: 'The newcomer',
        email: 'newcomer@example.org',
        role: 'reader',
        desk: String(person.user.desks[0])
      })
      const setUp = /\/set-up\/([\w-]{43})/.exec(made.text)?.[1] ?? ''
      secrets.set('a set-up link', setUp)
      noted(await world.visitor().get(`/set-up/${setUp}x`))
      await world.visitor().get(`/set-up/${setUp}`)
      noted(await world.visitor().post(`/set-up/${setUp}`, { password: newPassword }))
      noted(await world.visitor().get(`/nowhere/${setUp}?token=${setUp}`))
      const stop = stopPath(world.secrets, { what: 'digest', id: String(person.user._id) })
      secrets.set('the signature of a mail’s link', stop.split('/').at(-1) ?? '')
      noted(await world.visitor().post(`${stop}x`))
      noted(await world.visitor().get('/letters/%E0%A4%A'))
      noted(
        await world
          .visitor()
          .get('/letters')
          .set('Cookie', `session=${'x'.repeat(50)}`)
      )
      noted(await world.visitor().get('/audit'))
      noted(await person.get('/audit'))
      noted(await person.get('/account'))
      noted(await person.get('/people'))
      noted(await person.get('/mail'))

      await askForLink(visitor, 'newcomer@example.org')
      const mails = (await everyMail({ ...world, config }, 'newcomer@example.org')).map(({ raw }) =>
        raw.toString()
      )
      // A mail server and a mailbox that refuse the password: what they say goes into the log.
      await askForLink(browserless(world.server), person.user.email)
      const refusing = jobDeps({
        ...world,
        config: { ...config, SMTP_URL: world.smtp.url.replace('//', `//user:${smtpPassword}@`) }
      })
      await sendWaiting(refusing)
      await refusing.transport.close()
      const gone = jobDeps({
        ...world,
        config: { ...config, SMTP_URL: `smtp://user:${smtpPassword}@127.0.0.1:1` }
      })
      await sendWaiting(gone)
      await gone.transport.close()
      const bad = `imap://user:${imapPassword}@127.0.0.1:1`
      const mailbox = readConfig({ ...baseEnv(world), MAIL_BOUNCES_URL: bad })
      const { bounceMailbox: place, ...deps } = jobDeps({ ...world, config: mailbox })
      assert.ok(place)
      const signal = new AbortController().signal
      const failure: unknown = await readBounceMailbox({ ...deps, signal, place }).catch(error => error)
      assert.ok(failure instanceof Error)
      world.log.error({ err: failure }, 'the bounce mailbox could not be read')
      await deps.transport.close()

      const figures = await world.visitor().get('/metrics').set('Authorization', `Bearer ${metricsToken}`)
      noted(await world.visitor().get(`/metrics?token=${metricsToken}x`))
      await writeDump(dbOf(world.database.connection), join(folder, 'dump'), world.clock.now())
      places.set('the log', world.logged.join(''))
      places.set('the log on a terminal', world.logged.map(lineForPeople).join('\n'))
      places.set('pages and errors', pages.join('\n'))
      places.set('mails', mails.join('\n'))
      places.set(
        'the audit trail',
        JSON.stringify(await world.database.connection.collection('audit').find().toArray())
      )
      places.set('the figures', figures.text)
      places.set('a dump', await textsIn(join(folder, 'dump')))
      places.set('settings that are refused', refusals())
      assert.equal(figures.status, 200)
      assert.equal(secrets.size, 12)
      for (const [name, text] of places) assert.ok(text.length > 100, `${name} was looked at`)
      assert.ok(mails.length >= 3, `${mails.length} mails`)
    })
    after(() => tally.say())

    for (const place of [
      'the log',
      'the log on a terminal',
      'pages and errors',
      'mails',
      'the audit trail',
      'the figures',
      'a dump',
      'settings that are refused'
    ])
      it(`in ${place}`, () => {
        const text = places.get(place) ?? ''
        const found = [...secrets]
          .filter(([name, secret]) => !meantFor[place]?.includes(name) && holds(text, secret))
          .map(([name]) => name)
        tally.add(12, found.length)
        assert.deepEqual(found, [])
      })
  })

  describe('is one line for each thing that happened', () => {
    const tally = tallyOf('Log injection', 'hostile requests')
    after(() => tally.say())

    const hostile = [
      '\r\n{"level":60,"msg":"forged"}',
      '\n{"level":60,"msg":"forged"}\n',
      '"},"level":60,"msg":"forged","x":{"y":"',
      '\u2028{"level":60,"msg":"forged"}',
      '\u001b[2J\u001b[31mforged',
      '\u0007\u0008\u0008\u0008forged',
      '\u009b31mforged',
      '%0d%0aforged',
      '$' + '{jndi:ldap://example.org/x}',
      '\u202egnp.exe'
    ]

    it('whatever an address, a header or a field holds', async () => {
      const before = world.logged.length
      let requests = 0
      for (let turn = 0; turn < forms(1, 20); turn += 1)
        for (const text of hostile) {
          const encoded = encodeURIComponent(text)
          await world.visitor().get(`/letters/${encoded}?q=${encoded}`).set('User-Agent', encoded)
          await world.visitor().post('/subscriptions', { email: text, filter: text, speed: text })
          await world.visitor().get(`/search?q=${encoded}`).set('Referer', `http://x/${encoded}`)
          requests += 3
        }
      for (const text of ['/x\u001b[31m', '/\r\nforged: 1', '/x\u0000']) {
        await rawRequest(
          world,
          `GET ${text} HTTP/1.1\r\nHost: x\r\nX-Request-Id: forged\r\nConnection: close\r\n\r\n`
        )
        requests += 1
      }
      tally.add(requests)
      const lines = world.logged.slice(before)
      assert.ok(lines.length >= requests - 3)
      for (const line of lines) {
        assert.match(line, /^[^\n\r]*\n$/)
        const read: unknown = JSON.parse(line)
        assert.ok(read && typeof read === 'object' && Reflect.get(read, 'msg') !== 'forged')
        assert.notEqual(Reflect.get(read, 'level'), 60)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal obeys them
        assert.doesNotMatch(lineForPeople(line), /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
      }
    })
  })
})

const baseEnv = ({ config }: World): Record<string, string> => ({
  DATA_DIR: config.DATA_DIR,
  BASE_URL: config.BASE_URL,
  MAIL_FROM: config.MAIL_FROM,
  MAIL_BOUNCES_TO: 'bounces@example.org'
})

/** As it is, percent-encoded, in base64, or with the soft line breaks of a mail. */
function holds(text: string, secret: string): boolean {
  const unfolded = text.replace(/=\r?\n/g, '')
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, '')].some(
    form => unfolded.includes(form)
  )
}

/** What the program says of settings that are wrong and hold a secret. */
function refusals(): string {
  const said = [
    { SMTP_URL: `http://user:${smtpPassword}@example.org` },
    { SESSION_SECRET: 'planted short' },
    { METRICS_TOKEN: `${metricsToken} with a blank` },
    { MAIL_BOUNCES_URL: `pop3://user:${imapPassword}@example.org`, MAIL_BOUNCES_TO: 'b@example.org' }
  ].map(env => {
    try {
      readConfig(env)
      return 'nothing'
    } catch (error) {
      assert.ok(error instanceof BadSetting)
      return `${error.message} ${error.stack}`
    }
  })
  assert.ok(!said.includes('nothing'))
  return said.join('\n')
}

async function textsIn(folder: string): Promise<string> {
  const texts: string[] = []
  for (const name of await readdir(folder)) {
    const bytes = await readFile(join(folder, name))
    texts.push(name.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString())
  }
  return texts.join('\n')
}

const rawRequest = (world: World, text: string): Promise<void> =>
  new Promise(resolve => {
    const socket = connect(Number(new URL(world.url).port), '127.0.0.1', () => socket.end(text, 'latin1'))
    socket.on('error', () => {}).on('close', () => resolve())
    socket.resume()
  })
