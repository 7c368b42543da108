import { Router } from 'express'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { mailSite } from '../mail/site.ts'
import type { Secrets } from '../secrets.ts'
import { mailLinkPages } from './controller.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Config
  readonly secrets: Secrets
}

/** What the links in reminders lead to. */
export const mailLinkRoutes = ({ clock, config, secrets }: Needs): Router => {
  const links = mailLinkPages({ clock, site: mailSite(config, secrets) })
  return Router()
    .get('/mail-links/:act/:letterId/:userId/:until/:signature', links.show)
    .post('/mail-links/:act/:letterId/:userId/:until/:signature', links.create)
}
