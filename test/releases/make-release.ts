import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { Subscription } from '../../models/subscription.ts'
import { dbOf, openDatabase } from '../../server/database.ts'
import { loadDump } from '../../server/dump/load.ts'
import { writeDump } from '../../server/dump/write.ts'
import { claimReminders } from '../../server/jobs/reminders.ts'
import { openMailWorld } from '../jobs/mail-world.ts'
import { dumpOf, folderOf, storeOf } from './kept.ts'

// node --import tsx/esm test/releases/make-release.ts 0.2.0: keeps what that release writes, for all later ones to open.
const [release] = process.argv.slice(2)
if (!release || !/^\d+\.\d+\.\d+$/.test(release)) throw new Error('Say which release: 0.2.0')

const now = new Date('2021-04-05T13:00:00Z')
const folder = await mkdtemp(join(tmpdir(), 'reply-due-release-'))
await rm(folderOf(release), { recursive: true, force: true })
await mkdir(folderOf(release), { recursive: true })
await writeDesk(dumpOf(release))
await writeStore(dumpOf(release), storeOf(release))
await rm(folder, { recursive: true, force: true })

/** The example letters, a person of the desk, somebody who follows it, and a reminder that is owed. */
async function writeDesk(to: string): Promise<void> {
  const world = await openMailWorld('2021-04-05T09:00')
  await world.staff('editor', 'editor')
  await world.staff('site-admin', 'site-admin')
  await Subscription.create({
    address: 'reader@example.org',
    speed: 'weekly',
    state: 'confirmed',
    askedAt: now,
    confirmedAt: now,
    coveredUntil: now
  })
  await claimReminders(world.deps, { isAsOf: false, now }, { isWhole: true })
  const { db } = (await import('mongoose')).default.connection
  if (!db) throw new Error('The records are not open.')
  await writeDump(db, to, now)
  await world.close()
}

/** A store that never held anything else is the smallest. Of this machine nothing stays in it. */
async function writeStore(dump: string, to: string): Promise<void> {
  const database = await openDatabase({ DATA_DIR: folder }, { isLoading: true })
  await loadDump(dbOf(database.connection), dump, { now })
  await database.close()
  const bytes = await readFile(join(folder, 'store.mdb'))
  for (const word of [hostname(), dump])
    for (let at = bytes.indexOf(word); at >= 0; at = bytes.indexOf(word, at))
      bytes.fill('x', at, at + word.length)
  await writeFile(to, brotliCompressSync(bytes))
}
