import assert from 'node:assert/strict'
import { User } from '../../models/user.ts'
import { browserless, tokenIn } from '../support/people.ts'
import { processorMs } from '../support/processor-time.ts'
import { openWorld, PASSWORD, type World } from '../support/world.ts'

describe('signing in', () => {
  let world: World

  before(async () => {
    world = await openWorld()
    await world.signedInAs('editor')
  })
  after(() => world.close())

  /** A fresh browser that sends the sign-in form. */
  const tried = async (fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const visitor = browserless(world.server)
    const token = tokenIn(await visitor.get('/sign-in'))
    return visitor.post('/sign-in', { _csrf: token, ...fields }).set(headers)
  }

  const cookieOf = (answer: { headers: Record<string, string> }): string =>
    /session=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1] ?? ''

  it('leads to the page that was asked for', async () => {
    const answer = await tried({ email: 'Editor@Example.org ', password: PASSWORD, to: '/letters?page=2' })
    assert.deepEqual([answer.status, answer.headers.location], [303, '/letters?page=2'])
  })

  it('leads to no other site', async () => {
    const answer = await tried({ email: 'editor@example.org', password: PASSWORD, to: '//example.org/desk' })
    assert.equal(answer.headers.location, '/desk')
  })

  it('refuses an unknown address, a wrong password and a disabled account with the same words', async () => {
    await world.signedInAs('reader', 'leaver')
    await User.updateOne({ email: 'leaver@example.org' }, { disabledAt: world.clock.now() })
    for (const [email, password] of [
      ['nobody@example.org', PASSWORD],
      ['editor@example.org', 'wrong'],
      ['leaver@example.org', PASSWORD]
    ] as const) {
      const answer = await tried({ email, password })
      assert.equal(answer.status, 422)
      assert.match(answer.text, /That e-mail address and password do not belong together\./)
      assert.match(answer.text, /<title>Error: Sign in/)
      assert.match(answer.text, new RegExp(`value="${email}"`))
      assert.doesNotMatch(answer.text, new RegExp(`value="${password}"`))
    }
  })

  it('says which field is missing, and links to it', async () => {
    const answer = await tried({ email: '', password: '' })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /<a href="#email">Enter your e-mail address\.<\/a>/)
    assert.match(answer.text, /<a href="#password">Enter your password\.<\/a>/)
    assert.match(answer.text, /aria-invalid="true"/)
  })

  it('is not got round by an operator, a list or an object', async () => {
    for (const fields of [
      { 'email[$ne]': '', 'password[$ne]': '' },
      { 'email[]': 'editor@example.org', 'password[]': PASSWORD },
      { email: '{"$gt":""}', password: '{"$gt":""}' }
    ])
      assert.equal((await tried(fields)).status, 422)
  })

  it('gives the browser a new session, so that one planted before is worth nothing', async () => {
    const visitor = browserless(world.server)
    const form = await visitor.get('/sign-in')
    const planted = cookieOf(form)
    const answer = await visitor.post('/sign-in', {
      _csrf: tokenIn(form),
      email: 'editor@example.org',
      password: PASSWORD
    })
    assert.ok(planted)
    assert.notEqual(cookieOf(answer), planted)
    const withPlanted = await browserless(world.server).get('/account').set('Cookie', `session=${planted}`)
    assert.equal(withPlanted.status, 303)
  })

  it('ends with signing out, also for a copy of the cookie', async () => {
    const person = await world.signedInAs('editor')
    const jar = person.agent.jar.getCookies({ domain: '127.0.0.1', path: '/', secure: false, script: false })
    const copy = jar.map(({ name, value }) => `${name}=${value}`).join('; ')
    assert.equal((await browserless(world.server).get('/account').set('Cookie', copy)).status, 200)
    assert.equal((await person.post('/sign-out')).status, 303)
    assert.equal((await browserless(world.server).get('/account').set('Cookie', copy)).status, 303)
  })

  it('is over at once for an account that is disabled', async () => {
    const person = await world.signedInAs('editor', 'colleague')
    await User.updateOne({ _id: person.user._id }, { disabledAt: world.clock.now() })
    assert.equal((await person.get('/account')).status, 303)
  })

  it('costs about as much for an address without an account', async () => {
    const fastest = async (email: string) => {
      const times: number[] = []
      for (let turn = 0; turn < 4; turn++) {
        times.push(await processorMs(() => tried({ email, password: 'a wrong password' })))
      }
      return Math.min(...times)
    }
    await world.signedInAs('editor', 'timed')
    const [known, unknown] = [await fastest('timed@example.org'), await fastest('untimed@example.org')]
    assert.ok(unknown > known / 3 && unknown < known * 3, `${known} ms known, ${unknown} ms unknown`)
  })

  it('is refused after ten tries in a quarter of an hour, whatever address the tries claim to come from', async () => {
    await world.signedInAs('editor', 'hunted')
    const statuses: number[] = []
    for (let turn = 1; turn <= 12; turn++) {
      const spoofed = { 'X-Forwarded-For': `203.0.113.${turn}` }
      statuses.push((await tried({ email: 'hunted@example.org', password: `guess ${turn}` }, spoofed)).status)
    }
    assert.deepEqual(statuses, [...Array(10).fill(422), 429, 429])
    const right = await tried({ email: 'HUNTED@example.org', password: PASSWORD })
    assert.equal(right.status, 429)
    assert.ok(Number(right.headers['retry-after']) > 800)
    assert.match(right.text, /Too many tries\. Try again in 15 minutes\./)
    assert.equal((await tried({ email: 'editor@example.org', password: PASSWORD })).status, 303)
  })
})
