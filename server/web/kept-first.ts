import { randomUUID } from 'node:crypto'
import type { RequestListener } from 'node:http'
import type { Log } from '../log.ts'
import { requestSeconds } from '../metrics.ts'
import type { KeptPages } from './kept-pages.ts'
import { noteAnswered } from './request-log.ts'

/**
 * A kept page that is at hand goes out before anything else is asked of the request: most of what readers ask for, at
 * a third of the cost. It is logged and timed as all others are.
 */
export const keptFirst =
  (kept: KeptPages, log: Log, site: RequestListener): RequestListener =>
  (req, res) => {
    const begun = performance.now()
    const id = randomUUID()
    if (!kept.giveAtOnce(req, res, id)) return site(req, res)
    const ms = performance.now() - begun
    requestSeconds.observe({ method: 'GET', route: 'none', status: res.statusCode }, ms / 1000)
    noteAnswered(log, req, id, res.statusCode, ms)
  }
