import assert from 'node:assert/strict'
import { returnTo } from '../../server/accounts/return-to.ts'
import { sample, tallyOf } from '../support/attack.ts'
import { browserless, type Person, tokenIn } from '../support/people.ts'
import { trySignIn } from '../support/sign-in-form.ts'
import { openWorld, PASSWORD, type World } from '../support/world.ts'

/** Addresses that a browser may take for another site, or that end a header. */
const elsewhere = [
  'https://example.org/',
  'HTTPS://example.org',
  'http:example.org',
  '//example.org',
  '///example.org',
  '////example.org/..',
  '/\\example.org',
  '\\\\example.org',
  '\\/example.org',
  '/\t/example.org',
  '/\n/example.org',
  '\t//example.org',
  ' //example.org',
  '/letters\\..',
  '//example.org@127.0.0.1',
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  '/%0d\r\nSet-Cookie: a=b',
  '/\u0000',
  '/sign-in?to=/sign-in',
  'letters',
  'example.org',
  '.example.org',
  '@example.org',
  '?to=//example.org',
  '#//example.org',
  ''
]

describe('an address to go on to that leads elsewhere', () => {
  const tally = tallyOf('Open redirect', 'addresses that lead elsewhere')
  let world: World
  let person: Person

  before(async () => {
    world = await openWorld()
    person = await world.signedInAs('editor')
  })
  after(async () => {
    tally.say()
    await world.close()
  })

  it('leads a person to their desk', () => {
    for (const asked of [...elsewhere, undefined, ['/letters'], { $gt: '' }])
      assert.equal(returnTo(asked), '/desk', JSON.stringify(asked))
    tally.add(elsewhere.length + 3)
  })

  it('is not followed by who is signed in already', async () => {
    for (const to of elsewhere) {
      const answer = await person.get(`/sign-in?to=${encodeURIComponent(to)}`)
      assert.deepEqual([answer.status, answer.headers.location], [303, '/desk'], to)
      tally.add(1)
    }
  })

  it('is not followed after a password, and stands in no form of the page', async () => {
    for (const to of sample(elsewhere, 6)) {
      const page = await browserless(world.server).get(`/sign-in?to=${encodeURIComponent(to)}`)
      assert.doesNotMatch(page.text, /example\.org\/|\/\/example|javascript:/)
      const answer = await trySignIn(world, { email: 'editor@example.org', password: PASSWORD, to })
      assert.deepEqual([answer.status, answer.headers.location], [303, '/desk'], to)
      tally.add(2)
    }
  })

  it('is not followed after a link that came by mail either', async () => {
    const visitor = browserless(world.server)
    for (const to of sample(elsewhere, 4)) {
      const page = await visitor.get(`/sign-in-links/new?to=${encodeURIComponent(to)}`)
      assert.match(page.text, /name="to" value="\/desk"/)
      const asked = { _csrf: tokenIn(page), email: 'nobody@example.org', to }
      assert.doesNotMatch((await visitor.post('/sign-in-links', asked)).text, /\/\/example/)
      tally.add(2)
    }
  })

  it('is no address of this site, whatever the path looks like', async () => {
    for (const path of [
      '//example.org',
      '//example.org/%2f..',
      '/%5cexample.org',
      '/%2f%2fexample.org',
      '/.//example.org'
    ]) {
      const { status, headers } = await world.visitor().get(path)
      const location = headers.location
      if (location !== undefined)
        assert.equal(new URL(String(location), world.url).origin, world.url, `${path} leads to ${location}`)
      else assert.ok(status >= 400)
      tally.add(1)
    }
  })
})
