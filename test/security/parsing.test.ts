import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { endPrograms, freePort, type Program, startProgram } from '../start/program.ts'
import { isLongForm, patience, tallyOf } from '../support/attack.ts'
import { openWorld, type World } from '../support/world.ts'

const form = 'Content-Type: application/x-www-form-urlencoded'
const parts = 'Content-Type: multipart/form-data; boundary=b'
const close = 'Host: x\r\nConnection: close'
const posted = (headers: string, body: string | Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(
      `POST /subscriptions HTTP/1.1\r\n${close}\r\n${headers}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`
    ),
    Buffer.from(body)
  ])
const got = (address: string, headers = ''): Buffer =>
  Buffer.from(`GET ${address} HTTP/1.1\r\n${close}\r\n${headers}\r\n`, 'latin1')

const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024, 'a'))

/** Requests that no browser sends. Each is answered with a refusal or dropped. */
const bad: readonly (readonly [string, Buffer])[] = [
  ['an address of 60 kB', got(`/letters/${'a'.repeat(60_000)}`)],
  ['10,000 parameters', got(`/questions?${'answer=x&'.repeat(1500)}`)],
  ['percent signs that encode nothing', got(`/letters/${'%E0%A4%A'.repeat(500)}`)],
  ['a path of 5,000 folders', got('/a'.repeat(5000))],
  ['nested brackets', got(`/search?q${'[a]'.repeat(2000)}=x`)],
  ['200 headers', got('/about', Array.from({ length: 200 }, (_, at) => `X-${at}: ${at}\r\n`).join(''))],
  ['a header of 100 kB', got('/about', `X-A: ${'a'.repeat(100_000)}\r\n`)],
  ['a cookie of 10 kB of separators', got('/about', `Cookie: ${';=,'.repeat(3000)}\r\n`)],
  [
    'a language list of 10 kB',
    got('/about', `Accept: ${'a/b;q=0.1,'.repeat(1000)}\r\nAccept-Language: ${'a,'.repeat(2000)}\r\n`)
  ],
  ['a list of ETags', got('/about', `If-None-Match: ${'"a",'.repeat(2500)}\r\n`)],
  ['a range that overlaps a thousand times', got('/about', `Range: bytes=${'0-,'.repeat(2000)}\r\n`)],
  ['a body larger than the form takes', posted(form, `email=${'a'.repeat(50_000)}`)],
  ['6,000 fields', posted(form, 'a=1&'.repeat(2400))],
  ['a gzip bomb', posted(`${form}\r\nContent-Encoding: gzip`, bomb)],
  ['a body that is no gzip', posted(`${form}\r\nContent-Encoding: gzip`, 'x'.repeat(500))],
  ['an encoding nobody knows', posted(`${form}\r\nContent-Encoding: zip`, 'x')],
  ['a charset nobody knows', posted(`${form}; charset=x-nothing`, 'email=x')],
  ['deep JSON', posted('Content-Type: application/json', '['.repeat(9000))],
  [
    'parts without an end',
    posted(parts, `--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n${'a'.repeat(5000)}`)
  ],
  [
    'a length that is no number',
    Buffer.from(`POST /subscriptions HTTP/1.1\r\n${close}\r\n${form}\r\nContent-Length: x\r\n\r\n`)
  ],
  [
    'two lengths',
    Buffer.from(
      `POST /subscriptions HTTP/1.1\r\n${close}\r\n${form}\r\nContent-Length: 1\r\nContent-Length: 5\r\n\r\nab`
    )
  ],
  [
    'a length and chunks',
    Buffer.from(
      `POST /subscriptions HTTP/1.1\r\n${close}\r\n${form}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /account HTTP/1.1\r\nHost: x\r\n\r\n`
    )
  ],
  [
    'chunks of a size that is none',
    Buffer.from(
      `POST /subscriptions HTTP/1.1\r\n${close}\r\n${form}\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n`
    )
  ],
  ['a method nobody knows', Buffer.from(`FROB / HTTP/1.1\r\n${close}\r\n\r\n`)],
  ['TRACE', Buffer.from(`TRACE / HTTP/1.1\r\n${close}\r\n\r\n`)],
  ['a space before a colon', Buffer.from(`GET / HTTP/1.1\r\n${close}\r\nX-A : 1\r\n\r\n`)],
  ['no HTTP at all', Buffer.from(`\u0016\u0003\u0001${'\u0000'.repeat(200)}`, 'latin1')],
  ['a NUL in the address', got('/letters/\u0000')]
]

