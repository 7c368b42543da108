import { systemClock } from '../server/clock.ts'
import { rotateLinks, SecretInSettings } from '../server/secrets.ts'
import { runScript, WrongCall } from './run-script.ts'

// npm run rotate-links: a new secret for the links in mails, after the old one may have become known to others.
await runScript(async ({ config, database }) => {
  try {
    await rotateLinks(config, database.connection, systemClock.now())
  } catch (error) {
    throw error instanceof SecretInSettings ? new WrongCall(error.message) : error
  }
  console.log(
    'Links are signed with a new secret once every process was started again. Those in mails already sent work for 30 more days.'
  )
})
