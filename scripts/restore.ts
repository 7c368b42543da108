import { parseArgs } from 'node:util'
import { systemClock } from '../server/clock.ts'
import { dbOf } from '../server/database.ts'
import { loadDump } from '../server/dump/load.ts'
import { progressOn } from '../server/dump/progress.ts'
import { setAside } from '../server/dump/set-aside.ts'
import { claimDigests } from '../server/jobs/digests.ts'
import { jobDeps } from '../server/jobs/index.ts'
import { claimReminders } from '../server/jobs/reminders.ts'
import { makeLog } from '../server/log.ts'
import { installationSecrets } from '../server/secrets.ts'
import { orWrongCall, runScript, WrongCall } from './run-script.ts'

const usage = 'npm run restore -- [--replace] FOLDER'

// npm run restore -- [--replace] FOLDER: puts a backup in place, and sends nothing that may have gone out since it.
await runScript(
  async ({ config, database }) => {
    const options = { replace: { type: 'boolean' } } as const
    const { values, positionals } = orWrongCall(() => parseArgs({ options, allowPositionals: true }), usage)
    const [folder] = positionals
    if (folder === undefined || positionals.length > 1) throw new WrongCall(`Call it so: ${usage}`)
    if (database.isEmbedded && !database.isOwner)
      throw new WrongCall(`A server is running on ${database.where}: stop it first.`)
    const now = systemClock.now()
    const { takenAt } = await loadDump(dbOf(database.connection), folder, {
      now,
      replaces: values.replace === true,
      progress: progressOn(process.stderr)
    })
    const secrets = await installationSecrets(config, database.connection, now)
    const deps = jobDeps({ config, clock: systemClock, log: makeLog(config), secrets })
    // What is owed now may have been sent between the backup and its restore; it is claimed, so that it counts as told.
    await claimReminders(deps, { isAsOf: false, now }, { isWhole: true })
    await claimDigests(deps, { isAsOf: false, now })
    await deps.transport.close()
    const count = await setAside(now, takenAt)
    console.log(
      `Restored into ${database.where} from ${takenAt}. ${count} mails that waited or were owed are set aside, each with a note: they may have gone out before.`
    )
  },
  { isLoading: true }
)
