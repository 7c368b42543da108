import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../server/clock.ts'
import type { Config } from '../server/config.ts'
import { jobDeps } from '../server/jobs/index.ts'
import { makeLog } from '../server/log.ts'
import { readBounceMailbox } from '../server/mail/bounce-mailbox.ts'
import { takeBounce } from '../server/mail/bounces.ts'
import { mailSite } from '../server/mail/site.ts'
import { installationSecrets, type Secrets } from '../server/secrets.ts'
import { runScript, WrongCall } from './run-script.ts'

const usage = 'npm run bounces -- FOLDER-OR-FILE..., or without any where MAIL_BOUNCES_URL is set'

// npm run bounces: looks into the bounce mailbox now. npm run bounces -- FOLDER-OR-FILE...: reads messages that were
// kept as files, one a file. Reading a message twice does nothing more than reading it once.
await runScript(async ({ config, database }) => {
  const named = process.argv.slice(2)
  const secrets = await installationSecrets(config, database.connection, systemClock.now())
  if (named.length === 0) return readMailbox(config, secrets)
  const site = mailSite(config, secrets)
  for (const file of named.flatMap(filesAt)) {
    const outcome = await takeBounce(readFileSync(file), site, systemClock.now())
    console.log(`${file}: ${outcome}`)
  }
  return 0
})

async function readMailbox(config: Config, secrets: Secrets): Promise<number> {
  const deps = jobDeps({ config, clock: systemClock, log: makeLog(config), secrets })
  const { bounceMailbox: place } = deps
  if (!place) throw new WrongCall(`Which messages? ${usage}`)
  const tally = await readBounceMailbox({ ...deps, place, signal: new AbortController().signal })
  const counts = Object.entries(tally ?? {}).map(([outcome, count]) => `${count} ${outcome}`)
  console.log(`${place.name}: ${tally ? counts.join(', ') : 'another process reads it just now'}`)
  return 0
}

function filesAt(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(path, entry.name))
}
