import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs, promisify } from 'node:util'
import { serialize } from 'bson'
import { open } from 'lmdb'
import { type Collection, MongoClient } from 'mongodb'
import { openStore } from '../../server/embedded-mongo/index.ts'

interface Entry {
  _id: number
  slug: string
  desk: number
  askedOn: string
  state: string
  text: string
}

const entry = (n: number): Entry => ({
  _id: n,
  slug: `question-${n}`,
  desk: n % 50,
  askedOn: `20${String(10 + (n % 15))}-${String(1 + (n % 12)).padStart(2, '0')}-01`,
  state: ['no_reply', 'partial', 'answered'][n % 3] ?? '',
  text: `We request the number and the kind of the licences issued in year ${n}. `.repeat(3)
})

const median = (values: number[]): number =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** The median milliseconds of an act done many times, after some that do not count. */
const timed = async (times: number, act: (i: number) => unknown): Promise<number> => {
  const took: number[] = []
  for (let i = -20; i < times; i++) {
    const start = performance.now()
    await act(i + 20)
    if (i >= 0) took.push(performance.now() - start)
  }
  return median(took)
}

const lasting = async (act: () => unknown): Promise<number> => {
  const start = performance.now()
  await act()
  return performance.now() - start
}

const report = (name: string, value: number, unit: string, goal = '') =>
  console.log(
    `  ${name.padEnd(58)} ${value.toFixed(value < 10 ? 3 : 0).padStart(9)} ${unit.padEnd(5)} ${goal}`
  )

/**
 * Measures the store beside plain lmdb with the same bytes, and beside a MongoDB when its URI is given:
 * `npm run bench -- store [--documents 100000] [--uri mongodb://...]`. Times are medians.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { documents: { type: 'string' }, uri: { type: 'string' } } })
  const count = Number(values.documents ?? 100_000)
  const dir = mkdtempSync(join(tmpdir(), 'bench-store-'))
  try {
    console.log(`plain lmdb, ${count} documents of ${serialize(entry(1)).length} bytes`)
    await measurePlain(join(dir, 'plain'), count)
    console.log(`the store, ${count} documents`)
    const folder = join(dir, 'data')
    const store = await openStore({ dir: folder })
    await measureServer(store.uri, count)
    await store.close()
    report(
      'opening again, with the documents there',
      await lasting(async () => (await openStore({ dir: folder })).close()),
      'ms',
      'goal 100'
    )
    await measureProcess(folder)
    if (values.uri !== undefined) {
      console.log(`the MongoDB at ${values.uri}`)
      await measureServer(values.uri, count)
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const measurePlain = async (path: string, count: number) => {
  const db = open<Buffer, number>({ path, encoding: 'binary', overlappingSync: false })
  const bulk = await lasting(() => {
    for (let n = 0; n < count; n += 1000)
      db.transactionSync(() => {
        for (let i = n; i < Math.min(count, n + 1000); i++) db.putSync(i, Buffer.from(serialize(entry(i))))
      })
  })
  report('put all, 1,000 in a transaction', bulk / 1000, 's')
  report('get', await timed(5000, i => db.get((i * 7919) % count)), 'ms')
  report('put, durable, one by one', await timed(200, i => db.putSync(count + i, Buffer.alloc(300))), 'ms')
  await db.close()
}

const measureServer = async (uri: string, count: number) => {
  const client = await new MongoClient(uri, { maxPoolSize: 50 }).connect()
  const database = client.db('bench_store')
  await database.dropDatabase()
  const entries = database.collection<Entry>('entries')
  await entries.createIndexes([{ key: { slug: 1 }, unique: true }, { key: { desk: 1, askedOn: -1 } }])
  const bulk = await lasting(async () => {
    for (let n = 0; n < count; n += 1000) {
      const size = Math.min(1000, count - n)
      await entries.insertMany(Array.from({ length: size }, (_, i) => entry(n + i)))
    }
  })
  report('bulk insert with two indexes beside _id', bulk / 1000, 's', 'goal 10')
  report(
    'findOne by _id',
    await timed(3000, i => entries.findOne({ _id: (i * 7919) % count })),
    'ms',
    'goal 0.5'
  )
  report(
    'findOne by a unique index',
    await timed(3000, i => entries.findOne({ slug: `question-${(i * 7919) % count}` })),
    'ms',
    'goal 0.5'
  )
  const list = (i: number) =>
    entries
      .find({ desk: i % 50, askedOn: { $lt: '2020-01-01' } })
      .sort({ askedOn: -1 })
      .limit(20)
      .toArray()
  report('equality, range, sort, limit 20', await timed(1000, list), 'ms', 'goal 1.5')
  report('count by an index', await timed(100, i => entries.countDocuments({ desk: i % 50 })), 'ms')
  await measureScan(entries)
  await measureWrites(database.collection('singles'))
  await database.dropDatabase()
  if (!uri.startsWith('mongodb://%2F')) return client.close()
  await entries.createIndexes([{ key: { slug: 1 }, unique: true }, { key: { desk: 1, askedOn: -1 } }])
  for (let n = 0; n < count; n += 10_000)
    await entries.insertMany(Array.from({ length: Math.min(10_000, count - n) }, (_, i) => entry(n + i)))
  await client.close()
}

const measureScan = async (entries: Collection<Entry>) => {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const scan = await timed(3, () => entries.find({ state: 'answered', text: /year 77777\b/ }).toArray())
  delay.disable()
  report('unindexed scan of all', scan / 1000, 's', 'goal 1')
  report('longest hold of this thread during it', delay.max / 1e6, 'ms', 'goal 20')
}

const measureWrites = async (singles: Collection) => {
  const total = 5000
  const took = await lasting(() =>
    Promise.all(
      Array.from({ length: 50 }, async (_, worker) => {
        for (let n = worker; n < total; n += 50) await singles.insertOne({ n, text: 'one of many' })
      })
    )
  )
  report('durable single inserts, 50 in flight', (1000 * total) / took, '/s', 'goal 2000')
  report('durable single insert, one at a time', await timed(200, n => singles.insertOne({ n })), 'ms')
}

const measureProcess = async (dir: string) => {
  const child = spawn(process.execPath, ['--import', 'tsx/esm', 'scripts/store.ts', '--dir', dir], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const [uri] = await once(child.stdout, 'data')
  const client = await new MongoClient(String(uri).trim()).connect()
  await client.db('admin').command({ ping: 1 })
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(child.pid)])
  report('memory of the store in a process of its own, idle', Number(stdout) / 1024, 'MB', 'goal 120')
  await client.close()
  child.kill('SIGTERM')
  await once(child, 'exit')
}
