import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Binary, Int32, Long, serialize } from 'bson'
import fc from 'fast-check'
import { type Db, Decimal128, MongoServerError } from 'mongodb'
import { encode } from '../../server/embedded-mongo/bson-codec.ts'
import type { CommandError } from '../../server/embedded-mongo/errors.ts'
import { type Doc, docOf } from '../../server/embedded-mongo/values.ts'
import { Framer, readRequest } from '../../server/embedded-mongo/wire.ts'
import { runs } from './generators.ts'
import { storeWithClient } from './support.ts'

const refusedWith = (code: number) => (error: unknown) => {
  assert.ok(error instanceof MongoServerError, String(error))
  assert.equal(error.code, code, error.message)
  return true
}

const nested = (levels: number): object => (levels === 0 ? {} : { a: nested(levels - 1) })

const message = (body: Uint8Array, opcode = 2013): Buffer => {
  const bytes = Buffer.alloc(21 + body.length)
  bytes.writeInt32LE(bytes.length, 0)
  bytes.writeInt32LE(7, 4)
  bytes.writeInt32LE(opcode, 12)
  bytes.set(body, 21)
  return bytes
}

/** A command with documents beside it, as drivers send them. */
const withDocuments = (body: Uint8Array, documents: Uint8Array[]): Buffer => {
  const sequence = Buffer.concat([Buffer.from('\x01....documents\0'), ...documents])
  sequence.writeInt32LE(sequence.length - 1, 1)
  const bytes = Buffer.concat([message(body), sequence])
  bytes.writeInt32LE(bytes.length, 0)
  return bytes
}

/** A document of so many megabytes. */
const huge = (megabytes: number): Buffer => {
  const bytes = Buffer.alloc(megabytes * 1024 * 1024, 'x')
  const head = Buffer.from('....\x02_id\0....')
  head.writeInt32LE(bytes.length, 0)
  head.writeInt32LE(bytes.length - head.length - 1, head.length - 4)
  bytes.set(head)
  bytes.fill(0, bytes.length - 2)
  return bytes
}

const answerOn = async (socket: Socket) => {
  const [bytes] = await once(socket, 'data')
  return readRequest(new Framer().push(bytes)[0] ?? Buffer.alloc(0))
}

const million = 1024 * 1024
const tooLarge: [string, Doc][] = [
  ['one text', docOf({ a: 'x'.repeat(18 * million) })],
  ['one text of wide letters', docOf({ a: 'é'.repeat(9 * million) })],
  ['many texts', docOf({ a: Array.from({ length: 20 }, () => 'x'.repeat(million)) })],
  ['many numbers', docOf({ a: Array.from({ length: 2 * million }, (_, n) => n + 0.5) })],
  ['bytes', docOf({ a: new Binary(Buffer.alloc(17 * million)) })]
]

