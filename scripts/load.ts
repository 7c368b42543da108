import { parseArgs } from 'node:util'
import { systemClock } from '../server/clock.ts'
import { dbOf } from '../server/database.ts'
import { loadDump } from '../server/dump/load.ts'
import { progressOn } from '../server/dump/progress.ts'
import { orWrongCall, runScript, WrongCall } from './run-script.ts'

const usage = 'npm run load -- [--replace] FOLDER'

// npm run load -- [--replace] FOLDER: moves a desk here. What waits in its outbox goes out from here: stop the old one.
await runScript(
  async ({ database }) => {
    const options = { replace: { type: 'boolean' } } as const
    const { values, positionals } = orWrongCall(() => parseArgs({ options, allowPositionals: true }), usage)
    const [folder] = positionals
    if (folder === undefined || positionals.length > 1) throw new WrongCall(`Call it so: ${usage}`)
    if (database.isEmbedded && !database.isOwner)
      throw new WrongCall(`A server is running on ${database.where}: stop it first.`)
    const { hash } = await loadDump(dbOf(database.connection), folder, {
      now: systemClock.now(),
      replaces: values.replace === true,
      progress: progressOn(process.stderr)
    })
    console.log(
      `Loaded into ${database.where}, hash ${hash}. What waits in the outbox will be sent from here.`
    )
  },
  { isLoading: true }
)
