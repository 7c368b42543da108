import { Router } from 'express'
import type { Connection } from 'mongoose'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { mailSite } from '../mail/site.ts'
import type { Secrets } from '../secrets.ts'
import { askLimit } from '../web/limits.ts'
import { deskPages } from './desk-controller.ts'
import { readerPages } from './reader-controller.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Config
  readonly secrets: Secrets
  readonly connection: Connection
}

/** A reader says that something is wrong or missing; the desk looks into it. */
export const disputeRoutes = ({ clock, config, secrets, connection }: Needs): Router => {
  const site = mailSite(config, secrets)
  const reader = readerPages({ clock, site, limit: askLimit(connection) })
  const desk = deskPages({ clock, site })
  return Router()
    .get('/disputes/new', reader.new)
    .post('/disputes', reader.create)
    .get('/disputes/asked', reader.asked)
    .get('/disputes/:id/confirmation/:until/:signature', reader.confirmation)
    .post('/disputes/:id/confirmation/:until/:signature', reader.confirm)
    .get('/disputes', desk.index)
    .get('/disputes/:id', desk.show)
    .post('/disputes/:id/closing', desk.close)
}
