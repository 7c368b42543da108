import { Router } from 'express'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { calendarsController } from './controller.ts'

/** A person's own calendar: its secret address, and the file behind it. */
export function calendarRoutes(deps: {
  readonly clock: Clock
  readonly config: Pick<Config, 'BASE_URL'>
}): Router {
  const calendars = calendarsController(deps)
  return Router()
    .get('/account/calendar', calendars.show)
    .post('/account/calendar', calendars.create)
    .post('/account/calendar/removal', calendars.destroy)
    .get('/calendars/:secret.ics', calendars.file)
}
