import type { Request, RequestHandler } from 'express'
import { User, type UserRecord, userIdOf } from '../../models/user.ts'
import { type Clock, systemClock } from '../clock.ts'
import { isOver, sessionIdOf } from '../web/sessions.ts'
import { type SignedIn, setViewer } from '../web/viewer.ts'

/** Who a session belongs to is asked of the store at each request: a disabled account is out at once. */
export const loadViewer: RequestHandler = async (req, _res, next) => {
  const { userId, beganAt, signedInAt } = req.session
  const isEnded = isOver(beganAt ?? signedInAt ?? '', systemClock.now())
  const id = userId && !isEnded ? userIdOf(userId) : null
  const user = id ? await User.findOne({ _id: id, disabledAt: null }).lean() : null
  if (user) setViewer(req, viewerFrom(user))
  next()
}

const viewerFrom = (user: UserRecord): SignedIn => ({
  kind: 'signed-in',
  id: String(user._id),
  name: user.name,
  email: user.email,
  role: user.role,
  desks: user.desks.map(String)
})

/** Begins a person's session under a new id, so that an id planted beforehand is worth nothing. */
export async function beginSession(req: Request, user: UserRecord, clock: Clock): Promise<void> {
  await endOwnSession(req)
  const now = clock.now().toISOString()
  req.session.userId = String(user._id)
  req.session.signedInAt = now
  req.session.beganAt = systemClock.now().toISOString()
  req.session.provedAt = now
  req.session.browser = (req.get('User-Agent') ?? '').slice(0, 300)
  setViewer(req, viewerFrom(user))
}

/** Goes on with the session under a new id, after its owner proved anew who they are; a copy of the old cookie is worth nothing. */
export async function renewSession(req: Request, clock: Clock): Promise<void> {
  const { cookie: _cookie, ...kept } = req.session
  await endOwnSession(req)
  Object.assign(req.session, kept, { provedAt: clock.now().toISOString() })
}

/** Ends the session the request came with. */
export const endOwnSession = (req: Request): Promise<void> =>
  new Promise((resolve, reject) => req.session.regenerate(error => (error ? reject(error) : resolve())))

/** The id under which the request's session is kept and listed. */
export const ownSessionId = (req: Request): string => sessionIdOf(req.sessionID)
