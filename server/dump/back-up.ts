import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Connection } from 'mongoose'
import { backupsIn } from '../backups.ts'
import { dbOf } from '../database.ts'
import type { Manifest } from './manifest.ts'
import { type Progress, silently } from './progress.ts'
import { writeDump } from './write.ts'

export interface BackUpOptions {
  readonly now: Date
  /** Stands after the moment in the folder's name. */
  readonly name?: string
  readonly progress?: Progress
}

/** Takes a dump into a folder of `DATA_DIR/backups` named by the moment. */
export async function backUp(
  connection: Connection,
  dataDir: string,
  { now, name, progress = silently }: BackUpOptions
): Promise<{ folder: string; manifest: Manifest }> {
  const moment = now.toISOString().slice(0, 19).replaceAll(':', '')
  const folder = join(backupsIn(dataDir), `${moment}Z${name ? `-${name}` : ''}`)
  await mkdir(backupsIn(dataDir), { recursive: true, mode: 0o700 })
  return { folder, manifest: await writeDump(dbOf(connection), folder, now, progress) }
}

/** Removes all but the newest backups that were taken by hand or by a timer; those before an upgrade are left. */
export async function forgetOldBackups(dataDir: string, keep: number): Promise<string[]> {
  const taken = (await readdir(backupsIn(dataDir))).filter(name => /^\d{4}-\d{2}-\d{2}T\d{6}Z$/.test(name))
  const old = taken.toSorted().slice(0, -keep)
  for (const name of old) await rm(join(backupsIn(dataDir), name), { recursive: true, force: true })
  return old
}
