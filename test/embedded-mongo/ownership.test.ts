import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { MongoClient } from 'mongodb'
import { openStore, StoreError } from '../../server/embedded-mongo/index.ts'
import { Storage } from '../../server/embedded-mongo/storage.ts'
import { newFolder, storeProcess, storeWithClient } from './support.ts'

/** A socket file that nobody answers on, as a killed process leaves it. */
const leaveStaleSocket = async (path: string) => {
  const server = createServer().listen(`${path}.tmp`)
  await once(server, 'listening')
  renameSync(`${path}.tmp`, path)
  server.close()
  await once(server, 'close')
}

const sentence = (pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof StoreError, String(error))
  assert.match(error.message, pattern)
  return true
}

describe('Who owns a data folder', () => {
  let dir: string
  beforeEach(() => {
    dir = newFolder()
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  it('the first to open it owns it, the second joins and sees the same records', async () => {
    const owner = await storeWithClient({ dir })
    await owner.db.collection('c').insertOne({ a: 1 })
    const joined = await openStore({ dir })
    assert.deepEqual([owner.store.isOwner, joined.isOwner, joined.uri], [true, false, owner.store.uri])
    await joined.close()
    assert.equal(await owner.db.collection('c').countDocuments(), 1)
    await owner.close()
  })

  it('its owner alone counts the writes, each before it is answered, whoever wrote', async () => {
    const owner = await storeWithClient({ dir, keep: true })
    const joined = await openStore({ dir })
    const other = await new MongoClient(joined.uri).connect()
    const counted = async (act: () => Promise<unknown>): Promise<number> => {
      const before = owner.store.writeCount() ?? Number.NaN
      await act()
      return (owner.store.writeCount() ?? Number.NaN) - before
    }
    const c = other.db('test').collection<{ _id: number; a?: number }>('c')
    assert.equal(joined.writeCount(), null)
    assert.equal(await counted(() => c.insertOne({ _id: 1 })), 1)
    assert.equal(await counted(() => c.updateOne({ _id: 1 }, { $set: { a: 2 } })), 1)
    assert.equal(await counted(() => c.findOneAndUpdate({ _id: 1 }, { $inc: { a: 1 } })), 1)
    assert.equal(await counted(() => c.find().toArray()), 0)
    assert.equal(await counted(() => c.deleteOne({ _id: 1 })), 1)
    await other.close()
    await joined.close()
    await owner.close()
    assert.equal(owner.store.writeCount(), null)
  })

  it('its socket can be used by its owner only, and is gone after a clean end', async () => {
    const store = await openStore({ dir })
    assert.equal(statSync(join(dir, 'store.sock')).mode & 0o777, 0o600)
    await store.close()
    assert.equal(existsSync(join(dir, 'store.sock')), false)
  })

  it('of several that find a stale socket at once, one becomes the owner and the others join', async () => {
    await leaveStaleSocket(join(dir, 'store.sock'))
    const stores = await Promise.all(Array.from({ length: 5 }, () => openStore({ dir })))
    assert.equal(stores.filter(store => store.isOwner).length, 1)
    await Promise.all(stores.filter(store => !store.isOwner).map(store => store.close()))
    await stores.find(store => store.isOwner)?.close()
  })

  it('a take-over that was itself killed half-way does not lock the folder', async () => {
    await leaveStaleSocket(join(dir, 'store.sock'))
    const marker = join(dir, 'store.takeover')
    writeFileSync(marker, '')
    utimesSync(marker, 1, 1)
    const store = await openStore({ dir })
    assert.equal(store.isOwner, true)
    await store.close()
    assert.equal(existsSync(marker), false)
  })

  it('a path too long for a socket has its socket in a private temporary folder', async () => {
    const deep = join(dir, 'x'.repeat(60), 'y'.repeat(60))
    mkdirSync(deep, { recursive: true })
    const world = await storeWithClient({ dir: deep })
    const path = decodeURIComponent(new URL(world.store.uri).host)
    assert.ok(Buffer.byteLength(path) <= 100)
    assert.equal(statSync(join(path, '..')).mode & 0o777, 0o700)
    await world.db.collection('c').insertOne({ a: 1 })
    await world.close()
  })

  it('serves a loopback port as well when it is asked to', async () => {
    const world = await storeWithClient({ dir, port: 0 })
    assert.match(world.store.uri, /^mongodb:\/\/127\.0\.0\.1:\d+\//)
    assert.equal((await world.db.command({ ping: 1 })).ok, 1)
    const [, port] = /:(\d+)\//.exec(world.store.uri) ?? []
    const other = newFolder()
    await assert.rejects(openStore({ dir: other, port: Number(port) }), sentence(/^Port \d+ is taken/))
    rmSync(other, { recursive: true })
    await world.close()
  })

  it('a script that owns it waits with its end until its clients are gone; a server waits for the script', async () => {
    const script = await openStore({ dir, waitForClientsOnClose: true })
    const client = await new MongoClient(script.uri).connect()
    await client.db('test').collection('c').insertOne({ a: 1 })
    const server = openStore({ dir })
    const order: string[] = []
    const ended = script.close().then(() => order.push('script ended'))
    const started = server.then(() => order.push('server started'))
    await client.db('test').collection('c').insertOne({ a: 2 })
    order.push('client closed')
    await client.close()
    await Promise.all([ended, started])
    assert.deepEqual(order, ['client closed', 'script ended', 'server started'])
    const store = await server
    assert.equal(store.isOwner, true)
    await store.close()
  })

  it('a client whose owner is killed opens the store itself and goes on', async () => {
    const owner = await storeProcess(dir)
    const store = await openStore({ dir })
    const client = await new MongoClient(store.uri).connect()
    const letters = client.db('test').collection('letters')
    await letters.insertOne({ n: 1 })
    assert.equal(store.isOwner, false)
    await owner.kill('SIGKILL')
    for (let tries = 0; !store.isOwner && tries < 200; tries++) await wait(10)
    assert.equal(store.isOwner, true)
    await letters.insertOne({ n: 2 })
    assert.equal(await letters.countDocuments(), 2)
    await client.close()
    await store.close()
  })

  it('says in one sentence what is wrong with a folder', async () => {
    const file = join(dir, 'file')
    writeFileSync(file, '')
    await assert.rejects(openStore({ dir: file }), sentence(/cannot be made or read|is not a folder/))
    writeFileSync(join(dir, 'store.mdb'), 'no database '.repeat(5000))
    await assert.rejects(openStore({ dir }), sentence(/store\.mdb .* is damaged or is no store/))
  })

  it('says in one sentence that a folder is read-only', async () => {
    chmodSync(dir, 0o555)
    // To root no folder is read-only: then nobody tries.
    const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    const args = ['--import', 'tsx/esm', 'scripts/store.ts', '--dir', dir]
    await assert.rejects(
      promisify(execFile)(process.execPath, args, asNobody),
      (error: { code?: number; stderr?: string }) => {
        assert.equal(error.code, 78)
        assert.match(error.stderr ?? '', /^The data folder \S+ is not writable\.\n$/)
        return true
      }
    )
  })

  it('a torn file is a message and not a wrong answer', async () => {
    const world = await storeWithClient({ dir })
    await world.db
      .collection('c')
      .insertMany(Array.from({ length: 3000 }, (_, n) => ({ n, text: 'x'.repeat(200) })))
    await world.client.close()
    await world.store.close()
    const file = join(dir, 'store.mdb')
    const whole = readFileSync(file)
    for (const part of [0.3, 0.6, 0.9]) {
      writeFileSync(file, whole)
      truncateSync(file, Math.floor(whole.length * part))
      await assert.rejects(openStore({ dir }), sentence(/damaged/))
    }
    writeFileSync(file, whole)
    const again = await storeWithClient({ dir })
    assert.equal(await again.db.collection('c').countDocuments(), 3000)
    await again.close()
  })

  it('brings a folder of an older version up, each step once and in its order', async () => {
    const done: string[] = []
    const made = new Storage(dir, [])
    made.write(() => made.create('test.letters'))
    await made.close()
    const steps = ['first', 'second'].map(name => (storage: Storage) => {
      done.push(`${name} with ${[...storage.collections.keys()]}`)
      storage.write(() => storage.create(`test.${name}`))
    })
    for (let times = 0; times < 2; times++) await new Storage(dir, steps).close()
    assert.deepEqual(done, ['first with test.letters', 'second with test.letters,test.first'])
    await assert.rejects(openStore({ dir }), sentence(/newer version .*format 3/))
  })

  it('a step of bringing it up that fails leaves the folder as it was', async () => {
    await new Storage(dir, []).close()
    const failing = (storage: Storage) => {
      storage.create('test.half')
      throw new Error('half-way')
    }
    assert.throws(() => new Storage(dir, [failing]), sentence(/cannot be opened: half-way/))
    const storage = new Storage(dir, [])
    assert.equal(storage.collections.size, 0)
    await storage.close()
  })

  it('refuses a folder that a newer version has written', async () => {
    const storage = new Storage(dir)
    storage.setFormat(99)
    await storage.close()
    await assert.rejects(openStore({ dir }), sentence(/newer version .*format 99/))
  })
})
