import { Router } from 'express'
import type { Config } from '../config.ts'
import { operations } from './controller.ts'
import type { HealthNeeds } from './health.ts'

/** What machines ask a running process. */
export const operationRoutes = (
  needs: HealthNeeds & { readonly config: Pick<Config, 'METRICS_TOKEN' | 'ROLE'> }
) => {
  const asked = operations(needs)
  return Router().get('/healthz', asked.health).get('/readyz', asked.ready).get('/metrics', asked.metrics)
}
