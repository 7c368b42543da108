import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { versionsController } from './controller.ts'

export function versionRoutes(deps: { readonly clock: Clock }): Router {
  const versions = versionsController(deps)
  return Router()
    .get('/letters/:slug/versions', versions.index)
    .get('/letters/:slug/versions/new', versions.new)
    .post('/letters/:slug/versions', versions.create)
}
