import assert from 'node:assert/strict'
import { routersOf } from '../../server/app.ts'
import { routesOf } from '../../server/web/mount.ts'
import { type Permission, permissions } from '../../server/web/permissions.ts'
import type { World } from './world.ts'

/** A route as it is mounted, with its row of the permissions table. */
export interface MountedRoute {
  readonly method: string
  readonly path: string
  readonly permission: Permission
}

/** Every route of the running application; throws for one without a row. */
export const mountedRoutes = (world: World): MountedRoute[] =>
  routersOf({ ...world, connection: world.database.connection })
    .flatMap(routesOf)
    .map(({ method, path }) => {
      const permission = permissions[`${method} ${path}`]
      assert.ok(permission, `${method} ${path} has no row`)
      return { method, path, permission }
    })

/** An address of a route's pattern that names no record. */
export const addressOf = (path: string): string =>
  path
    .replace(/\{[^}]*\}/g, '')
    .replace(/\*\w+/g, 'none')
    .replace(/:(\w+)/g, (_whole, name: string) => (name === 'id' ? '0'.repeat(24) : 'none'))
