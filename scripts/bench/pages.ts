import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import autocannon, { type Result } from 'autocannon'
import { Letter } from '../../models/letter.ts'
import { openDatabase } from '../../server/database.ts'

/**
 * Measures the pages of a filled data folder beside a bare `node:http` server that returns the same bytes:
 * `npm run bench -- pages --dir DIR [--seconds 8] [--port 3977]`. Fill one with `npm run bench -- generate`.
 * The two servers are measured in turn, in one run; each figure is of 8 connections.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      dir: { type: 'string' },
      seconds: { type: 'string', default: '8' },
      port: { type: 'string', default: '3977' },
      bare: { type: 'string' }
    }
  })
  if (values.bare) return serveBare(values.bare, Number(values.port))
  if (!values.dir) throw new Error('Say which data folder with --dir DIR.')
  const port = Number(values.port)
  const seconds = Number(values.seconds)
  const site = await startSite(values.dir, port)
  try {
    await measureAll(`http://127.0.0.1:${port}`, port + 1, seconds, values.dir)
  } finally {
    site.kill('SIGTERM')
    await once(site, 'exit')
  }
  await measureExport(values.dir, port)
}

async function startSite(dir: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx/esm', 'server/index.ts'], {
    env: {
      ...process.env,
      DATA_DIR: dir,
      PORT: String(port),
      LOG_LEVEL: 'error',
      SEED_EXAMPLES: 'off',
      ROLE: 'web'
    },
    stdio: ['ignore', 'ignore', 'inherit']
  })
  await answering(`http://127.0.0.1:${port}/readyz`)
  return child
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    try {
      if ((await fetch(url)).ok) return
    } catch {
      // Not listening yet.
    }
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  throw new Error(`${url} does not answer.`)
}

async function measureAll(site: string, barePort: number, seconds: number, dir: string): Promise<void> {
  const letters = await someLetters(site)
  const first = await timeOf(`${site}/questions`)
  console.log(`first list after the start, the catalog read anew: ${first.toFixed(0)} ms`)
  // A number that no page knows makes every request another address, so that nothing kept can answer it.
  const lists = Array.from(
    { length: 4000 },
    (_, at) => `/questions?answer=no_reply&page=${1 + (at % 900)}&n=${at}`
  )
  const lettersFresh = Array.from({ length: 20_000 }, (_, at) => `${letters[at % letters.length]}?n=${at}`)
  const words = [
    'licenses',
    'inspections "port security"',
    'waivers veterans',
    'pipeline',
    'complaints received flood'
  ]
  const searches = Array.from(
    { length: 400 },
    (_, at) => `/search?q=${encodeURIComponent(words[at % words.length] ?? '')}&n=${at}`
  )
  await report('list, not kept', site, barePort, lists, seconds)
  await report('letter, not kept', site, barePort, lettersFresh, seconds)
  await report('list, kept', site, barePort, ['/questions'], seconds)
  await report('letter, kept', site, barePort, letters.slice(0, 1), seconds)
  const end = await writingElsewhere(dir, letters.at(-1) ?? '')
  for (const path of letters.slice(0, 100)) await timeOf(site + path)
  await report('others written', site, barePort, letters.slice(0, 100), seconds)
  await end()
  await report('list, 304', site, barePort, ['/questions'], seconds, await etagOf(`${site}/questions`))
  await report('search, not kept', site, barePort, searches, seconds)
  const one = []
  for (const path of searches.slice(0, 60)) one.push(await timeOf(`${site}${path}&one`))
  console.log(`search, one after the other: p95 ${quantile(one, 0.95).toFixed(0)} ms`)
}

/** Writes one letter five times a second, as it is, while the pages of others are asked for. */
async function writingElsewhere(dir: string, path: string): Promise<() => Promise<void>> {
  const database = await openDatabase({ DATA_DIR: dir }, { isPassing: true })
  const letter = await Letter.atSlug(path.split('/').at(-1) ?? '')
  if (!letter) throw new Error(`There is no letter at ${path}.`)
  let written: Promise<unknown> = Promise.resolve()
  const writing = setInterval(() => {
    written = Letter.updateOne({ _id: letter._id }, { $set: { note: letter.note } })
  }, 200)
  return async () => {
    clearInterval(writing)
    await written
    await database.close()
  }
}

/**
 * By how much the process that serves the pages grows while it writes the whole export. The store is served by another
 * process: the pages of its files that it looks into would count for this one.
 */
