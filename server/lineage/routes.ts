import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { lineageController } from './controller.ts'

export function lineageRoutes(deps: { readonly clock: Clock }): Router {
  const lineage = lineageController(deps)
  return Router()
    .get('/questions/:id/chain', lineage.show)
    .get('/letters/:slug/lineage', lineage.edit)
    .post('/questions/:id/re-asks', lineage.reAsk)
    .post('/letters/:slug/relations', lineage.relate)
}
