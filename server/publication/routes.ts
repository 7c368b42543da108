import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { publicationController } from './controller.ts'

export function publicationRoutes(deps: { readonly clock: Clock }): Router {
  const publication = publicationController(deps)
  return Router()
    .get('/letters/:slug/publication', publication.show)
    .post('/letters/:slug/publication', publication.update)
    .post('/letters/:slug/withdrawal', publication.withdraw)
}
