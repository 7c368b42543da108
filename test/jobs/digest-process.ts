// A process that sends the week's mail of a desk and ends: what the kill tests start, kill and start again.
// Arguments: how many subscribers there are, and by how many minutes its clock is ahead.
import { pino } from 'pino'
import { Subscription } from '../../models/subscription.ts'
import { clockAt } from '../../server/clock.ts'
import { readConfig } from '../../server/config.ts'
import { openDatabase } from '../../server/database.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { jobDeps } from '../../server/jobs/index.ts'
import { claimSubscriberDigests } from '../../server/jobs/subscriber-digests.ts'
import { sendWaiting } from '../../server/mail/sending.ts'
import { openSecrets } from '../../server/secrets.ts'

const [count = 0, minutesAhead = 0] = process.argv.slice(2).map(Number)
const asked = new Date('2026-10-01T12:00:00Z')
const monday = new Date('2026-11-09T13:05:00Z')
const clock = clockAt(new Date(monday.getTime() + minutesAhead * 60_000))

const config = readConfig()
const database = await openDatabase(config)
await loadExamples(asked)
if ((await Subscription.countDocuments({})) < count) {
  await Subscription.deleteMany({})
  await Subscription.insertMany(
    Array.from({ length: count }, (_, number) => ({
      address: `reader${number}@example.org`,
      speed: 'weekly',
      state: 'confirmed',
      askedAt: asked,
      confirmedAt: asked,
      coveredUntil: asked
    }))
  )
}
console.log('started')
const deps = jobDeps({ config, clock, log: pino({ level: 'silent' }), secrets: openSecrets(config.DATA_DIR) })
await claimSubscriberDigests(deps, { isAsOf: false, now: clock.now() })
await sendWaiting({ ...deps, chance: () => 0 })
await deps.transport.close()
await database.close()
console.log('done')
