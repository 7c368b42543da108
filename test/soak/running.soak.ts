import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { mongo } from 'mongoose'
import { openStore } from '../../server/embedded-mongo/index.ts'
import { endPrograms, freePort, type Program, startProgram } from '../start/program.ts'
import { addMails } from './cluster.ts'

/** `SOAK_MINUTES=120 npm run test:soak` is the long form. */
const minutes = Number(process.env.SOAK_MINUTES ?? '10')
const PER_SECOND = 50
const PATHS = [
  '/',
  '/letters',
  '/letters/leahy-2021',
  '/questions',
  '/questions?sort=asked',
  '/organizations',
  '/about'
]
const SAMPLE_MS = 5000

describe(`the server, read ${PER_SECOND} times a second for ${minutes} minutes`, function () {
  this.timeout(0)
  let folder: string
  let program: Program
  let url: string
  let figures: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reply-due-soak-'))
    const [port, side] = [await freePort(), await freePort()]
    program = startProgram('server/index.ts', {
      DATA_DIR: folder,
      PORT: String(port),
      METRICS_PORT: String(side),
      LOG_LEVEL: 'warn'
    })
    await program.says('Reply Due is running.')
    url = `http://127.0.0.1:${port}`
    figures = `http://127.0.0.1:${side}/metrics`
  })
  after(async () => {
    endPrograms()
    await rm(folder, { recursive: true, force: true })
  })

  it('answers every request, keeps its memory and its handles while digests go out, and rejects nothing unhandled', async () => {
    const digests = digestsBeside(folder)
    const agent = new Agent({ keepAlive: true, maxSockets: 50 })
    const statuses = new Map<number, number>()
    const samples: { minute: number; megabytes: number; handles: number }[] = []
    const begun = performance.now()
    const end = begun + minutes * 60_000
    let asked = 0
    let underWay = 0
    const sampling = (async () => {
      while (performance.now() < end) {
        const text = await (await fetch(figures)).text()
        samples.push({
          minute: (performance.now() - begun) / 60_000,
          megabytes: figure(text, 'process_resident_memory_bytes') / 1024 ** 2,
          handles: figure(text, 'nodejs_active_handles_total')
        })
        await wait(SAMPLE_MS)
      }
    })()
    while (performance.now() < end) {
      // As many as the time that has passed asks for; a slow server gets fewer at once, and the rate is printed.
      const due = Math.floor(((performance.now() - begun) / 1000) * PER_SECOND)
      while (asked < due && underWay < 200) {
        const path = PATHS[asked % PATHS.length] ?? '/'
        asked += 1
        underWay += 1
        void status(`${url}${path}`, agent).then(code => {
          statuses.set(code, (statuses.get(code) ?? 0) + 1)
          underWay -= 1
        })
      }
      await wait(5)
    }
    await sampling
    const { runs, mails } = await digests.stop()
    while (underWay > 0) await wait(5)
    agent.destroy()

    // The first third is warm-up: code is compiled, pages are kept for the first time.
    const steady = samples.filter(({ minute }) => minute > minutes / 3)
    const slope = slopeOf(steady.map(({ minute, megabytes }) => [minute, megabytes]))
    const handles = steady.map(one => one.handles)
    console.log(
      `      ${asked} requests, ${(asked / minutes / 60).toFixed(1)} a second, statuses ${JSON.stringify([...statuses])}; ` +
        `${runs} digest runs, ${mails} mails sent meanwhile; ` +
        `memory ${samples[0]?.megabytes.toFixed(0)} to ${samples.at(-1)?.megabytes.toFixed(0)} MB, ` +
        `slope ${slope.toFixed(2)} MB/min; handles ${Math.min(...handles)} to ${Math.max(...handles)}`
    )
    assert.deepEqual([...statuses.keys()], [200])
    assert.ok(slope < 1, `memory grows by ${slope.toFixed(2)} MB a minute`)
    assert.ok(Math.max(...handles) - Math.min(...handles) <= 60)
    assert.ok(runs > 0 && mails > 0, 'digests ran meanwhile')
    assert.ok(!program.err().includes('nobody handled'), program.err())
    program.kill('SIGTERM')
    assert.equal(await program.ended, 0)
  })

  const figure = (text: string, name: string): number =>
    Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1] ?? Number.NaN)
})

/** Every Monday of five weeks ahead there is a digest again for readers who had no news. */
const firstMonday = new Date('2026-11-30T14:00:00Z')
const FIVE_WEEKS_MS = 35 * 24 * 60 * 60 * 1000
const DIGEST_EVERY_MS = 45_000
const SUBSCRIBERS = 50

/**
 * Beside the server, as an operator's command on the same records: a digest run each time, for a Monday five weeks
 * later than the last. And as many mails put into the outbox, which the server sends itself.
 */
function digestsBeside(folder: string): { stop(): Promise<{ runs: number; mails: number }> } {
  const stopping = new AbortController()
  let runs = 0
  const running = (async () => {
    const store = await openStore({ dir: folder })
    const client = await new mongo.MongoClient(store.uri).connect()
    const db = client.db()
    await subscribe(db)
    while (!stopping.signal.aborted) {
      const monday = new Date(firstMonday.getTime() + runs * FIVE_WEEKS_MS).toISOString().slice(0, 10)
      const run = startProgram('scripts/digest.ts', { DATA_DIR: folder, LOG_LEVEL: 'warn' }, [
        '--as-of',
        `${monday}T09:00`
      ])
      assert.equal(await run.ended, 0, run.err())
      await addMails(db, SUBSCRIBERS, runs * SUBSCRIBERS)
      runs += 1
      await wait(DIGEST_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
    const mails = await db.collection('deliveries').countDocuments({ state: 'sent' })
    await client.close()
    await store.close()
    return { runs, mails }
  })()
  return {
    stop: () => {
      stopping.abort()
      return running
    }
  }
}

async function subscribe(db: mongo.Db): Promise<void> {
  const at = new Date('2026-10-05T13:00:00Z')
  const readers = Array.from({ length: SUBSCRIBERS }, (_, i) => ({
    address: `reader-${i}@example.org`,
    filter: '',
    speed: 'weekly',
    state: 'confirmed',
    askedAt: at,
    confirmedAt: at,
    stoppedAt: null,
    stoppedBecause: null,
    confirmationAt: null,
    coveredUntil: at
  }))
  await db.collection('subscriptions').insertMany(readers)
}

/** A connection that was idle may be closed just when it is used again: what was not taken is asked anew. */
const status = (url: string, agent: Agent): Promise<number> =>
  new Promise(resolve => {
    const request = get(url, { agent }, res => {
      res.resume()
      res.on('end', () => resolve(res.statusCode ?? 0))
      res.on('error', () => resolve(0))
    }).on('error', () => resolve(request.reusedSocket ? status(url, agent) : 0))
  })

/** Least squares. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))]
  const over = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0)
  return over / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0)
}
