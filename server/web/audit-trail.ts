import type { Request, RequestHandler } from 'express'
import { Types } from 'mongoose'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { Audit, type AuditedChange } from '../../models/audit.ts'
import type { Actor } from '../../models/history.ts'
import type { Clock } from '../clock.ts'
import { withoutSecrets } from './request-log.ts'
import { type Viewer, viewerOf } from './viewer.ts'

/** What a request is known to have done, beside who sent it and where to. */
interface Noted {
  changes: AuditedChange[]
  /** Desks whose records it touched: their admins read of it, whoever did it. */
  desks: string[]
  /** Who acted, where a link and not a session says so. */
  by: Actor | null
}

const noted = new WeakMap<Request, Noted>()

/** Most characters of a value that the trail keeps: it says what changed, it is no second copy of a letter. */
const MOST = 300

/** Most changes that one act is kept with: a letter of a hundred questions checked in one press is one act. */
const MOST_CHANGES = 200

/**
 * Says what a request changed, for the audit trail: `recordChange(req, 'role', 'reader', 'editor')`. Who, when and
 * at which address the trail knows by itself. Never give it a secret.
 */
export function recordChange(req: Request, what: string, from: string | null, to: string | null): void {
  const { changes } = notedOf(req)
  if (changes.length < MOST_CHANGES) changes.push({ what: cut(what), from: cut(from), to: cut(to) })
}

/** Says whose records a request is about, so that the admins of those desks read of it. */
export function concernsDesks(req: Request, desks: readonly (Types.ObjectId | string)[]): void {
  notedOf(req).desks.push(...desks.map(String))
}

/** Says who acted through a signed link, without a session. */
export function actedAs(req: Request, person: Actor): void {
  notedOf(req).by = person
}

function notedOf(req: Request): Noted {
  const known = noted.get(req) ?? { changes: [], desks: [], by: null }
  noted.set(req, known)
  return known
}

const cut = <T extends string | null>(text: T) => (text === null ? text : text.slice(0, MOST)) as T

/**
 * Writes down every act that changed something, and every one that was refused: of signed-in people whatever they
 * sent and every page they were not allowed, of others what was taken, and so many refusals a minute.
 */
export const auditTrail = (clock: Clock): RequestHandler => {
  const budget = refusalBudget()
  return (req, res, next) => {
    const before = viewerOf(req)
    let isWritten = false
    const write = async (): Promise<void> => {
      if (isWritten) return
      isWritten = true
      const viewer = viewerOf(req).kind === 'signed-in' ? viewerOf(req) : before
      try {
        if (!isActed(req, res.statusCode, viewer)) return
        if (isStranger(req, viewer) && res.statusCode >= 400 && !(await budget())) return
        await Audit.create(entryOf(req, res.statusCode, viewer, clock))
      } catch (error) {
        req.log.error({ err: error }, 'an act could not be written down')
      }
    }
    // Not when the answer has left: who hangs up before that gets none, and what they did is done.
    const end = res.end.bind(res)
    // One of several signatures, each handed on as it came.
    res.end = ((...given: Parameters<typeof end>) => {
      const answer = end(...given)
      void write()
      return answer
    }) as typeof res.end
    next()
  }
}

const isReading = (req: Request): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(req.method)

/** What leads to no route is nobody's act; the request log has it. */
const nowhere = [404, 405]

function isActed(req: Request, status: number, viewer: Viewer): boolean {
  if (!isReading(req)) return !isStranger(req, viewer) || !nowhere.includes(status)
  if ((noted.get(req)?.changes.length ?? 0) > 0) return true
  return viewer.kind === 'signed-in' && (status === 403 || status === 429)
}

const isStranger = (req: Request, viewer: Viewer): boolean => viewer.kind === 'visitor' && !noted.get(req)?.by

/** Who is not signed in can be refused as often as they like; that must not fill the disk. */
const REFUSALS_A_MINUTE = 60

function refusalBudget(): () => Promise<boolean> {
  const counter = new RateLimiterMemory({ points: REFUSALS_A_MINUTE, duration: 60 })
  return () =>
    counter.consume('strangers').then(
      () => true,
      () => false
    )
}

function entryOf(req: Request, status: number, viewer: Viewer, clock: Clock) {
  const route: unknown = req.route?.path
  const { changes, desks, by } = notedOf(req)
  const ownDesks = viewer.kind === 'signed-in' ? viewer.desks : []
  return {
    at: clock.now(),
    by: viewer.kind === 'signed-in' ? { id: new Types.ObjectId(viewer.id), name: viewer.name } : by,
    desks: [...new Set([...ownDesks, ...desks])].map(id => new Types.ObjectId(id)),
    act: `${req.method} ${typeof route === 'string' ? route : ''}`.trim(),
    address: withoutSecrets(req.originalUrl).slice(0, 2000),
    status,
    changes,
    requestId: String(req.id)
  }
}
