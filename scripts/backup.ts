import { parseArgs } from 'node:util'
import { systemClock } from '../server/clock.ts'
import { backUp, forgetOldBackups } from '../server/dump/back-up.ts'
import { progressOn } from '../server/dump/progress.ts'
import { orWrongCall, runScript, WrongCall } from './run-script.ts'

const usage = 'npm run backup -- [--keep 14]'

// npm run backup -- [--keep 14]: a dump under DATA_DIR/backups, also while the server runs; removes older ones.
await runScript(async ({ config, database }) => {
  const { keep = '14' } = orWrongCall(
    () => parseArgs({ options: { keep: { type: 'string' } } }).values,
    usage
  )
  if (!/^[1-9]\d{0,3}$/.test(keep))
    throw new WrongCall(`--keep: expected how many to keep. Call it so: ${usage}`)
  const { folder, manifest } = await backUp(database.connection, config.DATA_DIR, {
    now: systemClock.now(),
    progress: progressOn(process.stderr)
  })
  const forgotten = await forgetOldBackups(config.DATA_DIR, Number(keep))
  console.log(
    `${folder}, hash ${manifest.hash}${forgotten.length > 0 ? `; removed ${forgotten.join(', ')}` : ''}`
  )
})
