import assert from 'node:assert/strict'
import { request } from 'node:http'
import type { Types } from 'mongoose'
import { Letter } from '../../models/letter.ts'
import { Organization } from '../../models/organization.ts'
import { Question } from '../../models/question.ts'
import { Reference } from '../../models/reference.ts'
import { Response } from '../../models/response.ts'
import { bumpRevision } from '../../models/revision.ts'
import { registry } from '../../server/metrics.ts'
import { aLetter, aReply } from '../support/replied-letter.ts'
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

  describe('of a letter', () => {
    const madeAnew = async () =>
      Number(
        /replydue_request_seconds_count\{method="GET",route="\/letters\/:slug",status="200"\} (\d+)/.exec(
          await registry.metrics()
        )?.[1]
      )
    const ownId = async () => (await Letter.findOne({ subject: 'Lamps' }).orFail())._id
    const another = (changes: object) => Letter.updateOne({ _id: otherId }, { $set: changes })
    let otherId: Types.ObjectId

    before(async () => {
      const letter = await aLetter(world, { subject: 'Lamps', questions: ['How many?'] })
      await Letter.updateOne({ _id: letter._id }, { $set: { visibility: 'public' } })
      path = `/letters/${letter.slug}`
      otherId = (await aLetter(world, { subject: 'Ferries', questions: ['Which?'] }))._id
    })

    const table: [string, 'stays' | 'is made anew', () => Promise<unknown>][] = [
      ['another letter is published', 'stays', () => another({ visibility: 'public' })],
      [
        'a question of another is checked',
        'stays',
        () => Question.updateMany({ letterId: otherId }, { $set: { 'standing.checkedOn': '2026-11-02' } })
      ],
      [
        'it is written itself',
        'is made anew',
        async () => Letter.updateOne({ _id: await ownId() }, { note: 'n' })
      ],
      [
        'a question of it is written',
        'is made anew',
        async () =>
          Question.updateMany({ letterId: await ownId() }, { $set: { text: 'How many, and where?' } })
      ],
      [
        'a reply to it is logged',
        'is made anew',
        async () =>
          aReply(
            await world.signedInAs('editor'),
            await Letter.findOne({ subject: 'Lamps' }).orFail().lean(),
            {
              kind: 'interim',
              receivedOn: '2026-11-02',
              text: 'We are counting.'
            }
          )
      ],
      [
        'its reply is made public',
        'is made anew',
        async () => {
          const reply = await Response.findOne({ 'covers.letterId': await ownId() }).orFail()
          await Response.updateOne({ _id: reply._id }, { $set: { visibility: 'public' } })
        }
      ],
      [
        'another letter says that it follows',
        'is made anew',
        async () => another({ follows: [{ letterId: await ownId(), quote: 'our letter' }] })
      ],
      ['the letter that follows is renamed', 'is made anew', () => another({ subject: 'Ferries again' })],
      [
        'a reference to it is added',
        'is made anew',
        async () =>
          Reference.create({
            deskId: (await Letter.findById(otherId).orFail()).deskId,
            kind: 'other',
            title: 'A report',
            source: { kind: 'typed' },
            letters: [{ letterId: await ownId(), citedBy: 'desk' }]
          })
      ],
      [
        'its office is renamed',
        'is made anew',
        () =>
          Organization.updateOne(
            { slug: 'department-of-examples' },
            { $set: { name: 'Department of Samples' } }
          )
      ],
      ['a write does not say what it touched', 'is made anew', () => bumpRevision()]
    ]
    for (const [what, becomes, write] of table)
      it(`${becomes} when ${what}`, async () => {
        await ask()
        await write()
        const before = await madeAnew()
        await ask()
        assert.equal((await madeAnew()) - before, becomes === 'stays' ? 0 : 1)
      })
  })
})
