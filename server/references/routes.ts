import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { referencesController } from './controller.ts'

export function referenceRoutes(deps: { readonly clock: Clock }): Router {
  const references = referencesController(deps)
  return Router()
    .get('/letters/:slug/references/new', references.new)
    .post('/letters/:slug/references', references.create)
    .get('/references/:id', references.show)
    .get('/references/:id/files/:sha256', references.file)
    .post('/references/:id/files', references.addFiles)
    .post('/references/:id/files/:sha256/removal', references.removeFile)
}
