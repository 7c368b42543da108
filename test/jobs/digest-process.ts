// A process that sends the week's mail and ends: what the kill tests start, kill and start again. It says `warm` when
// it has read its sources, then waits for a line with a week's number, so that the next can warm up meanwhile.
// Argument: how many subscribers there are.
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { pino } from 'pino'
import { Delivery } from '../../models/delivery.ts'
import { Subscription } from '../../models/subscription.ts'
import { clockAt } from '../../server/clock.ts'
import { readConfig } from '../../server/config.ts'
import { openDatabase } from '../../server/database.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { jobDeps } from '../../server/jobs/index.ts'
import { claimSubscriberDigests } from '../../server/jobs/subscriber-digests.ts'
import { LEASE_MS, sendWaiting } from '../../server/mail/sending.ts'
import { openSecrets } from '../../server/secrets.ts'

const count = Number(process.argv[2])
const asked = new Date('2026-10-01T12:00:00Z')
const config = readConfig()

console.log('warm')
const [line] = await once(createInterface({ input: process.stdin }), 'line')
// Five weeks from one to the next: after four quiet ones there is a mail.
const monday = new Date('2026-11-09T13:05:00Z').getTime() + Number(line) * 35 * 24 * 3_600_000
const clock = clockAt(new Date(monday))

const database = await openDatabase(config)
await loadExamples(asked)
if ((await Subscription.countDocuments({})) < count) {
  await Subscription.deleteMany({})
  for (let start = 0; start < count; start += 1000)
    await Subscription.insertMany(
      Array.from({ length: Math.min(1000, count - start) }, (_, number) => ({
        address: `reader${start + number}@example.org`,
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
console.log('claimed')
// As if five minutes had passed since the one before was killed: its leases are over.
const over = new Date((await deps.storeNow()).getTime() - LEASE_MS)
await Delivery.updateMany({ state: 'leased' }, { $set: { leasedAt: over } })
const { sent, deferred } = await sendWaiting({ ...deps, chance: () => 0 })
await deps.transport.close()
await database.close()
const used = process.cpuUsage()
const { maxRSS } = process.resourceUsage()
console.log(
  `done ${JSON.stringify({ sent, deferred, cpuMs: (used.user + used.system) / 1000, mostKilobytes: maxRSS })}`
)
process.exit(0)
