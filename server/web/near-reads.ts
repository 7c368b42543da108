import type { RequestHandler } from 'express'
import { hasNearReads, nearby } from '../../models/near-reads.ts'
import { sharedRevision } from '../catalog.ts'

/**
 * Reads for visitors go where `PUBLIC_READS` says. The revision is looked at first, whatever the page: nothing older
 * than it is then shown. Who has a cookie may have written a moment ago without it, and is answered by the primary.
 */
export const nearReads: RequestHandler = async (req, _res, next) => {
  const isForVisitor = (req.method === 'GET' || req.method === 'HEAD') && req.headers.cookie === undefined
  if (!isForVisitor || !hasNearReads()) return next()
  await sharedRevision()
  nearby(next)
}
