import { Router } from 'express'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { letterPages } from './controller.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Pick<Config, 'BASE_URL'>
}

/** Letters as every reader sees them. */
export const letterRoutes = (deps: Needs): Router => {
  const letters = letterPages(deps)
  return Router()
    .get('/letters', letters.index)
    .get('/letters.:format', letters.file)
    .get('/letters/:slug', letters.show)
}
