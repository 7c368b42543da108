import { type RequestHandler, Router, urlencoded } from 'express'
import type { Config } from '../config.ts'
import { Forbidden, HttpError, NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { proveToken } from './csrf.ts'
import { isAdmitted, type Permission, permissions } from './permissions.ts'
import { readUploads } from './uploads.ts'
import { viewerOf } from './viewer.ts'

/** One route as the routers declare it. */
export interface RouteRow {
  readonly method: string
  readonly path: string
  readonly handlers: readonly RequestHandler[]
}

/** Every route of a router, in its order; throws for anything in it that is not a plain route. */
export function routesOf(router: Router): RouteRow[] {
  return router.stack.flatMap(layer => {
    const { route } = layer
    if (!route) throw new Error('A route file lists routes only: put middleware in server/web.')
    const methods = [...new Set(route.stack.map(handler => handler.method))]
    return methods.map(method => ({
      method: method.toUpperCase(),
      path: route.path,
      handlers: route.stack.filter(handler => handler.method === method).map(handler => handler.handle)
    }))
  })
}

/**
 * One router of all routers' routes, each behind its row of the permissions table. Throws for a route without a
 * row. A path that is known for other methods answers 405.
 */
export function mount(routers: readonly Router[], config: Pick<Config, 'PUBLIC_PAGES'>): Router {
  const rows = routers.flatMap(routesOf)
  const mounted = Router()
  for (const row of rows) {
    const permission = permissions[`${row.method} ${row.path}`]
    if (!permission)
      throw new Error(
        `${row.method} ${row.path} has no row in server/web/permissions.ts, so nobody may use it.`
      )
    const guards = [admit(permission, config.PUBLIC_PAGES), ...formGuards(row.method, permission)]
    mounted.route(row.path)[verbOf(row.method)](...guards, ...row.handlers)
  }
  for (const [path, allowed] of methodsByPath(rows)) mounted.all(path, noteAllowed(allowed))
  return mounted.use(otherMethod)
}

const verbs = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const

function verbOf(method: string): (typeof verbs)[keyof typeof verbs] {
  const verb = Object.entries(verbs).find(([name]) => name === method)
  if (!verb) throw new Error(`No route is made for ${method}.`)
  return verb[1]
}

/** A visitor who lacks the right is asked to sign in and brought back; a form of theirs is refused. */
function admit({ least }: Permission, isSitePublic: boolean): RequestHandler {
  return (req, res, next) => {
    const viewer = viewerOf(req)
    if (isAdmitted(viewer, least, isSitePublic)) return next()
    if (viewer.kind === 'signed-in') throw new Forbidden()
    if (req.method !== 'GET' && req.method !== 'HEAD')
      throw new Forbidden('You are not signed in, or your session has ended. Nothing was saved.')
    // A program cannot sign in: a page that asks for it would be an answer of the wrong kind.
    if (req.path.startsWith('/api/')) throw new Forbidden('This site is open to its staff alone.')
    // Longer than any page's address it would not fit into a header.
    res.redirect(303, paths.signIn(req.originalUrl.length > 2000 ? undefined : req.originalUrl))
  }
}

/** The body is read only after the role was looked at, so that nobody makes us read what they may not send. */
function formGuards(
  method: string,
  { body = '100kb', files = false, proof = 'token' }: Permission
): RequestHandler[] {
  if (method === 'GET') return []
  const readForm = urlencoded({ extended: false, limit: body, parameterLimit: 5000 })
  const readers = files ? [readUploads, readForm] : [readForm]
  return proof === 'token' ? [...readers, proveToken] : readers
}

function methodsByPath(rows: readonly RouteRow[]): Map<string, string[]> {
  const allowed = new Map<string, string[]>()
  for (const { method, path } of rows) {
    const sofar = allowed.get(path) ?? []
    allowed.set(path, [...sofar, ...(method === 'GET' ? ['GET', 'HEAD'] : [method])])
  }
  return allowed
}

/** `/letters/new` is matched by `/letters/:slug` too, so what is allowed is gathered over all that match. */
const noteAllowed =
  (allowed: readonly string[]): RequestHandler =>
  (_req, res, next) => {
    res.locals.allowed = [...(Array.isArray(res.locals.allowed) ? res.locals.allowed : []), ...allowed]
    next()
  }

const otherMethod: RequestHandler = (req, res, next) => {
  const allowed: unknown = res.locals.allowed
  if (!Array.isArray(allowed)) return next()
  const methods = [...new Set(allowed)]
  if (methods.includes(req.method)) throw new NotFound()
  res.set('Allow', methods.join(', '))
  if (req.method !== 'OPTIONS') throw new HttpError(405, `This address does not take ${req.method}.`)
  res.status(204).end()
}
