import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from './clock.ts'

/** What signs the session cookie, and what signs links in mails. Never logged, never in the database. */
export interface Secrets {
  readonly session: string
  readonly links: string
  /** What signed links until lately: mails that are still lying about go on working. */
  readonly formerLinks?: readonly string[]
}

const names = ['session', 'links'] as const

/** For so long after a secret was replaced, what it signed is still accepted. */
const FORMER_SECRET_MS = 30 * 24 * 60 * 60 * 1000

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
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
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
