import { claimReminders } from '../server/jobs/reminders.ts'
import { readMailCall, runMail } from './mail-run.ts'
import { runScript } from './run-script.ts'

// npm run reminders -- [--as-of 2021-04-05T09:00] [--dry-run] [--json]
await runScript(async ({ config }) => {
  const call = readMailCall('reminders')
  return runMail(call, config, 'reminder', deps =>
    claimReminders(deps, call.moment, { isWhole: true, isDryRun: call.isDryRun })
  )
})
