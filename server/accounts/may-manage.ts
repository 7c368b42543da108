import type { Types } from 'mongoose'
import { type Role, roles } from '../domain/roles.ts'
import type { SignedIn } from '../web/viewer.ts'

interface Managed {
  readonly role: Role
  readonly desks: readonly Types.ObjectId[]
}

/**
 * Whether somebody may change an account. A site admin: any. A desk admin: those who belong to the admin's own
 * desks and to no other, because who can make a set-up link can become that person, at all of their desks.
 */
export const mayManage = (viewer: SignedIn, { role, desks }: Managed): boolean =>
  viewer.role === 'site-admin' ||
  (viewer.role === 'desk-admin' &&
    role !== 'site-admin' &&
    desks.length > 0 &&
    desks.every(desk => viewer.desks.includes(String(desk))))

/** The roles somebody may give: nobody gives more than they have. */
export const rolesToGive = (viewer: SignedIn): readonly Role[] =>
  roles.slice(0, roles.indexOf(viewer.role) + 1)
