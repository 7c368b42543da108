import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { recipientsController } from './controller.ts'
import { dueOverridesController } from './override-controller.ts'

export function recipientRoutes(deps: { readonly clock: Clock }): Router {
  const recipients = recipientsController(deps)
  const overrides = dueOverridesController(deps)
  return Router()
    .get('/questions/:id/due-dates/:recipientId/edit', overrides.edit)
    .post('/questions/:id/due-dates/:recipientId', overrides.update)
    .get('/letters/:slug/recipients/:recipientId', recipients.edit)
    .post('/letters/:slug/recipients/:recipientId', recipients.update)
}