/** Sends bytes and gives the status of what comes back; 0 where the connection is dropped. */
const statusOf = (port: number, bytes: Buffer): Promise<number> =>
  new Promise(resolve => {
    let said = ''
    const socket = connect(port, '127.0.0.1', () => void socket.write(bytes))
    socket
      .on('data', chunk => {
        if (said.length < 100) said += chunk.toString('latin1')
      })
      .on('error', () => {})
      .on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(said)?.[1] ?? 0)))
  })

describe('a request that cannot be read', function () {
  this.timeout(patience)
  const tally = tallyOf('Parsing denial of service', 'bad requests')
  let world: World

  before(async () => {
    world = await openWorld()
  })
  after(async () => {
    tally.say()
    await world.close()
  })

  for (const [what, bytes] of bad)
    it(`is refused where it has ${what}, and the next one is answered`, async () => {
      const status = await statusOf(Number(new URL(world.url).port), bytes)
      // What a page can make no sense of it leaves out; the rest is an error of the sender's, never one of ours.
      assert.ok(status < 500 || status === 501, `${status}`)
      assert.ok(
        !/length|chunk|gzip|bomb|charset|body|NUL|colon|HTTP|method|TRACE/.test(what) ||
          status === 0 ||
          status >= 400,
        `${status}`
      )
      assert.equal((await world.visitor().get('/healthz')).status, 200)
      tally.add(1)
    })

  it('costs no memory that is not given back: 10,000 of them, long form', async function () {
    if (!isLongForm) this.skip()
    this.timeout(0)
    const folder = await mkdtemp(join(tmpdir(), 'reply-due-parsing-'))
    try {
      const port = await freePort()
      const url = `http://127.0.0.1:${port}`
      const program = startProgram('server/index.ts', {
        DATA_DIR: folder,
        PORT: String(port),
        LOG_LEVEL: 'silent',
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(collecting)}`
      })
      await program.says('Reply Due is running.')
      const send = async (count: number): Promise<void> => {
        for (let at = 0; at < count; at += 10)
          await Promise.all(
            Array.from({ length: 10 }, (_, next) =>
              statusOf(port, (bad[(at + next) % bad.length] ?? bad[0])?.[1] ?? Buffer.alloc(0))
            )
          )
      }
      // The first ones warm it up: code is compiled and the heap finds its size, once.
      await send(2500)
      const before = await held(program, url)
      await send(10_000)
      const after = await held(program, url)
      const grown = after - before
      tally.add(12_500)
      console.log(
        `      after a warm-up of 2,500, resident memory went from ${before.toFixed(0)} to ${after.toFixed(0)} MB over 10,000 bad requests, each time with its garbage collected`
      )
      assert.ok(grown < 50, `${grown} MB`)
      assert.equal((await fetch(`${url}/healthz`)).status, 200)
    } finally {
      endPrograms()
      await rm(folder, { recursive: true, force: true })
    }
  })
})

/** What the program runs beside itself: it collects its garbage when asked to, so that only what is held is measured. */
const collecting = `
  import { setFlagsFromString } from 'node:v8'
  import { runInNewContext } from 'node:vm'
  import { isMainThread } from 'node:worker_threads'
  if (isMainThread) {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc')
    process.on('SIGUSR2', () => { collect(); collect() })
  }
`

/** The least that a process holds in memory after its garbage was collected, in MB: pages go back in steps. */
async function held({ pid }: Program, url: string): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let turn = 0; turn < 20; turn += 1) {
    process.kill(pid, 'SIGUSR2')
    await (await fetch(`${url}/healthz`)).text()
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    least = Math.min(least, Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024)
  }
  return least
}
