import { Router } from 'express'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { searchPages } from './controller.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Pick<Config, 'BASE_URL'>
}

/** Search by words over questions, letters, replies, references and names. */
export const searchRoutes = (deps: Needs): Router => {
  const pages = searchPages(deps)
  return Router().get('/search', pages.show).get('/search.:format', pages.file)
}
