import { Router } from 'express'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { organizationPages } from './controller.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Pick<Config, 'BASE_URL'>
}

/** Departments, bureaus and companies: what was put to each, and what came back. */
export const organizationRoutes = (deps: Needs): Router => {
  const organizations = organizationPages(deps)
  return Router()
    .get('/organizations', organizations.index)
    .get('/organizations.:format', organizations.file)
    .get('/organizations/:slug', organizations.show)
}
