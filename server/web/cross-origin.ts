import type { RequestHandler } from 'express'

/** Addresses that scripts of other sites may read: public data, for which no cookie is ever needed. */
const isOpen = (path: string): boolean => path.startsWith('/api/') || path === '/data.ndjson'

/** Lets other sites read the public data, and nothing else of this site. */
export const openData: RequestHandler = (req, res, next) => {
  if (!isOpen(req.path)) return next()
  if (req.method === 'GET' || req.method === 'HEAD') {
    res.set('Access-Control-Allow-Origin', '*').set('Access-Control-Expose-Headers', 'ETag')
    // Read by a script of another site, which is what it is for.
    res.set('Cross-Origin-Resource-Policy', 'cross-origin')
  }
  if (req.method !== 'OPTIONS') return next()
  res
    .status(204)
    .set({
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Methods': 'GET, HEAD',
      'Access-Control-Allow-Headers': 'If-None-Match',
      'Access-Control-Max-Age': '86400'
    })
    .end()
}
