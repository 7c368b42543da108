import { Router } from 'express'
import type { Connection } from 'mongoose'
import type { Config } from '../config.ts'
import { operations } from './controller.ts'
import type { HealthNeeds } from './health.ts'
import * as organizations from './organizations-controller.ts'
import { operationPages } from './pages-controller.ts'

interface Needs extends HealthNeeds {
  readonly config: Config
  readonly connection: Connection
}

/** What machines ask a running process, and what whoever runs it looks at. */
export const operationRoutes = (needs: Needs): Router => {
  const asked = operations(needs)
  const pages = operationPages(needs)
  return Router()
    .get('/healthz', asked.health)
    .get('/readyz', asked.ready)
    .get('/metrics', asked.metrics)
    .get('/operations', pages.index)
    .get('/operations/mail', pages.mail)
    .post('/operations/mail/:id/retry', pages.retry)
    .post('/operations/mail/:id/cancellation', pages.cancel)
    .get('/operations/holidays', pages.holidays)
    .post('/operations/closures', pages.close)
    .get('/operations/organizations', organizations.index)
    .get('/organizations/:slug/record', organizations.edit)
    .post('/organizations/:slug/record', organizations.update)
}
