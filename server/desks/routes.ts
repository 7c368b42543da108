import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { desksController } from './controller.ts'
import { deskRemindersController } from './reminders-controller.ts'

export function deskRoutes(deps: { readonly clock: Clock }): Router {
  const desks = desksController(deps)
  const reminders = deskRemindersController(deps)
  return Router()
    .get('/desk', desks.show)
    .get('/desks/:slug/reminders', reminders.edit)
    .post('/desks/:slug/reminders', reminders.update)
}
