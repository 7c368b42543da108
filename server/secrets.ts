import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection } from 'mongoose'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'

/** What signs the session cookie, and what signs links in mails. Never logged, never in a dump. */
export interface Secrets {
  readonly session: string
  readonly links: string
  /** What signed links until lately: mails that are still lying about go on working. */
  readonly formerLinks?: readonly string[]
}

const names = ['session', 'links'] as const

/** For so long after a secret was replaced, what it signed is still accepted. */
const FORMER_SECRET_MS = 30 * 24 * 60 * 60 * 1000

interface SecretsRecord {
  _id: 'secrets'
  session: string
  links: string
  formerLinks?: string[]
}

/**
 * The secrets that all processes of an installation share: those of the settings; else, on the embedded store, the
 * files beside it; on a MongoDB a document there, so that any number of machines agree with nothing to copy. The
 * first of them puts there what its data folder has, so that a desk that moves to MongoDB keeps its links.
 */
export async function installationSecrets(
  config: Pick<Config, 'DATA_DIR' | 'MONGODB_URI' | 'SESSION_SECRET' | 'LINK_SECRET'>,
  connection: Connection,
  now: Date
): Promise<Secrets> {
  const { SESSION_SECRET, LINK_SECRET } = config
  const [links, ...formerLinks] = LINK_SECRET?.split(',') ?? []
  if (SESSION_SECRET && links) return { session: SESSION_SECRET, links, formerLinks }
  const kept = config.MONGODB_URI
    ? await inDatabase(connection, config.DATA_DIR)
    : openSecrets(config.DATA_DIR, now)
  return { ...kept, ...(SESSION_SECRET && { session: SESSION_SECRET }), ...(links && { links, formerLinks }) }
}

/** Whoever inserts first decides; the others read what it wrote. */
async function inDatabase(connection: Connection, dataDir: string): Promise<Secrets> {
  const secrets = connection.collection<SecretsRecord>('secrets')
  const offered = existsSync(folderOf(dataDir)) ? openSecrets(dataDir) : newSecrets()
  const { session, links, formerLinks = [] } = offered
  await secrets.updateOne(
    { _id: 'secrets' },
    { $setOnInsert: { session, links, formerLinks: [...formerLinks] } },
    { upsert: true }
  )
  const kept = await secrets.findOne({ _id: 'secrets' })
  if (!kept) throw new Error('The secrets that were just written are not there.')
  return { session: kept.session, links: kept.links, formerLinks: kept.formerLinks ?? [] }
}

const newSecret = () => randomBytes(32).toString('base64url')
const newSecrets = (): Secrets => ({ session: newSecret(), links: newSecret() })

/** Reads `DATA_DIR/secrets`, making what is missing: 256 random bits each, readable by their owner only. */
export function openSecrets(dataDir: string, now: Date = systemClock.now()): Secrets {
  const folder = folderOf(dataDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const [session, links] = names.map(name => secretIn(join(folder, name)))
  return { session: session ?? '', links: links ?? '', formerLinks: formerLinks(folder, now) }
}

/** Puts a new secret in the place of the one that signs links. Processes use it from their next start on. */
export function rotateLinks(dataDir: string, now: Date): void {
  const folder = folderOf(dataDir)
  renameSync(join(folder, 'links'), join(folder, `links.${now.getTime()}`))
  secretIn(join(folder, 'links'))
}

const folderOf = (dataDir: string): string => join(dataDir, 'secrets')

/** `wx` makes the file only where there is none, so that two processes starting at once agree on one secret. */
function secretIn(file: string): string {
  try {
    writeFileSync(file, newSecret(), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return readFileSync(file, 'utf8')
}

/** `links.<ms since 1970 when it was replaced>`; one whose time is over is removed. */
function formerLinks(folder: string, now: Date): string[] {
  const former = readdirSync(folder).filter(name => /^links\.\d+$/.test(name))
  const isOver = (name: string) => now.getTime() - Number(name.slice('links.'.length)) > FORMER_SECRET_MS
  for (const name of former.filter(isOver)) rmSync(join(folder, name), { force: true })
  return former.filter(name => !isOver(name)).map(name => readFileSync(join(folder, name), 'utf8'))
}
