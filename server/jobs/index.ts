import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import mongoose from 'mongoose'
import { Delivery } from '../../models/delivery.ts'
import { storeTime } from '../../models/store-time.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { dbOf } from '../database.ts'
import type { Log } from '../log.ts'
import { returnPathOf } from '../mail/bounce-address.ts'
import { mailboxPlace } from '../mail/imap.ts'
import { mailSite } from '../mail/site.ts'
import { openTransport } from '../mail/transport.ts'
import type { Secrets } from '../secrets.ts'
import { startLoop } from './loop.ts'
import { runsOnRecord } from './noting-runs.ts'
import { type JobDeps, schedule } from './schedule.ts'

/** What the jobs need from the process they run in. */
export interface JobsContext {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly secrets: Secrets
}

export interface Jobs {
  stop(): Promise<void>
}

/** How long a stop waits for mails under way before their connections are cut. */
const STOP_WITHIN_MS = 7000

/** Starts everything that happens by itself. `stop` ends it within ten seconds and gives back what is leased. */
export async function startJobs(context: JobsContext): Promise<Jobs> {
  const deps = jobDeps(context)
  const loop = startLoop(schedule, deps, runsOnRecord(context))
  return {
    async stop() {
      const cut = setTimeout(() => void deps.transport.close(), STOP_WITHIN_MS)
      await loop.stop()
      clearTimeout(cut)
      await deps.transport.close()
      await Delivery.releaseLeases(deps.worker)
    }
  }
}

/** What one process claims and sends mail with; commands use the same. */
export function jobDeps({ config, clock, log, secrets }: JobsContext): Omit<JobDeps, 'signal'> {
  const site = mailSite(config, secrets)
  return {
    site,
    clock,
    log,
    transport: openTransport(config),
    worker: `${hostname()}:${process.pid}:${randomBytes(6).toString('hex')}`,
    storeNow: () => storeTime(dbOf(mongoose.connection)),
    returnPath: delivery => returnPathOf(site, delivery),
    isClosed: !config.PUBLIC_PAGES,
    bounceMailbox: config.MAIL_BOUNCES_URL ? mailboxPlace(config.MAIL_BOUNCES_URL) : null
  }
}
