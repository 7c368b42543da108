import type { Request, RequestHandler } from 'express'
import { Types } from 'mongoose'
import { Audit, type AuditedChange } from '../../models/audit.ts'
import type { Clock } from '../clock.ts'
import { withoutSecrets } from './request-log.ts'
import { type Viewer, viewerOf } from './viewer.ts'

const noted = new WeakMap<Request, AuditedChange[]>()

/** Most characters of a value that the trail keeps: it says what changed, it is no second copy of a letter. */
const MOST = 300

/**
 * Says what a request changed, for the audit trail: `recordChange(req, 'role', 'reader', 'editor')`. Who, when and
 * at which address the trail knows by itself. Never give it a secret.
 */
export function recordChange(req: Request, what: string, from: string | null, to: string | null): void {
  const change = { what, from: from?.slice(0, MOST) ?? null, to: to?.slice(0, MOST) ?? null }
  noted.set(req, [...(noted.get(req) ?? []), change])
}

/**
 * Writes down every act of a signed-in person that changed something, and every one that was refused. A form that
 * came back for correction changed nothing and is not written down, unless something was noted of it.
 */
export const auditTrail =
  (clock: Clock): RequestHandler =>
  (req, res, next) => {
    const before = viewerOf(req)
    res.on('finish', () => {
      const viewer = viewerOf(req).kind === 'signed-in' ? viewerOf(req) : before
      if (!isActed(req, res.statusCode, viewer)) return
      Audit.create(entryOf(req, res.statusCode, viewer, clock)).catch((error: unknown) =>
        req.log.error({ err: error }, 'an act could not be written down')
      )
    })
    next()
  }

function isActed(req: Request, status: number, viewer: Viewer): boolean {
  if (noted.has(req)) return true
  if (viewer.kind === 'visitor') return false
  if (status === 403 || status === 429) return true
  return !['GET', 'HEAD', 'OPTIONS'].includes(req.method) && status !== 422
}

function entryOf(req: Request, status: number, viewer: Viewer, clock: Clock) {
  const route: unknown = req.route?.path
  const isKnown = viewer.kind === 'signed-in'
  return {
    at: clock.now(),
    by: isKnown ? { id: new Types.ObjectId(viewer.id), name: viewer.name } : null,
    desks: isKnown ? viewer.desks.map(id => new Types.ObjectId(id)) : [],
    act: `${req.method} ${typeof route === 'string' ? route : ''}`.trim(),
    address: withoutSecrets(req.originalUrl).slice(0, 2000),
    status,
    changes: noted.get(req) ?? [],
    requestId: String(req.id)
  }
}
