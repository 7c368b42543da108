import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, get } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setInterval } from 'node:timers/promises'
import { mongo } from 'mongoose'
import { openDatabase } from '../../server/database.ts'
import { openStore } from '../../server/embedded-mongo/index.ts'
import { endPrograms, freePort, startProgram } from './program.ts'

interface Fetched {
  readonly status: number
  readonly text: string
  readonly failure: string
  /** Whether the server closes the connection behind this answer. */
  readonly isLast: boolean
}

/** What a person at a terminal gets: an answer's status and text, or the code of a connection that failed. */
const fetched = (url: string, agent?: Agent): Promise<Fetched> =>
  new Promise(resolve => {
    get(url, { agent: agent ?? false }, res => {
      const isLast = res.headers.connection === 'close'
      let text = ''
      res.on('data', chunk => {
        text += chunk
      })
      res.on('end', () => resolve({ status: res.statusCode ?? 0, text, failure: '', isLast }))
      res.on('error', error => resolve({ status: 0, text, failure: String(error), isLast }))
    }).on('error', (error: NodeJS.ErrnoException) =>
      resolve({ status: 0, text: '', failure: error.code ?? String(error), isLast: false })
    )
  })

describe('the start', function () {
  this.timeout(240_000)
  let folder: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reply-due-start-'))
  })
  after(async () => {
    endPrograms()
    await rm(folder, { recursive: true, force: true })
  })

  it('stops at bad settings with exit code 78, naming each and never its value', async () => {
    const bad = [
      'PORT',
      'BASE_URL',
      'MONGODB_URI',
      'SMTP_URL',
      'MAIL_FROM',
      'MAIL_BOUNCES_URL',
      'ROLE',
      'SESSION_SECRET',
      'METRICS_PORT'
    ]
    const value = 'sesame sesame'
    const program = startProgram('server/index.ts', {
      DATA_DIR: join(folder, 'never'),
      ...Object.fromEntries(bad.map(name => [name, value]))
    })
    assert.equal(await program.ended, 78)
    const lines = program.err().trimEnd().split('\n')
    assert.deepEqual(
      lines.map(line => line.split(':')[0]),
      [...lines.map(line => line.split(':')[0])].filter(name => bad.includes(name ?? ''))
    )
    assert.equal(lines.length, bad.length)
    assert.ok(!`${program.err()}${program.out()}`.includes('sesame'))
  })

  it('says in one line what to do where the data folder cannot be written', async () => {
    await writeFile(join(folder, 'file'), '')
    await assert.rejects(
      openDatabase({ DATA_DIR: join(folder, 'file', 'data') }),
      /^StoreError: The data folder .* Let this user write there, or set DATA_DIR to another folder\.$/
    )
  })

  it('says in one line what to do where no MongoDB answers, and never the password', async () => {
    const MONGODB_URI = `mongodb://desk:sesame@127.0.0.1:${await freePort()}/desk?serverSelectionTimeoutMS=200`
    await assert.rejects(openDatabase({ DATA_DIR: folder, MONGODB_URI }), ({ message }: Error) => {
      assert.match(message, /^MONGODB_URI: no MongoDB answers at 127\.0\.0\.1:\d+ .*$/)
      assert.ok(!message.includes('sesame'))
      return true
    })
  })

  it('opens its port on a whole site; says that a port is taken; keeps everything over kill -9; drains at SIGTERM', async () => {
    const DATA_DIR = join(folder, 'data')
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    assert.ok(typeof address === 'object' && address)
    const refused = startProgram('server/index.ts', { DATA_DIR, PORT: String(address.port) })
    assert.equal(await refused.ended, 1)
    assert.match(refused.err().trimEnd(), /^The port is taken: .* Stop it, or set PORT .*$/m)
    taken.close()

    const PORT = String(await freePort())
    const url = `http://127.0.0.1:${PORT}`
    const first = startProgram('server/index.ts', { DATA_DIR, PORT, LOG_LEVEL: 'warn' })
    let answer = await fetched(url)
    // Asked often enough to be among the first, and seldom enough to leave the start the processor.
    for await (const _ of setInterval(20)) {
      if (answer.failure !== 'ECONNREFUSED') break
      answer = await fetched(url)
    }
    assert.match(answer.text, /href="\/letters\/leahy-2021"/, 'whoever can connect sees the letters')
    const store = await openStore({ dir: DATA_DIR })
    const client = await new mongo.MongoClient(store.uri).connect()
    await client.db().collection('desks').insertOne({ slug: 'kept', name: 'Kept' })
    await first.says('Reply Due is running.')
    first.kill('SIGKILL')
    await client.close()
    await store.close()
    assert.equal(await first.ended, 'SIGKILL')

    const second = startProgram('server/index.ts', { DATA_DIR, PORT, LOG_LEVEL: 'warn' })
    await second.says('Reply Due is running.')
    const again = await openStore({ dir: DATA_DIR })
    const reader = await new mongo.MongoClient(again.uri).connect()
    assert.equal(await reader.db().collection('desks').countDocuments({ slug: 'kept' }), 1)
    await reader.close()
    await again.close()

    // A reader every 5 ms, until an answer says that the server is about to close: no balancer sends it more.
    const agent = new Agent({ keepAlive: true })
    const asked: ReturnType<typeof fetched>[] = []
    let askedAt = Number.NaN
    let isLeaving = false
    for await (const _ of setInterval(5)) {
      const path = ['/', '/letters/leahy-2021', '/questions'][asked.length % 3]
      const request = fetched(`${url}${path}`, agent)
      asked.push(request)
      void request.then(answer => {
        isLeaving ||= answer.isLast
      })
      if (asked.length === 100) {
        askedAt = performance.now()
        second.kill('SIGTERM')
      }
      if (isLeaving) break
    }
    const answers = await Promise.all(asked)
    assert.ok(answers.length > 100)
    assert.deepEqual(
      answers.filter(({ status }) => status !== 200).map(({ status, failure }) => ({ status, failure })),
      []
    )
    assert.equal(await second.ended, 0)
    assert.ok(performance.now() - askedAt < 10_000)
    agent.destroy()
  })
})
