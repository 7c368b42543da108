import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { mongo } from 'mongoose'
import { pino } from 'pino'
import { Delivery } from '../../models/delivery.ts'
import { runOnce } from '../../server/jobs/loop.ts'
import type { JobDeps } from '../../server/jobs/schedule.ts'
import { lineForPeople } from '../../server/log-line.ts'
import { registry } from '../../server/metrics.ts'
import { readiness } from '../../server/operations/health.ts'
import { LATE_AFTER_MS } from '../../server/operations/mail-figures.ts'
import { countProcess, metricsText } from '../../server/operations/metrics.ts'
import { sidePort } from '../../server/operations/side-port.ts'
import { watchStore } from '../../server/operations/store-times.ts'
import { freePort } from '../start/program.ts'
import { openWorld, type World } from '../support/world.ts'

const TOKEN = 'a-token-for-the-figures'

describe('what machines ask a running process', () => {
  let world: World
  const needs = (ROLE: 'all' | 'web' | 'worker', isStopping = false) => ({
    config: { ROLE },
    clock: world.clock,
    connection: world.database.connection,
    isStopping: () => isStopping
  })

  before(async () => {
    world = await openWorld({ env: { METRICS_TOKEN: TOKEN } })
  })
  after(() => world.close())
  afterEach(() => Delivery.deleteMany({}))

  it('is ready while its store answers and it was not asked to stop', async () => {
    assert.deepEqual(await readiness(needs('all')), { isReady: true, body: { status: 'ready' } })
    assert.deepEqual(await readiness(needs('all', true)), { isReady: false, body: { status: 'stopping' } })
    const away = { ...needs('all'), connection: world.database.connection.useDb('gone') }
    Object.defineProperty(away.connection, 'db', {
      value: { command: () => Promise.reject(new mongo.MongoNetworkError('gone')) }
    })
    assert.deepEqual(await readiness(away), { isReady: false, body: { status: 'store not reachable' } })
  })

  it('says that mail is late after a day; only a worker is not ready for it', async () => {
    const now = world.clock.now()
    await Delivery.claim(waiting('old', new Date(now.getTime() - LATE_AFTER_MS - 1000)))
    for (const [role, isReady] of [
      ['web', true],
      ['all', true],
      ['worker', false]
    ] as const) {
      const ready = await readiness(needs(role))
      assert.equal(ready.isReady, isReady, role)
      assert.match(ready.body.mail ?? '', /^late: waiting since /)
    }
  })

  it('shows figures to who has the token, and no page to anybody else', async () => {
    const page = await world.visitor().get('/questions')
    assert.equal(page.status, 200)
    assert.equal((await world.visitor().get('/metrics')).status, 404)
    const wrong = await fetch(`${world.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}x` } })
    assert.equal(wrong.status, 404)
    const right = await fetch(`${world.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })
    assert.equal(right.status, 200)
    const text = await right.text()
    assert.match(
      text,
      /replydue_request_seconds_count\{method="GET",route="\/questions",status="200"\} [1-9]/
    )
    assert.match(text, /replydue_store_up 1/)
  })

  it('counts what waits in the outbox, by state, and how old the oldest is', async () => {
    const now = world.clock.now()
    await Delivery.claim(waiting('one', new Date(now.getTime() - 90_000)))
    await Delivery.claim(waiting('two', now))
    const text = await metricsText(world.clock)
    assert.match(text, /replydue_mail_waiting\{state="queued"\} 2/)
    assert.match(text, /replydue_mail_waiting\{state="deferred"\} 0/)
    assert.match(text, /replydue_mail_oldest_waiting_seconds 90\n/)
  })

  it('gives every figure that the alert list of the README watches, and the lag of the event loop', async () => {
    countProcess()
    await runOnce({ name: 'send', everyMs: 1, why: 'A test.', run: async () => {} }, {
      log: world.log,
      signal: new AbortController().signal
    } as JobDeps)
    const text = await metricsText(world.clock)
    const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
    const watched = [...readme.matchAll(/\b(?:replydue|nodejs)_[a-z0-9_]+/g)].map(([name]) => name)
    assert.ok(watched.length >= 5)
    for (const name of [
      ...watched.filter(one => !/_bucket$/.test(one)),
      'replydue_request_seconds_bucket',
      'replydue_mail_waiting',
      'replydue_reminders_owed',
      'replydue_store_seconds',
      'nodejs_eventloop_lag_p99_seconds'
    ])
      assert.match(text, new RegExp(`^(?:# TYPE )?${name}[ {]`, 'm'), name)
  })

  it('keeps the number of series apart from the number of records', async () => {
    for (const slug of ['slug-one', 'slug-two', 'slug-three']) await world.visitor().get(`/letters/${slug}`)
    await world.visitor().get('/slug-four/here')
    const routes = [...(await registry.metrics()).matchAll(/request_seconds_count\{[^}]*route="([^"]+)"/g)]
    assert.ok(routes.some(([, route]) => route === '/letters/:slug'))
    assert.ok(routes.every(([, route = '']) => !/slug-/.test(route)))
  })

  it('is found well by the health check of the container while it is ready, and not when nothing answers', async () => {
    const dockerfile = readFileSync(join(import.meta.dirname, '../../Dockerfile'), 'utf8').replace(
      /\\\n\s*/g,
      ''
    )
    const [, command = '[]'] = /HEALTHCHECK .*?CMD (\[.*\])/.exec(dockerfile) ?? []
    const [, ...args] = JSON.parse(command)
    const exitOf = async (port: string) =>
      (await once(spawn(process.execPath, args, { env: { PORT: port } }), 'exit'))[0]
    assert.equal(await exitOf(new URL(world.url).port), 0)
    assert.equal(await exitOf(String(await freePort())), 1)
  })

  it('answers on a port of its own, for a worker too', async () => {
    const server = sidePort(needs('worker')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const at = (path: string) =>
      fetch(`http://127.0.0.1:${typeof address === 'object' && address?.port}${path}`)
    const statuses = await Promise.all(
      ['/healthz', '/readyz', '/metrics', '/letters'].map(async path => (await at(path)).status)
    )
    assert.deepEqual(statuses, [200, 200, 200, 404])
    server.closeAllConnections()
    server.close()
  })

  it('logs a slow query by its fields, never with a value', async () => {
    const lines: string[] = []
    const log = pino({ base: null }, { write: line => void lines.push(line) })
    const client = world.database.connection.getClient()
    watchStore(client, log, 0)
    await world.database.connection
      .collection('users')
      .find({ email: 'editor@example.org', $or: [{ role: 'reader' }, { desks: { $in: ['secret'] } }] })
      .sort({ email: 1 })
      .toArray()
    const line = lines.map(text => JSON.parse(text)).find(({ collection }) => collection === 'users')
    assert.equal(line.msg, 'slow query')
    assert.equal(line.by, '{"email":"?","$or":[{"role":"?"},{"desks":{"$in":["?"]}}]}')
    assert.ok(!lines.join('').includes('example.org') && !lines.join('').includes('secret'))
  })

  it('is told of a command without its records being read for that a second time', async () => {
    const client = world.database.connection.getClient()
    const told: unknown[] = []
    client.on('commandSucceeded', ({ commandName, reply }) => {
      if (commandName === 'find') told.push(reply)
    })
    const notes = world.database.connection.collection('notes')
    await notes.insertOne({ subject: 'lamps', lines: [{ n: 1 }] })
    assert.deepEqual(await notes.findOne({}, { projection: { _id: 0 } }), {
      subject: 'lamps',
      lines: [{ n: 1 }]
    })
    assert.match(inspect(told[0], { depth: 5 }), /firstBatch: \[\s*<Buffer /)
    await notes.drop()
  })

  const waiting = (key: string, composedAt: Date) => ({
    keys: [key],
    kind: 'reminder' as const,
    to: { name: 'The editor', address: 'editor@example.org' },
    subject: 'Due',
    raw: Buffer.from('a mail'),
    messageId: `<${key}@example.org>`,
    slotAt: composedAt,
    graceUntil: null,
    composedAt
  })
})

describe('a line of the log on a terminal', () => {
  const time = '2026-11-20T17:03:04.000Z'
  const table: [string, object, string][] = [
    [
      'a request',
      { level: 30, time, req: { method: 'GET', url: '/' }, res: { status: 200 }, responseTime: 12 },
      '17:03:04  info   GET / 200 12 ms'
    ],
    [
      'an event with what belongs to it',
      { level: 40, time, msg: 'slow job', job: 'send', seconds: 70 },
      '17:03:04  WARN   slow job  job=send  seconds=70'
    ],
    ['what would move the cursor', { level: 30, time, msg: 'a\u001b[2Jb\u009bc' }, '17:03:04  info   a[2Jbc']
  ]
  for (const [what, line, text] of table)
    it(`shows ${what}`, () => assert.equal(lineForPeople(JSON.stringify(line)), text))

  it('shows a line that is no JSON as it is', () => assert.equal(lineForPeople('plain\n'), 'plain'))
})
