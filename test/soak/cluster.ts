import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, type ClientRequest, get, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { mongo } from 'mongoose'
import { type MailServer, mailServer } from '../mail/mail-server.ts'
import { endPrograms, freePort, type Program, startProgram } from '../start/program.ts'

/** Several instances on one store, with readers at the pages and mail going out. */
export interface Cluster {
  readonly webs: Instance[]
  readonly workers: Instance[]
  readonly db: mongo.Db
  readonly smtp: MailServer
  start(role: Instance['role']): Promise<Instance>
  /** Ends the store as a power cut would. */
  killStore(): Promise<void>
  /** Serves the same folder at the same address again. */
  startStore(): Promise<void>
  close(): Promise<void>
}

export interface Instance {
  readonly role: 'web' | 'worker'
  readonly url: string
  readonly program: Program
}

/** Starts `npm run store` and on it so many instances of either role, the first of them alone: it loads what a new store gets. */
export async function openCluster(webs: number, workers: number): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'reply-due-cluster-'))
  const smtp = await mailServer()
  const storePort = String(await freePort())
  const startStore = async () => {
    const program = startProgram('scripts/store.ts', {}, [
      '--dir',
      join(folder, 'store'),
      '--port',
      storePort
    ])
    await program.says('mongodb://')
    return program
  }
  let store = await startStore()
  // Readers of a test do not wait the ten seconds that a replica set may take to elect.
  const MONGODB_URI = `${store.out().trim()}&serverSelectionTimeoutMS=2000`
  const client = await new mongo.MongoClient(MONGODB_URI).connect()
  let started = 0
  const cluster: Cluster = {
    webs: [],
    workers: [],
    db: client.db(),
    smtp,
    async start(role) {
      const port = await freePort()
      started += 1
      const program = startProgram('server/index.ts', {
        MONGODB_URI,
        SMTP_URL: smtp.url,
        ROLE: role,
        LOG_LEVEL: 'warn',
        BASE_URL: 'http://due.example.org',
        // A folder each, as on machines of their own: nothing but the store is shared.
        DATA_DIR: join(folder, `instance-${started}`),
        ...(role === 'web' ? { PORT: String(port) } : { METRICS_PORT: String(port) })
      })
      await program.says('Reply Due is running.')
      const instance = { role, url: `http://127.0.0.1:${port}`, program }
      cluster[role === 'web' ? 'webs' : 'workers'].push(instance)
      return instance
    },
    async killStore() {
      store.kill('SIGKILL')
      await store.ended
    },
    async startStore() {
      store = await startStore()
    },
    async close() {
      await client.close()
      endPrograms()
      await Promise.all([...cluster.webs, ...cluster.workers].map(({ program }) => program.ended))
      await store.ended
      await smtp.close()
      await rm(folder, { recursive: true, force: true })
    }
  }
  await Promise.all([
    ...Array.from({ length: webs }, () => cluster.start('web')),
    ...Array.from({ length: workers }, () => cluster.start('worker'))
  ])
  return cluster
}

/** What came of the readers' requests. `lost` are those that a load balancer could not have sent elsewhere. */
export interface Reading {
  answered: number
  elsewhere: number
  readonly lost: string[]
  stop(): Promise<void>
}

/**
 * Readers behind a load balancer: each request goes to the next instance that is up. What an instance never took (a
 * refused connection, or an idle one that it had closed) goes to another, as every balancer does; a request that was
 * taken and not answered is lost, unless the instance was killed, from which nobody can promise anything.
 */
export function readers(
  cluster: Cluster,
  paths: readonly string[],
  isKilled: (url: string) => boolean
): Reading {
  const agent = new Agent({ keepAlive: true })
  const reading: Reading = { answered: 0, elsewhere: 0, lost: [], stop }
  // One that closes connections is about to stop, as its /readyz says too: a balancer sends it nothing more.
  const leaving = new Set<string>()
  let isOver = false
  let turn = 0
  const loops = Array.from({ length: 4 }, async () => {
    while (!isOver) {
      const { url = '' } = cluster.webs[turn++ % cluster.webs.length] ?? {}
      if (leaving.has(url)) continue
      const { status, failure, wasTaken, isLeaving } = await ask(`${url}${paths[turn % paths.length]}`, agent)
      if (isLeaving) leaving.add(url)
      if (status === 200) reading.answered += 1
      else if (!wasTaken || isKilled(url)) reading.elsewhere += 1
      else reading.lost.push(`${url} ${status} ${failure}`)
    }
  })
  async function stop() {
    isOver = true
    await Promise.all(loops)
    agent.destroy()
  }
  return reading
}

interface Asked {
  readonly status: number
  readonly failure: string
  readonly wasTaken: boolean
  readonly isLeaving: boolean
}

function ask(url: string, agent: Agent): Promise<Asked> {
  return new Promise(resolve => {
    const request: ClientRequest = get(url, { agent }, (res: IncomingMessage) => {
      res.resume()
      const isLeaving = res.headers.connection === 'close'
      res.on('end', () => resolve({ status: res.statusCode ?? 0, failure: '', wasTaken: true, isLeaving }))
      res.on('error', error => resolve({ status: 0, failure: String(error), wasTaken: true, isLeaving }))
    })
    request.on('error', (error: NodeJS.ErrnoException) => {
      const wasTaken = error.code !== 'ECONNREFUSED' && !request.reusedSocket
      resolve({ status: 0, failure: error.code ?? String(error), wasTaken, isLeaving: false })
    })
  })
}

/** Puts mails into the outbox, as a reminder run does. */
export async function addMails(db: mongo.Db, count: number, from = 0): Promise<void> {
  const now = new Date()
  const mails = Array.from({ length: count }, (_, i) => ({
    keys: [`mail-${from + i}`],
    kind: 'reminder',
    to: { name: 'A reader', address: `reader-${from + i}@example.org` },
    userId: null,
    subscriptionId: null,
    subject: 'Due',
    state: 'queued',
    raw: Buffer.from(`Message-ID: <mail-${from + i}@example.org>\r\nSubject: Due\r\n\r\nDue.\r\n`),
    messageId: `<mail-${from + i}@example.org>`,
    lease: null,
    nextTryAt: now,
    attempts: 0,
    firstTriedAt: null,
    smtpAnswer: null,
    slotAt: now,
    graceUntil: null,
    composedAt: now,
    finishedAt: null,
    cancelledBecause: null,
    mentions: [],
    publicLetterIds: [],
    about: {}
  }))
  await db.collection('deliveries').insertMany(mails)
}

/** Waits until something holds; says what it waited for when it does not come. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 120_000
): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await holds())) {
    if (performance.now() > end) assert.fail(`It did not come to this: ${what}`)
    await wait(20)
  }
}

/** The worker's process that holds leases now, by its number; null where none does. */
export async function holderOf(db: mongo.Db): Promise<number | null> {
  const leased = await db.collection('deliveries').findOne({ state: 'leased' })
  return leased ? Number(String(leased.lease.by).split(':')[1]) : null
}
