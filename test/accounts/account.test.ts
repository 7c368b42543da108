import assert from 'node:assert/strict'
import { User } from '../../models/user.ts'
import { browserName } from '../../server/accounts/present.ts'
import { jobDeps } from '../../server/jobs/index.ts'
import { sendWaiting } from '../../server/mail/sending.ts'
import { openWorld, PASSWORD, type World } from '../support/world.ts'

const CHOSEN = 'copper lantern 82 harbour'

describe('a person’s account', () => {
  let world: World

  before(async () => {
    world = await openWorld()
  })
  after(() => world.close())

  const sessionIds = (text: string): string[] =>
    [...text.matchAll(/name="session" value="([^"]+)"/g)]
      .map(([, id = '']) => id)
      .filter(id => id !== 'others')

  it('shows who they are here', async () => {
    const { text } = await (await world.signedInAs('desk-admin', 'chief')).get('/account')
    for (const said of ['The chief', 'chief@example.org', 'Desk admin', 'Example desk'])
      assert.ok(text.includes(said), said)
  })

  it('lists where they are signed in, and ends a session elsewhere', async () => {
    const here = await world.signedInAs('editor', 'mobile')
    const there = await world.signedInAs('editor', 'mobile')
    const ids = sessionIds((await here.get('/account')).text)
    assert.equal(ids.length, 1)
    assert.equal((await here.post('/account/ended-sessions', { session: ids[0] ?? '' })).status, 303)
    assert.equal((await there.get('/account')).status, 303)
    assert.match((await here.get('/account')).text, /Signed out there\./)
  })

  it('changes the password against the old one, and ends every other session', async () => {
    const here = await world.signedInAs('editor', 'changer')
    const there = await world.signedInAs('editor', 'changer')
    const wrong = await here.post('/account/password', { current: 'not it', password: CHOSEN })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /not the password you have now/)
    const weak = await here.post('/account/password', { current: PASSWORD, password: 'changer@example.org' })
    assert.match(weak.text, /easy to guess/)
    assert.equal((await here.post('/account/password', { current: PASSWORD, password: CHOSEN })).status, 303)
    assert.equal((await there.get('/account')).status, 303)
    assert.match((await here.get('/account')).text, /Your password is changed/)
  })

  const mailed = async () => {
    const deps = jobDeps(world)
    await sendWaiting(deps)
    await deps.transport.close()
    return world.smtp.received.map(({ to, mail }) => ({ to: to[0], text: String(mail.text) }))
  }
  const linkIn = (text: string | undefined): string =>
    new RegExp(`${world.url}(/address-changes/[\\w-]{43})`).exec(text ?? '')?.[1] ?? ''

  it('changes the address against the password, and only when the new mailbox has confirmed', async () => {
    const here = await world.signedInAs('editor', 'mover')
    const there = await world.signedInAs('editor', 'mover')
    const wrong = await here.post('/account/email', { email: 'moved@example.org', proof: 'not it' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /value="moved@example\.org"/)
    const asked = await here.post('/account/email', { email: 'Moved@example.org', proof: PASSWORD })
    assert.equal(asked.status, 303)
    assert.match((await here.get('/account')).text, /Look into the mailbox of moved@example\.org/)
    const [mail] = await mailed()
    assert.equal(mail?.to, 'moved@example.org')
    const path = linkIn(mail?.text)
    assert.match((await here.get(path)).text, /no longer at mover@example\.org/)
    assert.ok(await User.byEmail('mover@example.org'), 'a GET changes nothing')

    const stranger = await world.signedInAs('editor', 'stranger')
    assert.equal((await stranger.post(path)).status, 410, 'it works for who asked and no other')
    assert.equal((await world.visitor().get(path)).headers.location?.startsWith('/sign-in'), true)
    assert.equal((await here.post(path)).status, 303)
    assert.match((await here.get('/account')).text, /moved@example\.org/)
    assert.equal((await there.get('/account')).status, 303, 'every other session is ended')
    assert.equal((await here.post(path)).status, 410, 'it works once')
    const last = (await mailed()).at(-1)
    assert.equal(last?.to, 'mover@example.org', 'the old address is told')
    assert.match(last?.text ?? '', /moved@example\.org/)
  })

  it('says the same for an address that another account has, and mails nobody', async () => {
    const here = await world.signedInAs('editor', 'taker')
    await mailed()
    const before = world.smtp.received.length
    assert.equal(
      (await here.post('/account/email', { email: 'chief@example.org', proof: PASSWORD })).status,
      303
    )
    assert.equal((await mailed()).length, before)
    assert.ok(await User.byEmail('taker@example.org'))
  })

  it('forgets a link to a new address after 24 hours', async () => {
    const here = await world.signedInAs('editor', 'late')
    await here.post('/account/email', { email: 'later@example.org', proof: PASSWORD })
    const path = linkIn((await mailed()).at(-1)?.text)
    const now = world.clock.now()
    world.clock.set(new Date(now.getTime() + 24 * 60 * 60 * 1000 + 1000))
    assert.equal((await here.post(path)).status, 410)
    world.clock.set(now)
    assert.ok(await User.byEmail('late@example.org'))
  })

  it('without a password asks for a fresh sign-in instead', async () => {
    const here = await world.signedInAs('editor', 'linked')
    await User.updateOne({ _id: here.user._id }, { $set: { passwordHash: null } })
    assert.match((await here.get('/account')).text, /Set a password/)
    const now = world.clock.now()
    world.clock.set(new Date(now.getTime() + 16 * 60 * 1000))
    const late = await here.post('/account/password', { password: CHOSEN })
    assert.equal(late.status, 422)
    assert.match(late.text, /Sign in by a link once more/)
    world.clock.set(now)
    assert.equal((await here.post('/account/password', { password: CHOSEN })).status, 303)
  })

  const agents: readonly (readonly [agent: string, said: string])[] = [
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0',
      'Firefox on Windows'
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15',
      'Safari on a Mac'
    ],
    [
      'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36',
      'Chrome on Android'
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0',
      'Edge on Windows'
    ],
    ['', 'A browser']
  ]
  for (const [agent, said] of agents)
    it(`calls a session ${said}`, () => assert.equal(browserName(agent), said))
})
