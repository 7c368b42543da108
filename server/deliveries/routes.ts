import { Router } from 'express'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { mailSite } from '../mail/site.ts'
import type { Secrets } from '../secrets.ts'
import { deliveryPages } from './controller.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Config
  readonly secrets: Secrets
}

/** What goes out by mail, for staff. */
export const deliveryRoutes = ({ clock, config, secrets }: Needs): Router => {
  const deliveries = deliveryPages({ clock, config, site: mailSite(config, secrets) })
  return Router()
    .get('/mail', deliveries.index)
    .get('/mail/previews/:name', deliveries.preview)
    .get('/mail/previews/:name/html', deliveries.previewHtml)
}
