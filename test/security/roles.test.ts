import assert from 'node:assert/strict'
import express, { Router } from 'express'
import { Desk } from '../../models/desk.ts'
import { User } from '../../models/user.ts'
import { roles } from '../../server/domain/roles.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { mount } from '../../server/web/mount.ts'
import { isAdmitted, permissions, type Standing, standings } from '../../server/web/permissions.ts'
import { type Viewer, visitor } from '../../server/web/viewer.ts'
import { patience, tallyOf } from '../support/attack.ts'
import { realAddressOf } from '../support/crawl.ts'
import { writeEveryField } from '../support/every-field.ts'
import type { Visitor } from '../support/people.ts'
import { addressOf, type MountedRoute, mountedRoutes } from '../support/routes.ts'
import { openWorld, type World } from '../support/world.ts'

const viewerOfRole = (role: Standing): Viewer =>
  role === 'anyone' || role === 'visitor'
    ? visitor
    : { kind: 'signed-in', id: '1', name: 'The tester', email: 'tester@example.org', role, desks: [] }

describe('the matrix of roles and routes', function () {
  this.timeout(patience)
  let world: World
  const tally = tallyOf('Role x route', 'requests')
  let rows: MountedRoute[]

  before(async () => {
    world = await openWorld()
    rows = mountedRoutes(world)
  })
  after(async () => {
    tally.say()
    await world.close()
  })

  it('cannot be gone round: a route without a row is not mounted', () => {
    const router = Router().get('/secret-door', (_req, res) => void res.send('here'))
    assert.throws(
      () => express().use(mount([router], { PUBLIC_PAGES: true })),
      /GET \/secret-door has no row in server\/web\/permissions\.ts/
    )
  })

  it('has a row for each route, once, and no row for a route that is not there', () => {
    const routes = rows.map(({ method, path }) => `${method} ${path}`)
    assert.deepEqual([...new Set(routes)].sort(), [...routes].sort())
    assert.deepEqual(Object.keys(permissions).sort(), [...routes].sort())
  })

  const who: readonly ('visitor' | (typeof roles)[number])[] = ['visitor', ...roles]
  for (const role of who)
    it(`is what a ${role} meets at every route`, async () => {
      const person: Visitor = role === 'visitor' ? world.visitor() : await world.signedInAs(role)
      const wrong: string[] = []
      for (const { method, path, permission } of rows) {
        if (path === '/sign-out') continue
        const may = isAdmitted(viewerOfRole(role), permission.least, true)
        const address = addressOf(path)
        const request = method === 'GET' ? person.get(address) : person.post(address)
        // Errors as JSON, which is quicker than as pages.
        const answer = await request.set('Accept', 'application/json')
        const isRefused =
          answer.status === 403 || (answer.status === 303 && isToSignIn(answer.headers.location))
        // A visitor's form without a token is refused for that; those routes have tests of their own.
        const isForToken = role === 'visitor' && method !== 'GET' && may
        if (!isForToken && isRefused === may) wrong.push(`${method} ${path}: ${answer.status}`)
        if (answer.status >= 500 && answer.status !== 503) wrong.push(`${method} ${path}: ${answer.status}`)
      }
      tally.add(rows.length, wrong.length)
      assert.deepEqual(wrong, [])
    })

  it('keeps every record of a desk from the admin of another, at every route, whether they ask or send', async () => {
    await loadExamples(world.clock.now())
    const owner = await world.signedInAs('site-admin', 'owner')
    const written = await writeEveryField(owner, (_name, _most, plain) => plain ?? '')
    const elsewhere = await Desk.create({ slug: 'elsewhere', name: 'Elsewhere' })
    const stranger = await world.signedInAs('desk-admin', 'stranger')
    await User.updateOne({ _id: stranger.user._id }, { desks: [elsewhere._id] })
    const theirs = rows.filter(
      ({ path, permission }) =>
        ['own desk', 'keeping desk', 'own'].includes(permission.record) && /:(slug|id)/.test(path)
    )
    assert.ok(theirs.length > 60)
    // An organization belongs to no desk: what is shown of it there is the viewer's own desk's part.
    const shared = /^\/organizations\//
    const open: string[] = []
    for (const { method, path } of theirs) {
      const address = realAddressOf(path, written.ids)
      const request = method === 'GET' ? stranger.get(address) : stranger.post(address)
      const { status, text } = await request.set('Accept', 'application/json')
      if (shared.test(path) ? /samples were taken/.test(text) : ![403, 404].includes(status))
        open.push(`${method} ${path}: ${status}`)
    }
    tally.add(theirs.length, open.length)
    assert.deepEqual(open, [])
  })

  it('lets a role do whatever the role before it may', () => {
    for (const { permission } of rows)
      for (const [at, role] of roles.entries()) {
        const earlier = roles[at - 1]
        if (earlier && isAdmitted(viewerOfRole(earlier), permission.least, true))
          assert.ok(isAdmitted(viewerOfRole(role), permission.least, true))
      }
  })

  it('closes every public page to visitors when PUBLIC_PAGES is off, and nothing else', () => {
    for (const least of standings)
      assert.equal(isAdmitted(visitor, least, false), least === 'anyone', `a visitor at ${least}`)
    assert.equal(isAdmitted(viewerOfRole('reader'), 'visitor', false), true)
  })
})

const isToSignIn = (location: unknown): boolean => String(location).startsWith('/sign-in?to=')
