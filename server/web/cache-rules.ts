import type { RequestHandler } from 'express'
import { viewerOf } from './viewer.ts'

/**
 * What a visitor sees may be kept but is asked for again each time, so that a withdrawal holds at once; what a
 * signed-in person sees is kept by nobody. Both depend on the cookie.
 */
export const cacheRules: RequestHandler = (req, res, next) => {
  res.vary('Cookie')
  res.set('Cache-Control', viewerOf(req).kind === 'visitor' ? 'public, no-cache' : 'no-store')
  next()
}
