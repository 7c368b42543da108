import { parseArgs } from 'node:util'
import { systemClock } from '../server/clock.ts'
import { dbOf } from '../server/database.ts'
import { loadDump } from '../server/dump/load.ts'
import { progressOn } from '../server/dump/progress.ts'
import { jobDeps } from '../server/jobs/index.ts'
import { setAsideOldMail } from '../server/jobs/set-aside.ts'
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
    const count = await setAsideOldMail(deps, new Date(takenAt))
    await deps.transport.close()
    console.log(
      `Restored into ${database.where} from ${takenAt}. ${count} mails that waited or were owed are set aside, each with a note: they may have gone out before.`
    )
  },
  { isLoading: true }
)
