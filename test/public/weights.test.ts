import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { get } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { Letter } from '../../models/letter.ts'
import { restandLetter } from '../../models/restanding.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { aLetter } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

/** Bytes on the wire at first view; a browser over http asks for gzip, which is more than brotli. */
const most = { all: 60_000, html: 30_000, scripts: 15_000 }

/** The words of real letters in an order of chance: as many different ones, and no sentence twice. */
const vocabulary = ['leahy-2021', 'grijalva-lowenthal-2019'].flatMap(name =>
  readFileSync(`server/examples/texts/${name}.txt`, 'utf8').split(/[^\p{L}]+/u)
)

function words(seed: number, count: number): string {
  let state = seed * 7919 + 17
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647
    return vocabulary[state % vocabulary.length]
  }).join(' ')
}

describe('the weight of a page at first view', () => {
  let world: World
  let longest: string

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
    const offices = [1, 2, 3].map(number => ({
      name: `Addressee ${number}`,
      title: 'Secretary',
      organization: `Department of ${words(number, 3)}`
    }))
    for (let at = 0; at < 26; at += 1) {
      const letter = await aLetter(world, {
        subject: words(100 + at, 14),
        questions: [`${words(200 + at, 90)}? ${words(300 + at, 30)}?`],
        recipients: offices,
        signer: `Signer ${words(at, 2)}`,
        topics: [words(400 + at, 2)]
      })
      await publish(letter._id)
    }
    const long = await aLetter(world, {
      subject: 'Forty questions to three offices',
      questions: Array.from({ length: 40 }, (_, at) => `${words(500 + at, 50)}? ${words(600 + at, 20)}?`),
      recipients: offices,
      dueOn: '2026-10-01'
    })
    await publish(long._id)
    longest = `/letters/${long.slug}`
  })
  after(() => world.close())

  async function publish(id: LetterId): Promise<void> {
    await Letter.updateOne({ _id: id }, { $set: { visibility: 'public' }, $inc: { revision: 1 } })
    await restandLetter(id)
  }

  /** What comes over the wire for an address, heads included, and its text. */
  const weigh = (path: string) =>
    new Promise<{ bytes: number; text: string }>((resolve, reject) => {
      get(`${world.url}${path}`, { agent: false, headers: { 'Accept-Encoding': 'gzip' } }, answer => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => {
          const body = Buffer.concat(chunks)
          const text = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
          resolve({ bytes: answer.socket.bytesRead, text: text.toString('utf8') })
        })
      }).on('error', reject)
    })

  const lists = [
    '/',
    '/questions',
    '/questions?answer=unanswered&sort=asked',
    '/letters',
    '/organizations',
    '/signatories',
    '/topics',
    '/search?q=firearms',
    '/letters/leahy-2021',
    '/data'
  ]
  for (const path of [...lists, 'a letter of forty questions to three offices'])
    it(`is at most 60 kB for ${path}, 30 kB of it the page itself`, async () => {
      const address = path.startsWith('/') ? path : longest
      const page = await weigh(address)
      const loaded = [...page.text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(
        ([, asset]) => asset ?? ''
      )
      const sheets = loaded.filter(asset => asset.endsWith('.css'))
      const icons = await Promise.all(
        sheets.map(async sheet => {
          const { text } = await weigh(sheet)
          return [...text.matchAll(/url\((\/assets\/[^)]+)\)/g)].map(([, icon]) => icon ?? '')
        })
      )
      const weights = await Promise.all(
        [...new Set([...loaded, ...icons.flat()])].map(async asset => ({ asset, ...(await weigh(asset)) }))
      )
      const sum = (some: readonly { bytes: number }[]) => some.reduce((all, { bytes }) => all + bytes, 0)
      const scripts = sum(weights.filter(({ asset }) => asset.endsWith('.js')))
      const all = page.bytes + sum(weights)
      assert.ok(page.bytes <= most.html, `the page has ${page.bytes} bytes`)
      assert.ok(all <= most.all, `all has ${all} bytes`)
      assert.ok(scripts <= most.scripts, `scripts have ${scripts} bytes`)
    })
})

type LetterId = Awaited<ReturnType<typeof aLetter>>['_id']
