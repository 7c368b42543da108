import type { Request } from 'express'
import type { Flash } from './sessions.ts'
import { viewerOf } from './viewer.ts'

/** Says something at the top of the next page this person sees. Visitors have no session to keep it in. */
export function flash(req: Request, kind: Flash['kind'], text: string): void {
  if (viewerOf(req).kind === 'visitor') return
  req.session.flashes = [...(req.session.flashes ?? []), { kind, text }]
}

/** What is to be said now; it is said once. */
export function takeFlashes(req: Request): readonly Flash[] {
  const flashes = req.session?.flashes ?? []
  if (flashes.length > 0) delete req.session.flashes
  return flashes
}
