import assert from 'node:assert/strict'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Collection, MongoClient } from 'mongodb'
import { newFolder, storeProcess, storeWithClient } from './support.ts'

const rounds = process.env.SOAK ? 100 : 5
const writers = 8

interface Entry {
  _id: string
  n: number
  tags: string[]
  text: string
  steps: number
}

describe('Records that were acknowledged', () => {
  let dir: string
  beforeEach(() => {
    dir = newFolder()
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  it(`are all there after kill -9 under eight writers, ${rounds} rounds, and indexes and counts agree`, async function () {
    this.timeout(rounds * 20_000)
    /** What the store has said yes to: by id, how many steps at least. */
    const acknowledged = new Map<string, number>()
    for (let round = 0; round < rounds; round++) {
      const owner = await storeProcess(dir)
      const client = await new MongoClient(owner.uri, { serverSelectionTimeoutMS: 500 }).connect()
      const entries = client.db('test').collection<Entry>('entries')
      await entries.createIndexes([
        { key: { n: 1, tags: 1 } },
        { key: { text: 1 }, unique: true },
        { key: { steps: -1 } }
      ])
      const writing = Array.from({ length: writers }, (_, writer) =>
        write(entries, `${round}.${writer}`, acknowledged)
      )
      const enough = acknowledged.size + 10 + Math.random() * 100
      while (acknowledged.size < enough) await wait(1)
      await owner.kill('SIGKILL')
      await Promise.all(writing)
      await client.close()
      await hold(dir, acknowledged)
    }
  })

  it('are in a copy taken while others write, which opens clean', async () => {
    const world = await storeWithClient({ dir })
    const entries = world.db.collection<Entry>('entries')
    await entries.createIndex({ n: 1, tags: 1 })
    const acknowledged = new Map<string, number>()
    let stopped = false
    const writing = Array.from({ length: 4 }, (_, writer) =>
      write(entries, `${writer}`, acknowledged, () => stopped)
    )
    const copies = await Promise.all(
      [1, 2, 3].map(async i => {
        await wait(i * 30)
        const copy = join(dir, `copy${i}`)
        mkdirSync(copy)
        const until = new Map(acknowledged)
        await world.db.admin().command({ copyStore: 1, to: join(copy, 'store.mdb') })
        return { copy, until }
      })
    )
    stopped = true
    await Promise.all(writing)
    // An entry may have been deleted between what was noted and the copy.
    const kept = (until: Map<string, number>) =>
      new Map([...until].filter(([id]) => !isDeleted(Number(id.split('.').at(-1)))))
    for (const { copy, until } of copies) await hold(copy, kept(until))
    await world.close()
  })
})

const isDeleted = (n: number) => n % 5 === 4

/** Inserts and changes entries until the store is gone, noting what it acknowledged. */
const write = async (
  entries: Collection<Entry>,
  name: string,
  acknowledged: Map<string, number>,
  isDone = () => false
) => {
  try {
    for (let n = 0; !isDone(); n++) {
      const _id = `${name}.${n}`
      await entries.insertOne({ _id, n, tags: ['a', `b${n % 3}`], text: `text of ${_id}`, steps: 0 })
      acknowledged.set(_id, 0)
      await entries.updateOne({ _id }, { $inc: { steps: 1 }, $push: { tags: `c${n}` } })
      acknowledged.set(_id, 1)
      if (!isDeleted(n)) continue
      acknowledged.delete(_id)
      await entries.deleteOne({ _id })
    }
  } catch {
    // The store was killed: what it did not acknowledge is not asked for.
  }
}

const hold = async (dir: string, acknowledged: ReadonlyMap<string, number>) => {
  const world = await storeWithClient({ dir, keep: true })
  const entries = world.db.collection<Entry>('entries')
  const found = new Map((await entries.find().toArray()).map(entry => [entry._id, entry]))
  for (const [id, steps] of acknowledged) {
    const entry = found.get(id)
    assert.ok(entry, `${id} is lost`)
    assert.ok(entry.steps >= steps, `the change of ${id} is lost`)
  }
  for (const entry of found.values())
    assert.equal(entry.tags.length, 2 + entry.steps, `${entry._id} is half-written`)
  assert.deepEqual((await world.db.command({ checkStore: 1 })).problems, [])
  await world.close()
}
