import assert from 'node:assert/strict'
import { patience, tallyOf } from '../support/attack.ts'
import { browserless, tokenIn } from '../support/people.ts'
import { trySignIn } from '../support/sign-in-form.ts'
import { openWorld, PASSWORD, type World } from '../support/world.ts'

const email = 'editor@example.org'
const quickly = { Accept: 'application/json' }

describe('signing in with something other than an address and a password', function () {
  this.timeout(patience)
  const tally = tallyOf('Sign-in bypass', 'objects, lists and other bodies')
  let world: World

  before(async () => {
    world = await openWorld()
    await world.signedInAs('editor')
  })
  after(async () => {
    tally.say()
    await world.close()
  })

  const shapes: readonly Record<string, string | readonly string[]>[] = [
    { 'email[$ne]': '', 'password[$ne]': '' },
    { 'email[$gt]': '', 'password[$gt]': '' },
    { 'email[$regex]': '.*', 'password[$regex]': '.*' },
    { 'email[$in][]': email, 'password[$in][]': PASSWORD },
    { email, 'password[$ne]': 'x' },
    { email, 'password[$exists]': 'true' },
    { email, 'password.$ne': 'x' },
    { email, 'password[]': PASSWORD },
    { email, 'password[0]': PASSWORD },
    { email, 'password[toString]': PASSWORD },
    { email, password: ['x', PASSWORD] },
    { email: ['nobody@example.org', email], password: PASSWORD },
    { 'email[]': email, 'password[]': PASSWORD },
    { email: '{"$gt":""}', password: '{"$gt":""}' },
    { email: '[object Object]', password: '[object Object]' },
    { email, password: 'true' },
    { email, password: 'null' },
    { email, password: '' },
    { email, password: '$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA' },
    { email: `${email}\u0000`, password: PASSWORD },
    { email: '.*', password: PASSWORD },
    { 'user[email]': email, 'user[password]': PASSWORD },
    { '__proto__[userId]': '1', email: '', password: '' },
    { email, password: PASSWORD.toUpperCase() },
    { email, password: ` ${PASSWORD}` },
    { email, password: PASSWORD.slice(0, -1) }
  ]

  it('is asked for again, as a form', async () => {
    for (const fields of shapes) {
      const answer = await trySignIn(world, fields, quickly)
      assert.ok([422, 429].includes(answer.status), `${answer.status} for ${JSON.stringify(fields)}`)
      assert.equal(answer.headers.location, undefined)
    }
    tally.add(shapes.length)
  })

  it('is not read at all, as JSON, as several parts, as XML or as text', async () => {
    for (const [type, body] of [
      ['application/json', JSON.stringify({ email: { $ne: '' }, password: { $ne: '' } })],
      ['application/json', JSON.stringify({ email, password: PASSWORD })],
      ['application/csp-report', JSON.stringify({ email, password: PASSWORD })],
      ['text/plain', `email=${email}&password=${PASSWORD}`],
      ['application/xml', `<email>${email}</email>`],
      [
        'multipart/form-data; boundary=b',
        `--b\r\nContent-Disposition: form-data; name="email"\r\n\r\n${email}\r\n--b--`
      ]
    ] as const) {
      const visitor = browserless(world.server)
      await visitor.get('/sign-in')
      const answer = await visitor.agent.post('/sign-in').set(quickly).set('Content-Type', type).send(body)
      assert.equal(answer.status, 403, type)
      assert.equal((await visitor.get('/account')).status, 303)
      tally.add(1)
    }
  })

  it('lets nobody in by a cookie, a header or a query that says who they are', async () => {
    for (const headers of [
      { Cookie: 'userId=1; role=site-admin; admin=true' },
      { Cookie: 'session=s%3A1.1' },
      { Authorization: `Basic ${Buffer.from(`${email}:${PASSWORD}`).toString('base64')}` },
      { 'X-Forwarded-User': email, 'X-Remote-User': email },
      { 'X-Original-URL': '/about', 'X-Rewrite-URL': '/about' }
    ])
      for (const path of [
        '/account',
        '/account?userId=1&role=site-admin&_method=GET',
        '//account',
        '/ACCOUNT'
      ]) {
        const answer = await world
          .visitor()
          .get(path)
          .set({ ...headers, ...quickly })
        assert.ok([303, 404].includes(answer.status), `${path}: ${answer.status}`)
        tally.add(1)
      }
  })

  it('works with the right ones, so that the refusals above mean something', async () => {
    const visitor = browserless(world.server)
    const _csrf = tokenIn(await visitor.get('/sign-in'))
    await world.database.connection.collection('limits').deleteMany({})
    // A password is taken as it was typed: a blank more is another one.
    for (const other of [` ${PASSWORD}`, `${PASSWORD} `, PASSWORD.toUpperCase()])
      assert.equal((await visitor.post('/sign-in', { _csrf, email, password: other })).status, 422)
    assert.equal((await visitor.post('/sign-in', { _csrf, email, password: PASSWORD })).status, 303)
  })
})
