import { Router } from 'express'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { signatoryPages } from './controller.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Pick<Config, 'BASE_URL'>
}

/** Members of Congress: what they asked, and what is open. */
export const signatoryRoutes = (deps: Needs): Router => {
  const signatories = signatoryPages(deps)
  return Router()
    .get('/signatories', signatories.index)
    .get('/signatories.:format', signatories.file)
    .get('/signatories/:slug', signatories.show)
}
