import { parseArgs } from 'node:util'
import mongoose, { type Types } from 'mongoose'
import { Delivery } from '../models/delivery.ts'
import { systemClock } from '../server/clock.ts'
import type { Config } from '../server/config.ts'
import { jobDeps } from '../server/jobs/index.ts'
import { type Moment, readAsOf } from '../server/jobs/moment.ts'
import type { JobDeps } from '../server/jobs/schedule.ts'
import { makeLog } from '../server/log.ts'
import { sendNow } from '../server/mail/send-now.ts'
import { installationSecrets } from '../server/secrets.ts'
import { WrongCall } from './run-script.ts'

/** The exit code when mail is owed and could not be sent yet (EX_TEMPFAIL of sysexits.h). */
const EXIT_DEFERRED = 75

/** What a command that claims and sends mail was asked for. */
export interface MailCall {
  readonly moment: Moment
  readonly isDryRun: boolean
  readonly isJson: boolean
}

/** Reads `[--as-of 2021-04-05T09:00] [--dry-run] [--json]`. Throws WrongCall. */
export function readMailCall(name: string): MailCall {
  const usage = `npm run ${name} -- [--as-of 2021-04-05T09:00] [--dry-run] [--json]`
  const options = {
    'as-of': { type: 'string' },
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' }
  } as const
  const given = orWrongCall(() => parseArgs({ options }).values, usage)
  const asOf = given['as-of']
  const moment = asOf === undefined ? { isAsOf: false as const, now: systemClock.now() } : readAsOf(asOf)
  if (!moment)
    throw new WrongCall(`--as-of: expected a local time such as 2021-04-05T09:00. Call it so: ${usage}`)
  return { moment, isDryRun: given['dry-run'] === true, isJson: given.json === true }
}

function orWrongCall<T>(read: () => T, usage: string): T {
  try {
    return read()
  } catch (error) {
    throw new WrongCall(`${error instanceof Error ? error.message : error} Call it so: ${usage}`)
  }
}

interface Run {
  readonly lines: readonly { readonly to: string; readonly subject: string }[]
  readonly claimed: readonly Types.ObjectId[]
}

/**
 * Claims what is owed, prints a line a mail, and sends what it claimed and what an earlier run could not send. Exit
 * code 75 when any of it is still waiting.
 */
export async function runMail(
  call: MailCall,
  config: Config,
  kind: 'reminder' | 'digest',
  claimOwed: (deps: Omit<JobDeps, 'signal'>) => Promise<Run>
): Promise<number> {
  const log = makeLog(config)
  const secrets = await installationSecrets(config, mongoose.connection, systemClock.now())
  const deps = jobDeps({ config, clock: systemClock, log, secrets })
  try {
    const { lines, claimed } = await claimOwed(deps)
    for (const line of lines) console.log(call.isJson ? JSON.stringify(line) : `${line.to}: ${line.subject}`)
    if (call.isDryRun) return 0
    const waiting = await Delivery.waitingIds(kind)
    const { deferred } = await sendNow(deps, [...claimed, ...waiting])
    if (!call.isJson) console.error(summary(lines.length, deferred, deps.transport.where))
    return deferred > 0 ? EXIT_DEFERRED : 0
  } finally {
    await deps.transport.close()
  }
}

const summary = (claimed: number, deferred: number, where: string): string =>
  claimed + deferred === 0
    ? 'Nothing is owed.'
    : `${claimed} claimed, ${deferred} still waiting. Mail goes to ${where}.`
