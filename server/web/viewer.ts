import type { Request } from 'express'
import type { Role } from '../domain/roles.ts'
import { Forbidden } from '../errors.ts'

/** Somebody with an account, as far as pages need to know. `desks` are the desks' ids as hex strings. */
export interface SignedIn {
  readonly kind: 'signed-in'
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly desks: readonly string[]
}

export interface Visitor {
  readonly kind: 'visitor'
}

/** Who asks for a page. */
export type Viewer = Visitor | SignedIn

export const visitor: Visitor = { kind: 'visitor' }

const viewers = new WeakMap<Request, Viewer>()

/** Who sent this request; a visitor until `setViewer` was told otherwise. */
export const viewerOf = (req: Request): Viewer => viewers.get(req) ?? visitor

export const setViewer = (req: Request, viewer: Viewer): void => void viewers.set(req, viewer)

/** The signed-in person of a route whose row in the permissions table asks for one; throws Forbidden for a visitor. */
export function signedIn(req: Request): SignedIn {
  const viewer = viewerOf(req)
  if (viewer.kind === 'visitor') throw new Forbidden('Sign in first.')
  return viewer
}

/** Whether records of a desk that visitors do not see are shown. */
export const mayReadDesk = (viewer: Viewer, deskId: string): boolean =>
  viewer.kind === 'signed-in' && (viewer.role === 'site-admin' || viewer.desks.includes(deskId))

/** Whether a desk's records may be changed: its editors and desk admins, and a site admin everywhere. */
export const mayEditDesk = (viewer: Viewer, deskId: string): boolean =>
  mayReadDesk(viewer, deskId) && viewer.kind === 'signed-in' && viewer.role !== 'reader'
