import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Letter } from '../models/letter.ts'
import { Question } from '../models/question.ts'
import { firstAccountLink } from './accounts/first-account.ts'
import { createApp } from './app.ts'
import { systemClock } from './clock.ts'
import { BadSetting, type Config, EXIT_CONFIG, readConfig } from './config.ts'
import { type Database, openDatabase } from './database.ts'
import { loadExamplesOnce } from './examples/load.ts'
import { startJobs } from './jobs/index.ts'
import { type Log, makeLog } from './log.ts'
import { addFederalOrganizations } from './organizations/directory.ts'
import { openSecrets } from './secrets.ts'

/** How long a stop may take before it is forced: a supervisor's patience is not endless. */
const stopWithinMs = 10_000

try {
  await start(readConfig())
} catch (error) {
  console.error(inOneLine(error))
  process.exit(error instanceof BadSetting ? EXIT_CONFIG : 1)
}

/** Opens the records, loads the examples, and only then the port: whoever can connect sees a whole site. */
async function start(config: Config): Promise<void> {
  const log = makeLog(config)
  const clock = systemClock
  const database = await openDatabase(config)
  await addFederalOrganizations(clock.now())
  if (config.SEED_EXAMPLES && database.isEmbedded) await loadExamplesOnce(clock.now())
  const secrets = openSecrets(config.DATA_DIR)
  const jobs = config.ROLE === 'web' ? null : await startJobs({ config, clock, log, secrets })
  const server = config.ROLE === 'worker' ? null : await listen(config, { clock, log, secrets, database })
  stopOnSignal(log, async () => {
    await Promise.all([server && close(server), jobs?.stop()])
    await database.close()
  })
  await announce(config, database, server)
}

async function listen(
  config: Config,
  deps: { clock: typeof systemClock; log: Log; secrets: ReturnType<typeof openSecrets>; database: Database }
): Promise<Server> {
  const app = await createApp({ ...deps, config, connection: deps.database.connection })
  const server = createServer(app)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(config.PORT, config.HOST, resolve)
  })
  return server
}

/** No new request is taken, the ones under way are answered, idle connections are closed. */
function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
}

function stopOnSignal(log: Log, stop: () => Promise<void>): void {
  let isStopping = false
  const onSignal = async (signal: NodeJS.Signals) => {
    if (isStopping) return
    isStopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), stopWithinMs).unref()
    await stop()
    process.exit(0)
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
}

/** What the person who started it wants to know. */
async function announce(config: Config, database: Database, server: Server | null): Promise<void> {
  const letters = await Letter.countDocuments({ isMention: false })
  const questions = await Question.countDocuments({ movedTo: null })
  const link = await firstAccountLink(config, systemClock)
  const lines = [
    ['Address', server ? addressOf(config, server) : 'none: this process only works through jobs'],
    ['Records', `${database.where} (${counted(letters, 'letter')}, ${counted(questions, 'question')})`],
    ['Mail', mailGoes(config)],
    ...(link ? [['First account', `${link.url} (works once, until ${link.expiresAt.toISOString()})`]] : [])
  ]
  console.log(
    ['Reply Due is running.', ...lines.map(([name = '', value]) => `  ${name.padEnd(14)}${value}`)].join('\n')
  )
}

/** With `PORT=0` the system chooses the port, so it is read back from the socket. */
function addressOf(config: Config, server: Server): string {
  if (config.PORT !== 0) return config.BASE_URL
  const { port } = server.address() as AddressInfo
  return `http://localhost:${port}`
}

function mailGoes(config: Config): string {
  return config.SMTP_URL
    ? `sent through ${new URL(config.SMTP_URL).host}`
    : `written to ${join(config.DATA_DIR, 'outbox')}; set SMTP_URL to send it`
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function inOneLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && error.code === 'EADDRINUSE')
    return 'The port is taken: another program listens there. Stop it, or set PORT to another number.'
  if ('code' in error && error.code === 'EACCES' && 'syscall' in error && error.syscall === 'listen')
    return 'This port may not be opened by this user: set PORT to a number from 1024 up.'
  return error.message
}
