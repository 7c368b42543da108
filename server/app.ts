import type { RequestListener } from 'node:http'
import compression from 'compression'
import express from 'express'
import type { Connection } from 'mongoose'
import { accountRoutes } from './accounts/routes.ts'
import { loadViewer } from './accounts/session.ts'
import { apiRoutes } from './api/routes.ts'
import { calendarRoutes } from './calendars/routes.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { contactRoutes } from './contacts/routes.ts'
import { deliveryRoutes } from './deliveries/routes.ts'
import { deskRoutes } from './desks/routes.ts'
import { disputeRoutes } from './disputes/routes.ts'
import { divisionRoutes } from './divisions/routes.ts'
import { exampleRoutes } from './examples/routes.ts'
import { findingRoutes } from './findings/routes.ts'
import { followUpLetterRoutes } from './follow-up-letters/routes.ts'
import { homeRoutes } from './home/routes.ts'
import { importRoutes } from './imports/routes.ts'
import { intakeRoutes } from './intake/routes.ts'
import { letterRoutes } from './letters/routes.ts'
import { lineageRoutes } from './lineage/routes.ts'
import type { Log } from './log.ts'
import { mailLinkRoutes } from './mail-links/routes.ts'
import { mergerRoutes } from './mergers/routes.ts'
import { requestTimes } from './operations/request-times.ts'
import { operationRoutes } from './operations/routes.ts'
import { organizationRoutes } from './organizations/routes.ts'
import { outstandingRoutes } from './outstanding/routes.ts'
import { personalReminderRoutes } from './personal-reminders/routes.ts'
import { publicationRoutes } from './publication/routes.ts'
import { questionRoutes } from './questions/routes.ts'
import { recipientRoutes } from './recipients/routes.ts'
import { referenceRoutes } from './references/routes.ts'
import { responseRoutes } from './responses/routes.ts'
import { searchRoutes } from './search/routes.ts'
import type { Secrets } from './secrets.ts'
import { sharingRoutes } from './sharing/routes.ts'
import { signatoryRoutes } from './signatories/routes.ts'
import { subscriptionRoutes } from './subscriptions/routes.ts'
import { timelineRoutes } from './timelines/routes.ts'
import { topicRoutes } from './topics/routes.ts'
import { versionRoutes } from './versions/routes.ts'
import { aboutRoutes } from './web/about.ts'
import { makeAssets } from './web/assets.ts'
import { auditTrail } from './web/audit-trail.ts'
import { cacheRules } from './web/cache-rules.ts'
import { openData } from './web/cross-origin.ts'
import { proveOrigin } from './web/csrf.ts'
import { answerError, answerPlainly, notFound } from './web/error-pages.ts'
import { keptFirst } from './web/kept-first.ts'
import { keptPages } from './web/kept-pages.ts'
import { mount } from './web/mount.ts'
import { nearReads } from './web/near-reads.ts'
import { requestLog } from './web/request-log.ts'
import { securityHeaders } from './web/security-headers.ts'
import { sessions } from './web/sessions.ts'
import { standingFiles } from './web/standing-files.ts'
import { useViews } from './web/view-engine.ts'

/** What the pages need from the process they run in. */
export interface AppDeps {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly secrets: Secrets
  /** An open connection: `mongoose.connection` once `connectDatabase` has resolved. */
  readonly connection: Connection
  /** Whether the process was asked to stop: it answers what comes and says that it is not ready for more. */
  readonly isStopping?: () => boolean
}

/** The whole site, in the order a request passes through it. */
export async function createApp(deps: AppDeps): Promise<RequestListener> {
  const { config, clock, log, secrets, connection } = deps
  const assets = await makeAssets()
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', config.TRUSTED_HOPS)
  useViews(app, assets)
  app.locals.correctionsTo = config.CORRECTIONS_TO
  app.locals.baseUrl = config.BASE_URL

  const kept = keptPages(clock, config)
  app.use(requestLog(log))
  app.use(requestTimes)
  app.use(nearReads)
  app.use(kept.handle)
  app.use(securityHeaders(config))
  app.use(compression())
  app.use(assets.serve)
  app.use(sessions(connection.getClient(), secrets, config))
  app.use(loadViewer)
  app.use(cacheRules)
  app.use(auditTrail(deps.clock))
  app.use(openData)
  app.use(proveOrigin(config))
  app.use(mount(routersOf(deps), config))
  app.use(notFound)
  app.use(answerError)
  app.use(answerPlainly)
  return keptFirst(kept, log, app)
}

/** Every router, in the order a reader would browse. Each route needs its row in `web/permissions.ts`. */
export const routersOf = (deps: AppDeps) => [
  homeRoutes(deps),
  questionRoutes(deps),
  letterRoutes(deps),
  organizationRoutes(deps),
  signatoryRoutes(deps),
  topicRoutes(deps),
  searchRoutes(deps),
  apiRoutes(deps),
  deskRoutes(deps),
  responseRoutes(deps),
  findingRoutes(deps),
  publicationRoutes(deps),
  sharingRoutes(deps),
  outstandingRoutes(deps),
  followUpLetterRoutes(deps),
  timelineRoutes(deps),
  referenceRoutes(deps),
  versionRoutes(deps),
  divisionRoutes(deps),
  lineageRoutes(deps),
  contactRoutes(deps),
  recipientRoutes(deps),
  intakeRoutes(deps),
  importRoutes(deps),
  mergerRoutes(),
  subscriptionRoutes(deps),
  disputeRoutes(deps),
  deliveryRoutes(deps),
  mailLinkRoutes(deps),
  personalReminderRoutes(deps),
  calendarRoutes(deps),
  exampleRoutes(deps),
  accountRoutes(deps),
  aboutRoutes,
  standingFiles(deps),
  operationRoutes(deps)
]
