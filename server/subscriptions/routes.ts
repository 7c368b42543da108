import { Router } from 'express'
import type { Connection } from 'mongoose'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { mailSite } from '../mail/site.ts'
import type { Secrets } from '../secrets.ts'
import { askLimit } from '../web/limits.ts'
import { subscriptionPages } from './controller.ts'
import { stopPages } from './stops.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Config
  readonly secrets: Secrets
  readonly connection: Connection
}

/** Mail for people without an account: asking, confirming, changing, stopping. */
export const subscriptionRoutes = ({ clock, config, secrets, connection }: Needs): Router => {
  const site = mailSite(config, secrets)
  const subscriptions = subscriptionPages({ clock, site, limit: askLimit(connection) })
  const stops = stopPages({ clock, site })
  return Router()
    .get('/subscriptions/new', subscriptions.new)
    .post('/subscriptions', subscriptions.create)
    .get('/subscriptions/asked', subscriptions.asked)
    .get('/subscriptions/:id/confirmation/:until/:signature', subscriptions.confirmation)
    .post('/subscriptions/:id/confirmation/:until/:signature', subscriptions.confirm)
    .get('/subscriptions/:id/settings/:signature', subscriptions.settings)
    .post('/subscriptions/:id/settings/:signature', subscriptions.change)
    .get('/stops/:what/:id/:signature', stops.show)
    .post('/stops/:what/:id/:signature', stops.create)
}
