import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { outstandingController } from './controller.ts'

export function outstandingRoutes(deps: { readonly clock: Clock }): Router {
  const outstanding = outstandingController(deps)
  return Router()
    .get('/organizations/:slug/outstanding', outstanding.show)
    .get('/organizations/:slug/outstanding.csv', outstanding.csv)
    .get('/organizations/:slug/outstanding.docx', outstanding.docx)
}
