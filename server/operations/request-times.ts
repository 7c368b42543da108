import type { RequestHandler } from 'express'
import { requestSeconds } from '../metrics.ts'

/** Times every request under its route as declared, so that the number of series does not grow with the records. */
export const requestTimes: RequestHandler = (req, res, next) => {
  const end = requestSeconds.startTimer()
  res.once('finish', () =>
    end({ method: methodOf(req.method), route: routeOf(req.route), status: res.statusCode })
  )
  next()
}

const known = new Set(['GET', 'HEAD', 'POST', 'OPTIONS'])
const methodOf = (method: string): string => (known.has(method) ? method : 'other')

/** Express leaves the route it matched on the request; assets and what matches nothing have none. */
const routeOf = (route: unknown): string =>
  typeof route === 'object' && route !== null && 'path' in route ? String(route.path) : 'none'
