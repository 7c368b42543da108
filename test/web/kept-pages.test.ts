import assert from 'node:assert/strict'
import { request } from 'node:http'
import { Letter } from '../../models/letter.ts'
import { registry } from '../../server/metrics.ts'
import { aLetter } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

interface Answer {
  readonly status: number
  readonly headers: Record<string, unknown>
  readonly body: string
}

describe('A page that is kept', () => {
  let world: World
  let path: string

  before(async () => {
    world = await openWorld()
    const letter = await aLetter(world, { subject: 'Ports', questions: ['How many?'] })
    await Letter.updateOne({ _id: letter._id }, { $set: { visibility: 'public' } })
    path = `/letters/${letter.slug}`
  })
  after(() => world.close())

  /** As it comes over the wire, still packed; without what is each answer's own. */
  const ask = (headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = request(world.url + path, { method, headers }, res => {
        const pieces: Buffer[] = []
        res.on('data', piece => pieces.push(piece))
        res.on('end', () => {
          const { 'x-request-id': id, date: _date, ...rest } = res.headers
          assert.match(String(id), /^[0-9a-f-]{36}$/)
          resolve({
            status: res.statusCode ?? 0,
            headers: rest,
            body: Buffer.concat(pieces).toString('base64')
          })
        })
      })
      sent.on('error', reject).end()
    })

  for (const encoding of ['gzip', 'gzip, deflate, br, zstd', 'identity', 'br;q=0.5, gzip;q=0', '*', ''])
    it(`is the same each time for who takes “${encoding}”, with all its headers`, async () => {
      const takes = encoding ? { 'accept-encoding': encoding } : {}
      await Letter.updateOne({ subject: 'Ports' }, { $set: { note: encoding } })
      const made = await ask(takes)
      assert.equal(made.status, 200)
      assert.match(String(made.headers['content-security-policy']), /default-src 'none'/)
      for (const _ of [1, 2, 3]) assert.deepEqual(await ask(takes), made)
    })

  it('is packed only as whoever asks can unpack it, whoever asked before', async () => {
    const packedFor = async (takes: Record<string, string>) => (await ask(takes)).headers['content-encoding']
    for (const _ of [1, 2]) {
      assert.equal(await packedFor({ 'accept-encoding': 'gzip' }), 'gzip')
      assert.equal(await packedFor({ 'accept-encoding': 'br, gzip' }), 'br')
      assert.equal(await packedFor({ 'accept-encoding': 'identity' }), undefined)
      assert.equal(await packedFor({ 'accept-encoding': 'gzip;q=0' }), undefined)
      assert.equal(await packedFor({}), undefined)
    }
  })

  it('is 304 to who has it, packed or not, and whole to who has another', async () => {
    const made = await ask({ 'accept-encoding': 'gzip' })
    const etag = String(made.headers.etag)
    const {
      'content-length': _length,
      'content-encoding': _encoding,
      'transfer-encoding': _transfer,
      ...rest
    } = made.headers
    for (const asked of [{ 'accept-encoding': 'gzip' }, {}])
      assert.deepEqual(await ask({ ...asked, 'if-none-match': etag }), {
        status: 304,
        headers: { ...rest },
        body: ''
      })
    assert.deepEqual(await ask({ 'accept-encoding': 'gzip', 'if-none-match': '"another"' }), made)
    assert.equal((await ask({ 'if-none-match': etag, 'cache-control': 'no-cache' })).status, 200)
  })

  it('has no body for HEAD, and is made for who has a cookie', async () => {
    assert.equal((await ask({ 'accept-encoding': 'gzip' }, 'HEAD')).body, '')
    assert.equal((await ask({ cookie: 'session=none' })).status, 200)
  })

  it('is logged and counted each time', async () => {
    const counted = async () =>
      Number(
        /replydue_request_seconds_count\{method="GET",route="none",status="200"\} (\d+)/.exec(
          await registry.metrics()
        )?.[1]
      )
    const lines = () => world.logged.filter(line => line.includes(path) && line.includes('request completed'))
    await ask({ 'accept-encoding': 'gzip' })
    const [before, logged] = [await counted(), lines().length]
    await ask({ 'accept-encoding': 'gzip' })
    assert.equal(await counted(), before + 1)
    const [one, other] = lines()
      .slice(-2)
      .map(line => JSON.parse(line))
    assert.equal(lines().length, logged + 1)
    assert.deepEqual(Object.keys(other), Object.keys(one))
    assert.deepEqual({ ...other.req, id: '' }, { method: 'GET', url: path, id: '' })
    assert.deepEqual(other.res, { status: 200 })
  })

  it('is gone as soon as its letter is withdrawn', async () => {
    assert.equal((await ask({ 'accept-encoding': 'gzip' })).status, 200)
    await Letter.updateOne(
      { subject: 'Ports' },
      { $set: { visibility: 'withdrawn', withdrawn: { on: '2026-11-20', reason: 'Sent in error.' } } }
    )
    assert.equal((await ask({ 'accept-encoding': 'gzip' })).status, 410)
  })
})
