import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { recipientsController } from './controller.ts'

export function recipientRoutes(deps: { readonly clock: Clock }): Router {
  const recipients = recipientsController(deps)
  return Router()
    .get('/letters/:slug/recipients/:recipientId', recipients.edit)
    .post('/letters/:slug/recipients/:recipientId', recipients.update)
}