describe('The wire', () => {
  let world: Awaited<ReturnType<typeof storeWithClient>>
  let db: Db
  let path: string
  before(async () => {
    world = await storeWithClient()
    db = world.db
    path = decodeURIComponent(new URL(world.store.uri).host)
  })
  after(() => world.close())

  it('presents itself as a standalone server 7.0', async () => {
    const hello = await db.command({ hello: 1 })
    assert.deepEqual([hello.isWritablePrimary, hello.maxWireVersion, hello.setName], [true, 21, undefined])
    assert.equal((await db.command({ buildInfo: 1 })).version, '7.0.0')
  })

  const refusals: [string, number, (db: Db) => Promise<unknown>][] = [
    ['an unknown command', 59, one => one.command({ dance: 1 })],
    [
      'a number for a yes or no',
      14,
      one => one.command({ findAndModify: 'c', query: {}, update: { $set: { a: 1 } }, upsert: 1 })
    ],
    ['a misspelt field of a command', 40415, one => one.command({ find: 'c', filters: { a: 1 } })],
    ['an unknown operator', 2, one => one.collection('c').findOne({ a: { $near_enough: 1 } })],
    [
      'a document of 16.5 MB',
      10334,
      one => one.collection('big').insertOne({ _id: 1, text: 'x'.repeat(16.5 * 1024 * 1024) } as object)
    ],
    ['101 levels of nesting', 15, one => one.collection('deep').insertOne(nested(101))],
    [
      'an integer past 2^53',
      2,
      one => one.collection('c').insertOne({ n: Long.fromString('9007199254740993') })
    ],
    ['a Decimal128', 2, one => one.collection('c').insertOne({ n: Decimal128.fromString('1.1') })],
    [
      'a collation',
      238,
      one =>
        one
          .collection('c')
          .find({ a: 'x' }, { collation: { locale: 'en', strength: 2 } })
          .toArray()
    ],
    ['an update by pipeline', 238, one => one.collection('c').updateOne({}, [{ $set: { a: 1 } }])],
    ['$where', 238, one => one.collection('c').findOne({ $where: 'true' })],
    ['a geo query', 238, one => one.collection('c').findOne({ a: { $near: [1, 2] } })],
    [
      'a change stream',
      238,
      one =>
        one
          .collection('c')
          .aggregate([{ $changeStream: {} }])
          .toArray()
    ],
    ['a view', 238, one => one.createCollection('v', { viewOn: 'c' })],
    [
      'a write concern of two servers',
      2,
      one => one.collection('c').insertOne({}, { writeConcern: { w: 2 } })
    ],
    [
      'an index on parallel arrays',
      171,
      async one => {
        await one.collection('parallel').createIndex({ a: 1, b: 1 })
        await one.collection('parallel').insertOne({ a: [1], b: [2] })
      }
    ],
    ['an array for an _id', 53, one => one.collection('c').insertOne({ _id: [1] } as object)],
    [
      'another _id in a replacement',
      66,
      async one => {
        await one.collection('ids').insertOne({ _id: 1 } as object)
        await one.command({ update: 'ids', updates: [{ q: { _id: 1 }, u: { _id: 2 } }] }).then(reply => {
          throw new MongoServerError(reply.writeErrors[0])
        })
      }
    ],
    ['a bad name', 73, one => one.command({ insert: 'a$b', documents: [{}] })],
    [
      'a transaction',
      20,
      one =>
        one.command({
          find: 'c',
          txnNumber: new Long(1),
          startTransaction: true,
          autocommit: false,
          lsid: { id: 1 }
        })
    ]
  ]
  for (const [what, code, act] of refusals)
    it(`refuses ${what} with code ${code}`, () => assert.rejects(act(db), refusedWith(code)))

  it('deletes nothing where the limit is missing, or is neither one nor none', async () => {
    const kept = db.collection('kept')
    await kept.insertMany([{ a: 1 }, { a: 2 }, { a: 3 }])
    for (const more of [{}, { limit: 2 }, { limit: null }]) {
      const { n, writeErrors } = await db.command({ delete: 'kept', deletes: [{ q: {}, ...more }] })
      assert.deepEqual([n, writeErrors.length], [0, 1])
    }
    assert.equal(await kept.countDocuments(), 3)
  })

  it('ends a cursor once it is read, closed, or of another collection', async () => {
    await db.collection('many').insertMany(Array.from({ length: 300 }, (_, n) => ({ n })))
    const { cursor } = await db.command({ find: 'many', batchSize: 100 })
    assert.equal(cursor.firstBatch.length, 100)
    await assert.rejects(db.command({ getMore: cursor.id, collection: 'other' }), refusedWith(13))
    const second = await db.command({ getMore: cursor.id, collection: 'many', batchSize: 150 })
    assert.equal(second.cursor.nextBatch.length, 150)
    const last = await db.command({ getMore: cursor.id, collection: 'many' })
    assert.deepEqual([last.cursor.nextBatch.length, Number(last.cursor.id)], [50, 0])
    await assert.rejects(db.command({ getMore: cursor.id, collection: 'many' }), refusedWith(43))
    const again = await db.command({ find: 'many', batchSize: 1 })
    await db.command({ killCursors: 'many', cursors: [again.cursor.id] })
    await assert.rejects(db.command({ getMore: again.cursor.id, collection: 'many' }), refusedWith(43))
  })

  it('leaves out of later batches what has been deleted or changed away meanwhile', async () => {
    const { cursor } = await db.command({ find: 'many', filter: { n: { $gte: 100 } }, batchSize: 10 })
    await db.collection('many').deleteMany({ n: { $gte: 250 } })
    await db.collection('many').updateMany({ n: { $gte: 200 } }, { $set: { n: -1 } })
    const rest = await db.command({ getMore: cursor.id, collection: 'many' })
    assert.equal(rest.cursor.nextBatch.length, 90)
  })

  it('does an unacknowledged write before the next command of the same connection', async () => {
    await db.collection('quiet').insertOne({ a: 1 }, { writeConcern: { w: 0 } })
    assert.equal(await db.collection('quiet').countDocuments({ a: 1 }), 1)
  })

  it('keeps the type of every number through an update of another field', async () => {
    await db.collection('types').insertOne({ int: new Int32(1), double: 1.5, long: Long.fromNumber(5) })
    await db.command({ update: 'types', updates: [{ q: {}, u: { $set: { x: 1 }, $inc: { double: 0.5 } } }] })
    for (const [field, type] of [
      ['int', 'int'],
      ['double', 'double'],
      ['long', 'long']
    ] as const)
      assert.equal(await db.collection('types').countDocuments({ [field]: { $type: type } }), 1, field)
  })

  it('closes only the connection that sends bytes which are no message', async () => {
    const good = message(serialize({ ping: 1, $db: 'admin' }))
    const lies: [string, Buffer][] = [
      ['a length of nothing', Buffer.alloc(16)],
      ['a length of 2 GB', Buffer.from([255, 255, 255, 127, ...good.subarray(4)])],
      ['an opcode long gone', message(serialize({ ping: 1 }), 2002)],
      ['no body', Buffer.from([20, 0, 0, 0, ...good.subarray(4, 20)])]
    ]
    for (const [what, bytes] of lies) {
      const socket = connect(path)
      socket.on('error', () => undefined)
      socket.write(bytes)
      await once(socket, 'close', { signal: AbortSignal.timeout(5000) }).catch(() =>
        assert.fail(`${what} was taken`)
      )
    }
    assert.equal((await db.command({ ping: 1 })).ok, 1)
  })

  it('refuses a document of 17 MB that is sent past the driver, and no other of the same command', async () => {
    const documents = [serialize({ _id: 'small' }), huge(17)]
    const body = serialize({ insert: 'huge', ordered: false, $db: 'test' })
    const socket = connect(path)
    socket.write(withDocuments(body, documents))
    const reply = (await answerOn(socket)).body
    socket.destroy()
    assert.equal(reply.get('n'), 1)
    const [error] = [reply.get('writeErrors') ?? []].flat()
    assert.ok(error instanceof Map)
    assert.deepEqual([error.get('index'), error.get('code')], [1, 10334])
  })

  for (const [what, given] of tooLarge)
    it(`makes no document past the limit of ${what}`, () =>
      assert.throws(
        () => encode(given),
        (error: CommandError) => error.code === 10334
      ))

  it('answers a document that lies about its length with an error and goes on', async () => {
    const body = serialize({ ping: 1, $db: 'admin', text: 'abc' })
    body[body.length - 9] = 200
    const socket = connect(path)
    socket.write(message(body))
    assert.equal((await answerOn(socket)).body.get('ok'), 0)
    socket.write(message(serialize({ ping: 1, $db: 'admin' })))
    assert.equal((await answerOn(socket)).body.get('ok'), 1)
    socket.destroy()
  })

  it('survives frames bent in every way', async () => {
    const whole = message(
      serialize({ find: 'many', filter: { n: { $gt: 1 }, a: [1, 'x', { b: null }] }, limit: 2, $db: 'test' })
    )
    const bends = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
    let socket: Socket | undefined
    const send = async (bytes: Buffer) => {
      if (!socket || socket.destroyed) {
        socket = connect(path)
        socket.on('error', () => undefined)
        await once(socket, 'connect')
      }
      const done = new AbortController()
      const { signal } = done
      const settled = Promise.race([once(socket, 'data', { signal }), once(socket, 'close', { signal })])
      socket.write(bytes)
      await settled.catch(() => undefined)
      done.abort()
    }
    await fc.assert(
      fc.asyncProperty(bends, async changes => {
        const bytes = Buffer.from(whole)
        for (const [at, byte] of changes) if (at > 3) bytes[at] = byte
        // A bent message may ask for no answer; then there is nothing to wait for.
        bytes[16] = 0
        await send(bytes)
      }),
      { numRuns: process.env.SOAK ? 100_000 : runs }
    )
    socket?.destroy()
    assert.equal((await db.command({ ping: 1 })).ok, 1)
    assert.deepEqual((await db.command({ checkStore: 1 })).problems, [])
  })
})
