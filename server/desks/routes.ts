import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { desksController } from './controller.ts'

export function deskRoutes(deps: { readonly clock: Clock }): Router {
  const desks = desksController(deps)
  return Router().get('/desk', desks.show)
}
