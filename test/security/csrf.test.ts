import assert from 'node:assert/strict'
import { sample, tallyOf } from '../support/attack.ts'
import type { Person } from '../support/people.ts'
import { addressOf, mountedRoutes } from '../support/routes.ts'
import { openWorld, type World } from '../support/world.ts'

describe('a form that another site makes a browser send', () => {
  const tally = tallyOf('Cross-site request forgery', 'forged forms')
  let world: World
  let person: Person
  let stranger: Person
  let unsafe: { path: string; proof: string }[]

  before(async () => {
    world = await openWorld()
    person = await world.signedInAs('site-admin')
    stranger = await world.signedInAs('site-admin', 'stranger')
    unsafe = mountedRoutes(world)
      .filter(({ method }) => method !== 'GET')
      .map(({ path, permission }) => ({ path, proof: permission.proof ?? 'token' }))
    assert.ok(unsafe.length > 50)
  })
  after(async () => {
    tally.say()
    await world.close()
  })

  /** Sends a forged form to every route that changes something; errors as JSON, which is quicker than as pages. */
  const refusedEverywhere = async (
    proofs: readonly string[],
    fields: Record<string, string>,
    headers: Record<string, string> = {}
  ) => {
    const forged = unsafe.filter(({ proof }) => proofs.includes(proof))
    const taken: string[] = []
    for (const { path } of forged) {
      const { status } = await send(addressOf(path), fields).set({ Accept: 'application/json', ...headers })
      if (status !== 403) taken.push(`${path}: ${status}`)
    }
    tally.add(forged.length, taken.length)
    assert.deepEqual(taken, [])
  }

  const send = (path: string, fields: Record<string, string>) =>
    person.agent.post(path).type('form').send(fields)

  const everyProof = ['token', 'origin', 'none']

  it('is refused by every route without a token', () => refusedEverywhere(['token'], {}))

  it('is refused with the token of another session', () =>
    refusedEverywhere(['token'], { _csrf: stranger.token }))

  it('is refused with a list or an object in place of the token', () =>
    refusedEverywhere(['token'], { '_csrf[]': person.token, '_csrf[$ne]': '' }))

  it('is refused when the browser says that it comes from another site', () =>
    refusedEverywhere(everyProof, { _csrf: person.token }, { 'Sec-Fetch-Site': 'cross-site' }))

  for (const origin of sample(
    ['null', 'https://example.org', 'http://127.0.0.1', 'http://127.0.0.1.example.org', 'file://'],
    1
  ))
    it(`is refused when its origin is ${origin}`, () =>
      refusedEverywhere(everyProof, { _csrf: person.token }, { Origin: origin }))

  it('is refused when its origin only begins as ours does', async () => {
    const { status } = await send('/account/ended-sessions', { _csrf: person.token, session: 'none' }).set(
      'Origin',
      `${world.url}.example.org`
    )
    assert.equal(status, 403)
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

  it('changes nothing by GET, whatever the address: no page of an act answers to it', async () => {
    const acts = unsafe.filter(({ path }) => /(removal|withdrawal|merges|splits|sign-out)$/.test(path))
    assert.ok(acts.length > 4)
    for (const { path } of acts)
      assert.ok([404, 405].includes((await person.get(addressOf(path))).status), path)
    assert.equal((await person.get('/account')).status, 200)
  })

  it('says in a page what happened and that nothing was saved', async () => {
    const { text } = await send('/sign-out', {})
    assert.match(text, /was not sent from a page of this site/)
    assert.match(text, /Nothing was saved/)
  })
})