async function measureExport(dir: string, port: number): Promise<void> {
  const store = spawn(process.execPath, ['--import', 'tsx/esm', 'scripts/store.ts', '--dir', dir], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  await once(store.stdout, 'data')
  const site = await startSite(dir, port)
  try {
    const url = `http://127.0.0.1:${port}`
    for (const path of ['/', '/questions', '/letters', '/questions?page=2']) await timeOf(url + path)
    const before = megabytesOf(site)
    let most = before
    const sampling = setInterval(() => {
      most = Math.max(most, megabytesOf(site))
    }, 100)
    const started = performance.now()
    let size = 0
    for await (const piece of (await fetch(`${url}/data.ndjson`)).body ?? []) size += piece.length
    clearInterval(sampling)
    const seconds = (performance.now() - started) / 1000
    console.log(
      `data.ndjson: ${(size / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s, memory ${before.toFixed(0)} MB before, at most ${most.toFixed(0)} while: ${(most - before).toFixed(0)} MB more`
    )
  } finally {
    site.kill('SIGTERM')
    await once(site, 'exit')
    store.kill('SIGTERM')
  }
}

/** What a process holds in memory, as the system sees it. */
const megabytesOf = ({ pid }: ChildProcess): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024

async function report(
  name: string,
  site: string,
  barePort: number,
  paths: readonly string[],
  seconds: number,
  etag?: string
) {
  const bytes = await packedBytesOf(site + (paths[0] ?? '/'))
  const file = join(tmpdir(), `reply-due-bench-${process.pid}`)
  writeFileSync(file, bytes)
  const bare = spawn(
    process.execPath,
    ['--import', 'tsx/esm', 'scripts/bench/index.ts', 'pages', '--bare', file, '--port', String(barePort)],
    { stdio: 'ignore' }
  )
  await answering(`http://127.0.0.1:${barePort}/`)
  const theirs = await fire(`http://127.0.0.1:${barePort}`, ['/'], Math.max(2, seconds / 2))
  bare.kill()
  const ours = await fire(site, paths, seconds, etag)
  const share = ours.requests.average / theirs.requests.average
  const inMs = (part: number): string => quantile(ours.times, part).toFixed(1)
  console.log(
    `${name.padEnd(18)} ${String(Math.round(ours.requests.average)).padStart(6)}/s  p50 ${inMs(0.5)} p95 ${inMs(0.95)} p99 ${inMs(0.99)} ms   bare ${Math.round(theirs.requests.average)}/s, ours ${(share * 100).toFixed(1)} % of it   ${(bytes.length / 1000).toFixed(0)} kB${ours.non2xx && !etag ? `   ${ours.non2xx} not 200` : ''}`
  )
}

/** A page as it goes over the wire to who takes gzip: the bare server sends the same. */
const packedBytesOf = (url: string): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip' } }, answer => {
      const pieces: Buffer[] = []
      answer.on('data', piece => pieces.push(piece))
      answer.on('end', () => resolve(Buffer.concat(pieces)))
    }).on('error', reject)
  })

/** autocannon takes the requests of a list in turn, on each connection. */
function fire(url: string, paths: readonly string[], seconds: number, etag?: string) {
  const times: number[] = []
  const options = {
    url,
    connections: 8,
    duration: seconds,
    headers: { 'accept-encoding': 'gzip', ...(etag && { 'if-none-match': etag }) },
    requests: paths.map(path => ({ path }))
  }
  return new Promise<Result & { times: number[] }>((resolve, reject) => {
    const running = autocannon(options, (error, result) =>
      error ? reject(error) : resolve({ ...result, times })
    )
    // Its own figures are whole milliseconds, and the 95th of a hundred is not among them.
    running.on('response', (_client, _status, _bytes, ms) => void times.push(ms))
  })
}

async function someLetters(site: string): Promise<string[]> {
  const answer = await fetch(`${site}/api/v1/letters?limit=200`)
  const { items } = (await answer.json()) as { items: { slug: string }[] }
  return items.map(({ slug }) => `/letters/${slug}`)
}

async function timeOf(url: string): Promise<number> {
  const started = performance.now()
  await (await fetch(url)).arrayBuffer()
  return performance.now() - started
}

const etagOf = async (url: string): Promise<string> => (await fetch(url)).headers.get('etag') ?? ''

const quantile = (times: number[], share: number): number =>
  times.sort((one, other) => one - other)[Math.min(times.length - 1, Math.floor(times.length * share))] ??
  Number.NaN

function serveBare(file: string, port: number): Promise<void> {
  const bytes = readFileSync(file)
  createServer((_req, res) => {
    res.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Encoding': 'gzip',
      'Content-Length': bytes.length
    })
    res.end(bytes)
  }).listen(port, '127.0.0.1')
  return new Promise(() => {})
}
