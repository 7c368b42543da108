import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { organizationPages } from './controller.ts'

/** Departments, bureaus and companies: what was put to each, and what came back. */
export const organizationRoutes = (deps: { readonly clock: Clock }): Router => {
  const organizations = organizationPages(deps)
  return Router().get('/organizations', organizations.index).get('/organizations/:slug', organizations.show)
}
