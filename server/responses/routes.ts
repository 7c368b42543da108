import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { responsesController } from './controller.ts'

export function responseRoutes(deps: { readonly clock: Clock }): Router {
  const responses = responsesController(deps)
  return Router()
    .get('/letters/:slug/responses/new', responses.new)
    .post('/letters/:slug/responses', responses.create)
    .get('/responses/:id', responses.show)
    .get('/responses/:id/edit', responses.edit)
    .post('/responses/:id/edit', responses.update)
    .post('/responses/:id/publication', responses.publish)
    .get('/responses/:id/files/:sha256', responses.file)
}
