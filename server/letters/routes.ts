import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { letterPages } from './controller.ts'

/** Letters as every reader sees them. */
export const letterRoutes = (deps: { readonly clock: Clock }): Router => {
  const letters = letterPages(deps)
  return Router().get('/letters', letters.index).get('/letters/:slug', letters.show)
}
