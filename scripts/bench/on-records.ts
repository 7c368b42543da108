import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { type Config, readConfig } from '../../server/config.ts'
import { type Database, openDatabase } from '../../server/database.ts'
import { jobDeps } from '../../server/jobs/index.ts'
import type { JobDeps } from '../../server/jobs/schedule.ts'
import { openSecrets } from '../../server/secrets.ts'

/** The records of a data folder, opened as the jobs open them; mail goes to its outbox. */
export interface OnRecords {
  readonly config: Config
  readonly database: Database
  readonly deps: Omit<JobDeps, 'signal'>
  /** How many of what a bench was asked to do. */
  readonly count: number
}

/** Opens the folder of `--dir` for one bench, and closes it after. */
export async function onRecords(
  args: string[],
  usual: number,
  bench: (records: OnRecords) => Promise<void>
): Promise<void> {
  const { values } = parseArgs({ args, options: { dir: { type: 'string' }, count: { type: 'string' } } })
  if (!values.dir)
    throw new Error('Say which data folder with --dir DIR; npm run bench -- generate fills one.')
  const config = readConfig({ DATA_DIR: values.dir, BASE_URL: 'https://due.example.org' })
  const database = await openDatabase(config)
  try {
    const clock = { now: () => new Date() }
    const deps = jobDeps({
      config,
      clock,
      log: pino({ level: 'error' }),
      secrets: openSecrets(config.DATA_DIR)
    })
    await bench({ config, database, deps, count: Number(values.count ?? usual) })
    await deps.transport.close()
  } finally {
    await database.close()
  }
}
