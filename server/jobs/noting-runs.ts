import { JobRun } from '../../models/job-run.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Job } from './schedule.ts'

/** Hears of each run that ended: when it began, and what went wrong or null. */
export type RunListener = (job: Job, startedAt: Date, error: string | null) => Promise<void>

/** A job that runs every few seconds is written down once a minute while all is well. */
const EVERY_MS = 60_000

/** Writes down the last run of each job, for the page of whoever runs the site. */
export function runsOnRecord({ clock, log }: { readonly clock: Clock; readonly log: Log }): RunListener {
  const written = new Map<string, { readonly at: number; readonly error: string | null }>()
  return async ({ name, why, everyMs }, startedAt, error) => {
    const endedAt = clock.now()
    const last = written.get(name)
    if (last && last.error === error && endedAt.getTime() - last.at < EVERY_MS) return
    const nextAt = new Date(endedAt.getTime() + everyMs)
    try {
      await JobRun.note({ _id: name, why, everyMs, startedAt, endedAt, nextAt, error })
      written.set(name, { at: endedAt.getTime(), error })
    } catch (failure) {
      // The store is away, which the job itself has said; the next run is written down again.
      log.debug({ job: name, err: failure }, 'a run could not be written down')
    }
  }
}
