import assert from 'node:assert/strict'
import { routersOf } from '../../server/app.ts'
import { roles } from '../../server/domain/roles.ts'
import { routesOf } from '../../server/web/mount.ts'
import {
  isAdmitted,
  type Permission,
  permissions,
  type Standing,
  standings
} from '../../server/web/permissions.ts'
import { type Viewer, visitor } from '../../server/web/viewer.ts'
import type { Visitor } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

/** An address of a route's pattern that names no record. */
const addressOf = (path: string): string =>
  path
    .replace(/\{[^}]*\}/g, '')
    .replace(/:(\w+)/g, (_whole, name: string) => (name === 'id' ? '0'.repeat(24) : 'none'))

const viewerOfRole = (role: Standing): Viewer =>
  role === 'anyone' || role === 'visitor'
    ? visitor
    : { kind: 'signed-in', id: '1', name: 'The tester', email: 'tester@example.org', role, desks: [] }

describe('the matrix of roles and routes', () => {
  let world: World
  let rows: { method: string; path: string; permission: Permission }[]

  before(async () => {
    world = await openWorld()
    const routers = routersOf({ ...world, connection: world.database.connection })
    rows = routers.flatMap(routesOf).map(({ method, path }) => {
      const permission = permissions[`${method} ${path}`]
      assert.ok(permission, `${method} ${path} has no row`)
      return { method, path, permission }
    })
  })
  after(() => world.close())

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
        const answer = await (method === 'GET' ? person.get(address) : person.post(address))
        const isRefused =
          answer.status === 403 || (answer.status === 303 && isToSignIn(answer.headers.location))
        // A visitor's form without a token is refused for that; those routes have tests of their own.
        const isForToken = role === 'visitor' && method !== 'GET' && may
        if (!isForToken && isRefused === may) wrong.push(`${method} ${path}: ${answer.status}`)
        if (answer.status >= 500 && answer.status !== 503) wrong.push(`${method} ${path}: ${answer.status}`)
      }
      assert.deepEqual(wrong, [])
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
