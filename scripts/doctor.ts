import { parseArgs } from 'node:util'
import { systemClock } from '../server/clock.ts'
import { dbOf } from '../server/database.ts'
import { examine } from '../server/doctor/examine.ts'
import { recordChecks } from '../server/doctor/records.ts'
import { surroundingChecks } from '../server/doctor/surroundings.ts'
import { orWrongCall, runScript } from './run-script.ts'

const usage = 'npm run doctor -- [--repair]'

// npm run doctor -- [--repair]: says what is wrong and what to do; exit code 1 while anything is.
await runScript(async ({ config, database }) => {
  const { repair } = orWrongCall(() => parseArgs({ options: { repair: { type: 'boolean' } } }).values, usage)
  const [db, now] = [dbOf(database.connection), systemClock.now()]
  const checks = [...surroundingChecks(config, db, database.isEmbedded, now), ...recordChecks(db, now)]
  const { faults, repaired } = await examine(checks, line => console.log(line), repair === true)
  console.log(`${faults} faults${repaired > 0 ? `, ${repaired} repaired` : ''}.`)
  return faults > 0 ? 1 : 0
})
