import assert from 'node:assert/strict'
import { routersOf } from '../../server/app.ts'
import { routesOf } from '../../server/web/mount.ts'
import { permissions } from '../../server/web/permissions.ts'
import type { Person } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

const addressOf = (path: string): string =>
  path
    .replace(/\{[^}]*\}/g, '')
    .replace(/:(\w+)/g, (_whole, name: string) => (name === 'id' ? '0'.repeat(24) : 'none'))

describe('a form sent to any route that changes something', () => {
  let world: World
  let person: Person
  let stranger: Person
  let unsafe: { path: string; proof: string }[]

  before(async () => {
    world = await openWorld()
    person = await world.signedInAs('site-admin')
    stranger = await world.signedInAs('site-admin', 'stranger')
    unsafe = routersOf({ ...world, connection: world.database.connection })
      .flatMap(routesOf)
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => ({ path, proof: permissions[`${method} ${path}`]?.proof ?? 'token' }))
    assert.ok(unsafe.length > 5)
  })
  after(() => world.close())

  const refusedEverywhere = async (
    send: (path: string) => Promise<{ status: number }>,
    proofs: readonly string[]
  ) => {
    const taken: string[] = []
    for (const { path, proof } of unsafe)
      if (proofs.includes(proof)) {
        const { status } = await send(addressOf(path))
        if (status !== 403) taken.push(`${path}: ${status}`)
      }
    assert.deepEqual(taken, [])
  }

  const send = (path: string, fields: Record<string, string>) =>
    person.agent.post(path).type('form').send(fields)

  it('is refused without a token', () => refusedEverywhere(path => send(path, {}), ['token']))

  it('is refused with the token of another session', () =>
    refusedEverywhere(path => send(path, { _csrf: stranger.token }), ['token']))

  it('is refused with a list or an object in place of the token', () =>
    refusedEverywhere(path => send(path, { '_csrf[]': person.token, '_csrf[$ne]': '' }), ['token']))

  it('is refused when the browser says that it comes from another site', () =>
    refusedEverywhere(
      path => send(path, { _csrf: person.token }).set('Sec-Fetch-Site', 'cross-site'),
      ['token', 'origin', 'none']
    ))

  it('is refused when its origin is another, also a sandboxed one', async () => {
    for (const origin of ['https://example.org', 'null', `${world.url}.example.org`])
      await refusedEverywhere(
        path => send(path, { _csrf: person.token }).set('Origin', origin),
        ['token', 'origin', 'none']
      )
  })

  it('is taken from our own page, reached as localhost or as 127.0.0.1', async () => {
    const { host } = new URL(world.url)
    for (const origin of [world.url, `http://${host}`]) {
      const answer = await send('/account/ended-sessions', { _csrf: person.token, session: 'none' })
        .set('Origin', origin)
        .set('Sec-Fetch-Site', 'same-origin')
      assert.equal(answer.status, 303)
    }
  })

  it('says in a page what happened and that nothing was saved', async () => {
    const { text } = await send('/sign-out', {})
    assert.match(text, /was not sent from a page of this site/)
    assert.match(text, /Nothing was saved/)
  })
})
