import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { divisionsController } from './controller.ts'

export function divisionRoutes(deps: { readonly clock: Clock }): Router {
  const divisions = divisionsController(deps)
  return Router()
    .get('/questions/:id/division', divisions.show)
    .post('/questions/:id/splits', divisions.split)
    .post('/questions/:id/merges', divisions.merge)
    .post('/questions/:id/numbers', divisions.renumber)
}
