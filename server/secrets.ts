import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What signs the session cookie, and what signs links in mails. Never logged, never in the database. */
export interface Secrets {
  readonly session: string
  readonly links: string
}

const names = ['session', 'links'] as const

/** Reads `DATA_DIR/secrets`, making what is missing: 256 random bits each, readable by their owner only. */
export function openSecrets(dataDir: string): Secrets {
  const folder = join(dataDir, 'secrets')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const [session, links] = names.map(name => secretIn(join(folder, name)))
  return { session: session ?? '', links: links ?? '' }
}

/** `wx` makes the file only where there is none, so that two processes starting at once agree on one secret. */
function secretIn(file: string): string {
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return readFileSync(file, 'utf8')
}
