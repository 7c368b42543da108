import { claimDigests } from '../server/jobs/digests.ts'
import { claimSubscriberDigests } from '../server/jobs/subscriber-digests.ts'
import { readMailCall, runMail } from './mail-run.ts'
import { runScript } from './run-script.ts'

// npm run digest -- [--as-of 2021-04-05T09:00] [--dry-run] [--json]
await runScript(async ({ config }) => {
  const call = readMailCall('digest')
  return runMail(call, config, 'digest', async deps => {
    const options = { isDryRun: call.isDryRun }
    const staff = await claimDigests(deps, call.moment, options)
    const subscribers = await claimSubscriberDigests(deps, call.moment, options)
    return {
      lines: [...staff.lines, ...subscribers.lines],
      claimed: [...staff.claimed, ...subscribers.claimed]
    }
  })
})
