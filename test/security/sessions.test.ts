import assert from 'node:assert/strict'
import { User } from '../../models/user.ts'
import { forms, tallyOf } from '../support/attack.ts'
import { browserless, type Person, tokenIn } from '../support/people.ts'
import { sessionCookieOf } from '../support/sign-in-form.ts'
import { openWorld, PASSWORD, type World } from '../support/world.ts'

describe('a session', () => {
  const tally = tallyOf('Session fixation and revocation', 'planted, copied, ended or forged cookies')
  let world: World

  before(async () => {
    world = await openWorld()
  })
  after(async () => {
    tally.say()
    await world.close()
  })

  /** Who else comes with this cookie: 200 where they are let in, 303 where they are sent to sign in. */
  const statusWith = async (cookie: string): Promise<number> => {
    tally.add(1)
    return (await browserless(world.server).get('/account').set('Cookie', cookie)).status
  }
  const copyOf = ({ agent }: Person): string =>
    agent.jar
      .getCookies({ domain: '127.0.0.1', path: '/', secure: false, script: false })
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')

  it('is a new one after signing in, so that one planted before is worth nothing', async () => {
    await world.signedInAs('editor')
    const visitor = browserless(world.server)
    const form = await visitor.get('/sign-in')
    const planted = sessionCookieOf(form)
    assert.ok(planted)
    const fields = { _csrf: tokenIn(form), email: 'editor@example.org', password: PASSWORD }
    const answer = await visitor.post('/sign-in', fields)
    assert.equal(answer.status, 303)
    assert.notEqual(sessionCookieOf(answer), planted)
    assert.equal(await statusWith(`session=${planted}`), 303)
  })

  it('is never taken from an address or a form', async () => {
    const cookie = encodeURIComponent(copyOf(await world.signedInAs('editor')).replace('session=', ''))
    for (const path of [`/account?session=${cookie}`, `/account;session=${cookie}`, `/account?sid=${cookie}`])
      assert.ok([303, 404].includes((await browserless(world.server).get(path)).status))
    tally.add(3)
  })

  it('is nobody’s with a letter of its cookie changed, without its signature, or signed with another secret', async () => {
    const copy = copyOf(await world.signedInAs('editor', 'forged'))
    assert.equal(await statusWith(copy), 200)
    const value = decodeURIComponent(copy.replace('session=', ''))
    const dot = value.lastIndexOf('.')
    const places = Array.from({ length: forms(8, 60) }, (_, turn) => 4 + turn).filter(
      at => at < value.length - 1
    )
    for (const at of places) {
      const other = `${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`
      assert.equal(await statusWith(`session=${encodeURIComponent(other)}`), 303, String(at))
    }
    for (const other of [value.slice(0, dot), value.slice(0, dot + 1), value.slice(2, dot), `j:${value}`, ''])
      assert.equal(await statusWith(`session=${encodeURIComponent(other)}`), 303, other)
  })

  it('is over for every copy of its cookie once its owner signed out', async () => {
    const person = await world.signedInAs('editor')
    const copy = copyOf(person)
    assert.equal(await statusWith(copy), 200)
    assert.equal((await person.post('/sign-out')).status, 303)
    assert.equal(await statusWith(copy), 303)
  })

  it('goes on under a new id after its owner proved anew who they are', async () => {
    const person = await world.signedInAs('editor', 'careful')
    const change = { current: PASSWORD, password: 'another anchor 48 valley' }
    for (const [path, fields] of [
      ['/account/email', { email: 'careful-two@example.org', proof: PASSWORD }],
      ['/account/password', change]
    ] as const) {
      const copy = copyOf(person)
      assert.equal((await person.post(path, fields)).status, 303, path)
      assert.equal(await statusWith(copy), 303, path)
      assert.notEqual(copyOf(person), copy)
      assert.equal((await person.get('/account')).status, 200)
      // The forms of pages that were open go on working.
      assert.equal((await person.post('/account/calendar')).status, 200)
    }
  })

  it('is over at once for an account that is suspended, and has at once the rights of a role that was changed', async () => {
    const person = await world.signedInAs('editor', 'colleague')
    assert.equal((await person.get('/intake/new')).status, 200)
    await User.updateOne({ _id: person.user._id }, { role: 'reader' })
    assert.equal((await person.get('/intake/new')).status, 403)
    await User.updateOne({ _id: person.user._id }, { disabledAt: world.clock.now() })
    assert.equal((await person.get('/account')).status, 303)
    tally.add(2)
  })

  it('is over seven days after signing in, also for who used it every day', async () => {
    const person = await world.signedInAs('editor', 'constant')
    const copy = copyOf(person)
    const kept = world.database.connection.collection('sessions')
    const own = { 'session.userId': String(person.user._id) }
    const began = (daysAgo: number) =>
      kept.updateOne(own, {
        $set: { 'session.beganAt': new Date(Date.now() - daysAgo * 86_400_000).toISOString() }
      })
    await began(6.9)
    assert.equal(await statusWith(copy), 200)
    await began(7.1)
    assert.equal(await statusWith(copy), 303)
  })

  it('of somebody else cannot be ended by naming it', async () => {
    const owner = await world.signedInAs('editor', 'owner')
    await world.signedInAs('editor', 'owner')
    const idsOf = (text: string) =>
      [...text.matchAll(/name="session" value="([^"]+)"/g)].flatMap(([, id]) =>
        id && id !== 'others' ? [id] : []
      )
    const [id = ''] = idsOf((await owner.get('/account')).text)
    assert.ok(id)
    const other = await world.signedInAs('site-admin', 'intruder')
    for (const session of [id, `${id}\u0000`, '[$ne]'])
      await other.post('/account/ended-sessions', { session })
    await other.post('/account/ended-sessions', { 'session[$ne]': '' })
    assert.equal(idsOf((await owner.get('/account')).text).length, 1)
    tally.add(4)
  })

  it('is kept under a hash, so that who reads the store holds nobody’s cookie', async () => {
    const value = decodeURIComponent(
      copyOf(await world.signedInAs('editor', 'kept')).replace('session=s:', '')
    )
    const kept = await world.database.connection.collection('sessions').find().toArray()
    const secret = value.slice(0, value.lastIndexOf('.'))
    assert.ok(kept.length > 0 && secret.length > 20)
    assert.ok(!JSON.stringify(kept).includes(secret))
    for (const { _id } of kept.slice(0, 3)) assert.equal(await statusWith(`session=s%3A${String(_id)}`), 303)
  })
})
