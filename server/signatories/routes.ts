import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { signatoryPages } from './controller.ts'

/** Members of Congress: what they asked, and what is open. */
export const signatoryRoutes = (deps: { readonly clock: Clock }): Router => {
  const signatories = signatoryPages(deps)
  return Router().get('/signatories', signatories.index).get('/signatories/:slug', signatories.show)
}
