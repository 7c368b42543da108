import assert from 'node:assert/strict'
import supertest from 'supertest'
import { createApp } from '../../server/app.ts'
import type { Config } from '../../server/config.ts'
import { openWorld, type World } from '../support/world.ts'

describe('a page', () => {
  let world: World

  before(async () => {
    world = await openWorld()
  })
  after(() => world.close())

  /** The same records under other settings. */
  const appWith = (settings: Partial<Config>) =>
    createApp({ ...world, connection: world.database.connection, config: { ...world.config, ...settings } })

  it('loads nothing from elsewhere and holds no style or script of its own', async () => {
    const { headers } = await world.visitor().get('/about')
    const policy = String(headers['content-security-policy'])
    assert.match(policy, /default-src 'none'/)
    assert.match(policy, /frame-ancestors 'none'/)
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|https?:|\*/)
    assert.equal(headers['referrer-policy'], 'same-origin')
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.match(String(headers['permissions-policy']), /camera=\(\)/)
    assert.equal(headers['x-powered-by'], undefined)
  })

  it('of a visitor sets no cookie, holds no token, and is asked for again each time', async () => {
    const page = await world.visitor().get('/about')
    assert.equal(page.headers['set-cookie'], undefined)
    assert.doesNotMatch(page.text, /_csrf/)
    assert.equal(page.headers['cache-control'], 'public, no-cache')
    assert.match(String(page.headers.vary), /Cookie/)
    const again = await world.visitor().get('/about').set('If-None-Match', String(page.headers.etag))
    assert.equal(again.status, 304)
    assert.equal(again.text, '')
  })

  it('of a signed-in person is kept by nobody', async () => {
    const page = await (await world.signedInAs('reader')).get('/about')
    assert.equal(page.headers['cache-control'], 'no-store')
    assert.match(page.text, /Sign out/)
    assert.doesNotMatch(page.text, /Log a letter/)
  })

  it('names its current section, has one heading, a language and a link past the menus', async () => {
    const { text } = await world.visitor().get('/letters')
    assert.equal(text.match(/<h1/g)?.length, 1)
    assert.match(text, /<html lang="en">/)
    assert.match(text, /href="#content"/)
    assert.match(text, /href="\/letters" aria-current="page"/)
  })

  it('that does not exist is 404 and says where to go', async () => {
    const page = await world.visitor().get('/letters-of-nobody')
    assert.equal(page.status, 404)
    assert.match(page.text, /Page not found/)
    assert.equal(page.headers['cache-control'], 'no-store')
    assert.equal(page.headers['set-cookie'], undefined)
  })

  it('known for another method is 405 and says for which', async () => {
    const answer = await world.visitor().agent.delete('/about')
    assert.deepEqual([answer.status, answer.headers.allow], [405, 'GET, HEAD'])
  })

  it('is an error in JSON for who asks for JSON', async () => {
    const answer = await world.visitor().get('/nothing').set('Accept', 'application/json')
    assert.equal(answer.status, 404)
    assert.match(String(answer.headers['content-type']), /application\/problem\+json/)
    assert.equal(answer.body.status, 404)
  })

  it('takes no form larger than its row in the permissions table says', async () => {
    const person = await world.signedInAs('reader', 'writer')
    const answer = await person.post('/account/password', { current: 'x'.repeat(20_000) })
    assert.equal(answer.status, 413)
    assert.match(answer.text, /more than this form takes/)
  })

  it('asked for with an address that cannot be read is 400, and nothing of the code is shown', async () => {
    const answer = await world.visitor().get('/letters/%E0%A4%A')
    assert.equal(answer.status, 400)
    assert.doesNotMatch(answer.text, /node_modules|\.ts:/)
  })

  it('gets a request id, which its line in the log carries too', async () => {
    const { headers } = await world.visitor().get('/about')
    const id = String(headers['x-request-id'])
    assert.ok(world.logged.some(line => line.includes(id) && line.includes('"url":"/about"')))
  })

  it('of a secret link is logged without the secret', async () => {
    const secret = 'A'.repeat(43)
    await world.visitor().get(`/set-up/${secret}`)
    assert.ok(world.logged.every(line => !line.includes(secret)))
    assert.ok(world.logged.some(line => line.includes('/set-up/[secret]')))
  })

  it('over http has cookies that a browser keeps, and asks for no https', async () => {
    const form = await world.visitor().get('/sign-in')
    const cookie = String(form.headers['set-cookie'])
    assert.match(cookie, /^session=/)
    assert.match(cookie, /HttpOnly/)
    assert.match(cookie, /SameSite=Lax/)
    assert.doesNotMatch(cookie, /Secure/)
    assert.equal(form.headers['strict-transport-security'], undefined)
    assert.doesNotMatch(String(form.headers['content-security-policy']), /upgrade-insecure-requests/)
  })

  it('over https has cookies of its own host only, and asks for https from then on', async () => {
    const app = await appWith({ BASE_URL: 'https://letters.example.org' })
    const form = await supertest(app).get('/sign-in').set('X-Forwarded-Proto', 'https')
    const cookie = String(form.headers['set-cookie'])
    assert.match(cookie, /^__Host-session=/)
    assert.match(cookie, /Secure/)
    assert.match(cookie, /Path=\//)
    assert.doesNotMatch(cookie, /Domain/)
    assert.match(String(form.headers['strict-transport-security']), /max-age=31536000/)
    assert.match(String(form.headers['content-security-policy']), /upgrade-insecure-requests/)
  })

  it('is closed to visitors with PUBLIC_PAGES=off: they are sent to sign in', async () => {
    const app = await appWith({ PUBLIC_PAGES: false })
    for (const path of ['/letters', '/questions', '/']) {
      const answer = await supertest(app).get(path)
      assert.deepEqual(
        [answer.status, answer.headers.location],
        [303, `/sign-in?to=${encodeURIComponent(path)}`]
      )
    }
    assert.equal((await supertest(app).get('/sign-in')).status, 200)
    assert.match((await supertest(app).get('/robots.txt')).text, /Disallow: \/\n/)
  })

  it('names who answers for its security, for a year from now', async () => {
    const { text } = await world.visitor().get('/.well-known/security.txt')
    assert.match(text, new RegExp(`Canonical: ${world.url}/\\.well-known/security\\.txt`))
    assert.match(text, /Expires: 2027-11-20T17:00:00.000Z/)
  })

  it('for who watches over it says whether it is up and whether the store answers', async () => {
    assert.deepEqual((await world.visitor().get('/healthz')).body, { status: 'ok' })
    assert.deepEqual((await world.visitor().get('/readyz')).body, { status: 'ready' })
  })
})
