import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import MongoStore from 'connect-mongo'
import type { SessionData } from 'express-session'
import mongoose from 'mongoose'
import { RateLimiterMongo } from 'rate-limiter-flexible'
import { storeWithClient } from './support.ts'

describe('The libraries that live on the store', () => {
  let world: Awaited<ReturnType<typeof storeWithClient>>
  before(async () => {
    world = await storeWithClient()
  })
  after(() => world.close())

  it('mongoose connects by the URI alone and keeps what it saves', async () => {
    const connection = await mongoose.createConnection(world.store.uri).asPromise()
    const schema = new mongoose.Schema(
      { slug: { type: String, unique: true }, parts: [{ text: String, marks: [String] }], on: Date },
      // The application switches this off for the process.
      { timestamps: true, autoIndex: true }
    )
    const Letter = connection.model('Letter', schema)
    await Letter.init()
    const on = new Date('2021-03-12T00:00:00Z')
    const made = await Letter.create({ slug: 'leahy-2021', parts: [{ text: 'one', marks: ['a'] }], on })
    made.parts.push({ text: 'two', marks: [] })
    await made.save()
    const found = await Letter.findOne({ 'parts.text': 'two' }).lean()
    assert.equal(found?.parts.length, 2)
    assert.equal(found?.on?.getTime(), on.getTime())
    await assert.rejects(Letter.create({ slug: 'leahy-2021' }), (error: mongoose.mongo.MongoServerError) => {
      assert.deepEqual(
        [error.code, error.keyPattern, error.keyValue],
        [11000, { slug: 1 }, { slug: 'leahy-2021' }]
      )
      return true
    })
    const stale = await Letter.findById(made._id)
    await Letter.updateOne({ _id: made._id }, { $pull: { parts: { text: 'one' } }, $inc: { __v: 1 } })
    stale?.set('parts.0.text', 'changed')
    await assert.rejects(async () => stale?.save(), /VersionError|No matching document/)
    await connection.close()
  })

  it('connect-mongo keeps, finds, renews and removes a session', async () => {
    const sessions = MongoStore.create({ client: world.client, dbName: 'sessions' })
    const session = {
      cookie: { originalMaxAge: 1000, expires: new Date(Date.now() + 60_000) },
      user: 'editor'
    }
    const call = promisify<string, SessionData>(sessions.set.bind(sessions))
    await call('one', session as unknown as SessionData)
    const got = await promisify(sessions.get.bind(sessions))('one')
    assert.equal(Reflect.get(got ?? {}, 'user'), 'editor')
    await promisify(sessions.destroy.bind(sessions))('one')
    assert.equal(await promisify(sessions.get.bind(sessions))('one'), null)
    const indexes = await world.client.db('sessions').collection('sessions').indexes()
    assert.ok(indexes.some(index => index.expireAfterSeconds === 0))
  })

  it('rate-limiter-flexible counts under contention and blocks above its limit', async () => {
    const limiter = new RateLimiterMongo({
      storeClient: world.client,
      dbName: 'limits',
      points: 10,
      duration: 60
    })
    const tries = await Promise.allSettled(Array.from({ length: 15 }, () => limiter.consume('an address')))
    assert.equal(tries.filter(one => one.status === 'fulfilled').length, 10)
    assert.equal((await limiter.get('an address'))?.consumedPoints, 15)
  })

  it("answers none of MongoDB's published cases wrongly, and at least three quarters of them in full", async function () {
    const folder = '../shared/crud-specs/crud'
    if (!existsSync(folder)) {
      console.log(`      the published cases are not at ${folder}; not run`)
      return this.skip()
    }
    const run = promisify(execFile)
    const args = ['--import', 'tsx/esm', 'scripts/crud-spec.ts', '--uri', world.store.uri, folder]
    const { stdout } = await run(process.execPath, args)
    const [, applicable, passed, wrong] = /(\d+) cases apply: (\d+) passed .* (\d+) wrong/.exec(stdout) ?? []
    assert.equal(Number(wrong), 0)
    assert.ok(Number(applicable) >= 300)
    assert.ok(Number(passed) >= 0.75 * Number(applicable), stdout)
  })
})
