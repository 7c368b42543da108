import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../server/clock.ts'
import { takeBounce } from '../server/mail/bounces.ts'
import { mailSite } from '../server/mail/site.ts'
import { openSecrets } from '../server/secrets.ts'
import { runScript, WrongCall } from './run-script.ts'

// npm run bounces -- FOLDER-OR-FILE...: reads what came into the bounce mailbox, one message a file. Reading a
// message twice does nothing more than reading it once.
await runScript(async ({ config }) => {
  const named = process.argv.slice(2)
  if (named.length === 0) throw new WrongCall('Which messages? npm run bounces -- FOLDER-OR-FILE...')
  const site = mailSite(config, openSecrets(config.DATA_DIR))
  for (const file of named.flatMap(filesAt)) {
    const outcome = await takeBounce(readFileSync(file), site, systemClock.now())
    console.log(`${file}: ${outcome}`)
  }
  return 0
})

function filesAt(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(path, entry.name))
}
