import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { sharingController } from './controller.ts'

/** Who works on a letter. */
export function sharingRoutes(deps: { readonly clock: Clock }): Router {
  const sharing = sharingController(deps)
  return Router()
    .get('/letters/:slug/sharing', sharing.show)
    .post('/letters/:slug/assignees', sharing.assign)
    .post('/letters/:slug/shares', sharing.share)
    .post('/letters/:slug/shares/removal', sharing.unshare)
}
