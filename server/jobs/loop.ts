import { jobSeconds } from '../metrics.ts'
import type { RunListener } from './noting-runs.ts'
import type { Job, JobDeps } from './schedule.ts'

/** What is running by itself in this process. */
export interface Loop {
  /** Starts no more jobs, asks those under way to end, and waits for them. */
  stop(): Promise<void>
}

/** Runs each job now, and again so long after it ended. A job that fails is logged and tried again at its next time. */
export function startLoop(
  jobs: readonly Job[],
  deps: Omit<JobDeps, 'signal'>,
  heard: RunListener = async () => {}
): Loop {
  const stopping = new AbortController()
  const loops = jobs.map(job => repeat(job, { ...deps, signal: stopping.signal }, heard))
  return {
    async stop() {
      stopping.abort()
      await Promise.all(loops)
    }
  }
}

async function repeat(job: Job, deps: JobDeps, heard: RunListener): Promise<void> {
  while (!deps.signal.aborted) {
    const startedAt = deps.clock.now()
    await heard(job, startedAt, await runOnce(job, deps))
    await pause(job.everyMs, deps.signal)
  }
}

/** A run that takes longer gets a line: it may soon not be done when the next is due. */
const SLOW_JOB_SECONDS = 60

/** One run of one job: what the loop does at each of its times. What went wrong, in a line, or null. */
export async function runOnce(
  job: Job,
  deps: JobDeps,
  slowSeconds: number = SLOW_JOB_SECONDS
): Promise<string | null> {
  const end = jobSeconds.startTimer({ job: job.name })
  try {
    await job.run(deps)
    const seconds = end({ outcome: 'done' })
    if (seconds > slowSeconds) deps.log.warn({ job: job.name, seconds: Math.round(seconds) }, 'slow job')
    return null
  } catch (error) {
    end({ outcome: 'failed' })
    deps.log.error({ job: job.name, err: error }, 'job failed; it runs again at its next time')
    return error instanceof Error ? error.message : String(error)
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(end, ms)
    function end() {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    signal.addEventListener('abort', end)
  })
