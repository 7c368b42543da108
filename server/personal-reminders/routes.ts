import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { personalRemindersController } from './controller.ts'

/** "Remind me on DATE", of any question. */
export function personalReminderRoutes(deps: { readonly clock: Clock }): Router {
  const reminders = personalRemindersController(deps)
  return Router()
    .get('/questions/:id/reminders', reminders.index)
    .post('/questions/:id/reminders', reminders.create)
    .post('/questions/:id/reminders/removal', reminders.destroy)
}
