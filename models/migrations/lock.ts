import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { mongo } from 'mongoose'
import { storeTime } from '../store-time.ts'

/** Who is migrating: one document, there while somebody does. */
interface Lock {
  _id: 'lock'
  by: string
  host: string
  pid: number
  until: Date
}

/** After this without a sign of life the lock is anybody's. */
const LEASE_MS = 20_000
const RENEW_MS = 5_000
const LOOK_MS = 200

/** Those that this process holds. */
const held = new Set<string>()

const locks = (db: mongo.Db) => db.collection<Lock>('migrations')

/**
 * Does something while no other instance does. Whoever comes second waits until `isDone`, and then does nothing, or
 * takes over where the first was killed: at once on the same machine, else when its lease ends.
 */
export async function withLock(
  db: mongo.Db,
  isDone: () => Promise<boolean>,
  act: () => Promise<void>
): Promise<void> {
  const by = randomUUID()
  held.add(by)
  while (!(await take(db, by))) {
    if (await isDone()) return
    await wait(LOOK_MS)
  }
  // Unreferenced: a process that fails is not kept alive by its promise to go on.
  const renewing = setInterval(() => void renew(db, by).catch(() => undefined), RENEW_MS).unref()
  try {
    if (!(await isDone())) await act()
  } finally {
    clearInterval(renewing)
    await locks(db).deleteOne({ _id: 'lock', by })
    held.delete(by)
  }
}

async function take(db: mongo.Db, by: string): Promise<boolean> {
  const now = await storeTime(db)
  const mine = { by, host: hostname(), pid: process.pid, until: new Date(now.getTime() + LEASE_MS) }
  const lock = await locks(db).findOne({ _id: 'lock' })
  try {
    if (!lock) await locks(db).insertOne({ _id: 'lock', ...mine })
    else if (lock.until > now && !hasDied(lock)) return false
    else return (await locks(db).updateOne({ _id: 'lock', by: lock.by }, { $set: mine })).matchedCount === 1
    return true
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === 11000) return false
    throw error
  }
}

const renew = async (db: mongo.Db, by: string) =>
  locks(db).updateOne(
    { _id: 'lock', by },
    { $set: { until: new Date((await storeTime(db)).getTime() + LEASE_MS) } }
  )

/** On this machine a process that was killed is known to be gone. In a container every start has the same pid. */
function hasDied({ by, host, pid }: Lock): boolean {
  if (host !== hostname()) return false
  if (pid === process.pid) return !held.has(by)
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
