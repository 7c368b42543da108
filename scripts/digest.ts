import { claimDigests } from '../server/jobs/digests.ts'
import { readMailCall, runMail } from './mail-run.ts'
import { runScript } from './run-script.ts'

// npm run digest -- [--as-of 2021-04-05T09:00] [--dry-run] [--json]
await runScript(async ({ config }) => {
  const call = readMailCall('digest')
  return runMail(call, config, 'digest', deps => claimDigests(deps, call.moment, { isDryRun: call.isDryRun }))
})
