import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import mongoose from 'mongoose'
import { Letter } from '../models/letter.ts'
import { Question } from '../models/question.ts'
import { firstAccountLink } from './accounts/first-account.ts'
import type { AppDeps } from './app.ts'
import { systemClock } from './clock.ts'
import { BadSetting, type Config, EXIT_CONFIG, readConfig } from './config.ts'
import { type Database, type OpenOptions, openDatabase } from './database.ts'
import { backUp } from './dump/back-up.ts'
import { loadExamplesOnce } from './examples/load.ts'
import { startJobs } from './jobs/index.ts'
import { type Log, makeLog } from './log.ts'
import type { HealthNeeds } from './operations/health.ts'
import { countProcess } from './operations/metrics.ts'
import { sidePort } from './operations/side-port.ts'
import { watchStore } from './operations/store-times.ts'
import { addFederalOrganizations } from './organizations/directory.ts'
import { installationSecrets } from './secrets.ts'
import { patientServer } from './web/patient-server.ts'

/** How long a stop may take before it is forced: a supervisor's patience is not endless. */
const stopWithinMs = 10_000

/**
 * So long after the signal requests are still taken, each answered with `Connection: close`: whoever spreads the load
 * sees /readyz say 503, and a browser that was about to send on an open connection is not cut off.
 */
const lameMs = 1000

/** So long nobody must have come before the port is closed; whoever goes on coming is not waited for longer than this. */
const [QUIET_MS, MOST_LAME_MS] = [300, 5000]

let isStopping = false

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
  const database = await openDatabase(config, beforeUpgrade(config))
  await addFederalOrganizations(clock.now())
  if (config.SEED_EXAMPLES && database.isEmbedded) await loadExamplesOnce(clock.now())
  watchStore(database.connection.getClient(), log)
  const secrets = await installationSecrets(config, database.connection, clock.now())
  const needs = { config, clock, connection: database.connection, isStopping: () => isStopping }
  const server =
    config.ROLE === 'worker' ? null : await listen(config, await pages({ ...needs, log, secrets }))
  const stopReading = server ? await keepReading(log) : () => {}
  const side = config.METRICS_PORT === undefined ? null : await listenBeside(config, needs)
  // Last: a process whose port is taken ends, and must not end in the middle of a mail.
  const jobs = config.ROLE === 'web' ? null : await startJobs({ config, clock, log, secrets })
  if (side || config.METRICS_TOKEN) countProcess()
  stopOnSignal(log, async isAtTerminal => {
    stopReading()
    await Promise.all([server && drain(server, isAtTerminal ? 0 : lameMs), jobs?.stop()])
    side?.close()
    side?.closeAllConnections()
    await database.close()
  })
  noteRejections(log)
  await announce(config, database, server)
  if (server) await readAhead(log)
}

/** Before records are brought to a newer layout they are kept as they were; a MongoDB has backups of its own. */
function beforeUpgrade(config: Config): OpenOptions {
  return {
    tell: line => console.log(line),
    beforeChange: async (from, to) => {
      if (config.MONGODB_URI) return
      const name = `before-layout-${to}-from-${from}`
      const { folder } = await backUp(mongoose.connection, config.DATA_DIR, { name, now: systemClock.now() })
      console.log(`The records as they were are kept in ${folder}.`)
    }
  }
}

/** The record in brief is read now and not when the first reader comes, who would wait for it. */
async function readAhead(log: Log): Promise<void> {
  const { currentCatalog } = await import('./catalog.ts')
  await currentCatalog().catch(error => log.warn({ err: error }, 'the record was not read ahead'))
}

/** Only a process that serves pages reads their sources: a worker starts sooner and is smaller. */
async function pages(deps: AppDeps): Promise<RequestListener> {
  const { createApp } = await import('./app.ts')
  return createApp(deps)
}

/** Files that were being read when a process ended are taken up, and not only when somebody asks for their page. */
async function keepReading(log: Log): Promise<() => void> {
  const { fileReading } = await import('./intake/file-reading.ts')
  const { replyReading } = await import('./responses/reading.ts')
  const stops = [fileReading(log), replyReading(log)].map(reading => reading.keepLooking())
  return () => {
    for (const stop of stops) stop()
  }
}

async function listen(config: Config, app: RequestListener): Promise<Server> {
  const server = patientServer()
  server.on('request', (_req, res) => {
    if (isStopping) res.setHeader('Connection', 'close')
  })
  server.on('request', app)
  return opened(server, config.PORT, config.HOST)
}

function listenBeside(config: Config, needs: HealthNeeds): Promise<Server> {
  return opened(sidePort(needs), config.METRICS_PORT ?? 0, config.HOST)
}

async function opened(server: Server, port: number, host: string): Promise<Server> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return server
}

/**
 * For a moment more everything is answered, on a busy machine until nobody has come for a moment: what the system has
 * taken for this process and it has not looked at yet would be cut off. Then no connection is taken, and the answers
 * under way are waited for.
 */
async function drain(server: Server, afterMs: number): Promise<void> {
  let lastAt = performance.now()
  server.on('connection', () => {
    lastAt = performance.now()
  })
  const end = lastAt + MOST_LAME_MS
  await wait(afterMs)
  while (afterMs > 0 && performance.now() < end && performance.now() - lastAt < QUIET_MS)
    await wait(QUIET_MS / 5)
  await new Promise<void>(resolve => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
}

function stopOnSignal(log: Log, stop: (isAtTerminal: boolean) => Promise<void>): void {
  const onSignal = async (signal: NodeJS.Signals) => {
    if (isStopping) return
    isStopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), stopWithinMs).unref()
    await stop(signal === 'SIGINT')
    process.exit(0)
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
}

/** A mistake of ours in one request must not end those of others; it is logged as what it is. */
function noteRejections(log: Log): void {
  process.on('unhandledRejection', error => log.error({ err: error }, 'a rejection that nobody handled'))
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
    return `The port is taken: another program listens at ${placeOf(error)}. Stop it, or set PORT (or METRICS_PORT) to another number.`
  if ('code' in error && error.code === 'EACCES' && 'syscall' in error && error.syscall === 'listen')
    return 'This port may not be opened by this user: set PORT to a number from 1024 up.'
  return error.message
}

function placeOf(error: Error): string {
  return 'address' in error && 'port' in error ? `${error.address}:${error.port}` : 'that address'
}
