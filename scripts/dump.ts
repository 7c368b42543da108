import { parseArgs } from 'node:util'
import { systemClock } from '../server/clock.ts'
import { dbOf } from '../server/database.ts'
import { progressOn } from '../server/dump/progress.ts'
import { writeDump } from '../server/dump/write.ts'
import { orWrongCall, runScript, WrongCall } from './run-script.ts'

const usage = 'npm run dump -- FOLDER'

// npm run dump -- FOLDER: every record as a line of extended JSON, with checksums; also beside a running server.
await runScript(async ({ database }) => {
  const { positionals } = orWrongCall(() => parseArgs({ allowPositionals: true }), usage)
  const [folder] = positionals
  if (folder === undefined || positionals.length > 1) throw new WrongCall(`Call it so: ${usage}`)
  const { collections, hash } = await writeDump(
    dbOf(database.connection),
    folder,
    systemClock.now(),
    progressOn(process.stderr)
  )
  const records = collections.reduce((sum, { documents }) => sum + documents, 0)
  console.log(`${records.toLocaleString('en-US')} records in ${folder}, hash ${hash}`)
})
