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
  /** What a data folder that moved here brought along, or an older release kept. */
  formerLinks?: string[]
  replacedLinks?: { secret: string; at: Date }[]
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
    ? await inDatabase(connection, config.DATA_DIR, now)
    : openSecrets(config.DATA_DIR, now)
  return { ...kept, ...(SESSION_SECRET && { session: SESSION_SECRET }), ...(links && { links, formerLinks }) }
}

/** Whoever inserts first decides; the others read what it wrote. */
async function inDatabase(connection: Connection, dataDir: string, now: Date): Promise<Secrets> {
  const secrets = inStore(connection)
  const offered = existsSync(folderOf(dataDir)) ? openSecrets(dataDir) : newSecrets()
  const { session, links, formerLinks = [] } = offered
  await secrets.updateOne(
    { _id: 'secrets' },
    { $setOnInsert: { session, links, formerLinks: [...formerLinks] } },
    { upsert: true }
  )
  const kept = await secrets.findOne({ _id: 'secrets' })
  if (!kept) throw new Error('The secrets that were just written are not there.')
  const replaced = (kept.replacedLinks ?? []).filter(({ at }) => !isOver(at.getTime(), now))
  return {
    session: kept.session,
    links: kept.links,
    formerLinks: [...(kept.formerLinks ?? []), ...replaced.map(({ secret }) => secret)]
  }
}

const inStore = (connection: Connection) => connection.collection<SecretsRecord>('secrets')

const newSecret = () => randomBytes(32).toString('base64url')
const newSecrets = (): Secrets => ({ session: newSecret(), links: newSecret() })

/** Reads `DATA_DIR/secrets`, making what is missing: 256 random bits each, readable by their owner only. */
export function openSecrets(dataDir: string, now: Date = systemClock.now()): Secrets {
  const folder = folderOf(dataDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const [session, links] = names.map(name => secretIn(join(folder, name)))
  return { session: session ?? '', links: links ?? '', formerLinks: formerLinks(folder, now) }
}

/** Thrown where the secret stands in the settings, which no program changes. */
export class SecretInSettings extends Error {}

/**
 * Puts a new secret in the place of the one that signs links, wherever this installation keeps it. Processes use it
 * from their next start on, and accept what the former signed for 30 days. Throws SecretInSettings.
 */
export async function rotateLinks(
  config: Pick<Config, 'DATA_DIR' | 'MONGODB_URI' | 'LINK_SECRET'>,
  connection: Connection,
  now: Date
): Promise<void> {
  if (config.LINK_SECRET)
    throw new SecretInSettings(
      'LINK_SECRET is set: put the new secret there, a comma, and the former one after it.'
    )
  if (!config.MONGODB_URI) return rotateFile(config.DATA_DIR, now)
  const { links } = await inDatabase(connection, config.DATA_DIR, now)
  await inStore(connection).updateOne(
    { _id: 'secrets', links },
    { $set: { links: newSecret() }, $push: { replacedLinks: { secret: links, at: now } } }
  )
}

function rotateFile(dataDir: string, now: Date): void {
  openSecrets(dataDir, now)
  const folder = folderOf(dataDir)
  renameSync(join(folder, 'links'), join(folder, `links.${now.getTime()}`))
  secretIn(join(folder, 'links'))
}

const isOver = (replacedAtMs: number, now: Date): boolean => now.getTime() - replacedAtMs > FORMER_SECRET_MS

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
  const isOld = (name: string) => isOver(Number(name.slice('links.'.length)), now)
  for (const name of former.filter(isOld)) rmSync(join(folder, name), { force: true })
  return former.filter(name => !isOld(name)).map(name => readFileSync(join(folder, name), 'utf8'))
}
