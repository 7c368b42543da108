import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Delivery, type DeliveryRecord } from '../../models/delivery.ts'
import { Subscription } from '../../models/subscription.ts'
import { startLoop } from '../../server/jobs/loop.ts'
import { type Job, schedule } from '../../server/jobs/schedule.ts'
import { claimSubscriberDigests } from '../../server/jobs/subscriber-digests.ts'
import { freePort, type Program, startProgram } from '../start/program.ts'
import { openMailWorld } from './mail-world.ts'

/** What came of taking the store away in the middle of a digest run. */
export interface AwayFigures {
  readonly mails: number
  readonly copies: number
  readonly lost: number
  readonly different: number
  readonly states: readonly string[]
  /** How many runs of a job failed meanwhile and were tried again. */
  readonly failures: number
}

/**
 * Lets a worker's loop send the week's mail from a store in a process of its own, kills the store when a third has
 * arrived, serves its folder again so many ms later, and waits until nothing is left to send.
 */
export async function takeStoreAway(mails: number, awayMs: number): Promise<AwayFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'reply-due-away-'))
  const port = String(await freePort())
  const serve = async (): Promise<Program> => {
    const program = startProgram('scripts/store.ts', {}, ['--dir', folder, '--port', port])
    await program.says('mongodb://')
    return program
  }
  let store = await serve()
  const MONGODB_URI = `${store.out().trim()}&serverSelectionTimeoutMS=2000`
  const world = await openMailWorld('2026-10-01T12:00', { MONGODB_URI })
  try {
    const at = world.clock.now()
    await Subscription.insertMany(
      Array.from({ length: mails }, (_, number) => ({
        address: `reader${number}@example.org`,
        speed: 'weekly',
        state: 'confirmed',
        askedAt: at,
        confirmedAt: at,
        coveredUntil: at
      }))
    )
    world.clock.set('2026-11-09T08:05')
    await claimSubscriberDigests(world.deps, { isAsOf: false, now: world.clock.now() })
    const third = arrived(world.server.got, Math.ceil(mails / 3))
    const loop = startLoop(
      schedule.filter(({ name }) => name === 'send').map((job): Job => ({ ...job, everyMs: 50 })),
      world.deps
    )
    await third
    store.kill('SIGKILL')
    await store.ended
    await wait(awayMs)
    store = await serve()
    // Resumes by itself: nobody starts anything again. What was deferred meanwhile comes back after its minutes.
    while ((await Delivery.waiting().catch(() => ({ count: 1 }))).count > 0) {
      world.clock.set(new Date(world.clock.now().getTime() + 30_000))
      await wait(50)
    }
    await loop.stop()
    const texts = new Map<string, Set<string>>()
    for (const { to, raw } of world.server.got)
      texts.set(to[0] ?? '', (texts.get(to[0] ?? '') ?? new Set()).add(raw))
    const records = await Delivery.find({}, { state: 1 }).lean<Pick<DeliveryRecord, 'state'>[]>()
    return {
      mails,
      copies: world.server.got.length,
      lost: mails - texts.size,
      different: [...texts.values()].filter(copies => copies.size > 1).length,
      states: [...new Set(records.map(({ state }) => state))],
      failures: world.logged.filter(line => line.includes('job failed')).length
    }
  } finally {
    await world.close()
    store.kill('SIGTERM')
    await store.ended
    await rm(folder, { recursive: true, force: true })
  }
}

async function arrived(got: readonly unknown[], count: number): Promise<void> {
  while (got.length < count) await wait(5)
}
