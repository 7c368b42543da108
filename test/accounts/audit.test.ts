import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { Audit } from '../../models/audit.ts'
import { Desk } from '../../models/desk.ts'
import { User } from '../../models/user.ts'
import { cookiesOf } from '../support/browser.ts'
import { browserless, type Person, tokenIn } from '../support/people.ts'
import { openWorld, PASSWORD, type World } from '../support/world.ts'

describe('what was done', () => {
  let world: World
  let chief: Person
  let deskId: string

  before(async () => {
    world = await openWorld()
    chief = await world.signedInAs('desk-admin', 'chief')
    deskId = String((await world.desk())._id)
  })
  after(() => world.close())

  /** The trail is written when the answer has left, so it is waited for until it holds the act. */
  const trailUntil = async (act: RegExp): Promise<string> => {
    for (let turn = 0; turn < 200; turn++) {
      const { text } = await chief.get('/audit')
      if (act.test(text)) return text
    }
    throw new Error(`The trail never said ${act}`)
  }

  it('says who did what, when and how it was before', async () => {
    const added = { name: 'The clerk', email: 'clerk@example.org', role: 'reader', desk: deskId }
    assert.equal((await chief.post('/people', added)).status, 201)
    const clerk = await User.byEmail('clerk@example.org')
    await chief.post(`/people/${clerk?._id}`, { name: 'The clerk', role: 'editor', desks: deskId })
    const text = await trailUntil(/Changed a person/)
    assert.match(text, /The chief/)
    assert.match(text, /Added a person/)
    assert.match(text, /role: reader → editor/)
    assert.match(text, /<time datetime="2026-11-20T17:00:00.000Z">/)
  })

  it('holds refusals too', async () => {
    const reader = await world.signedInAs('reader', 'curious')
    assert.equal((await reader.get('/people')).status, 403)
    assert.match(await trailUntil(/The curious/), /Refused/)
  })

  it('holds a refused sign-in to an account, and neither its password nor what was tried for no account', async () => {
    for (const email of ['chief@example.org', 'secret-typed-here@example.org']) {
      const visitor = browserless(world.server)
      await visitor.post('/sign-in', {
        _csrf: tokenIn(await visitor.get('/sign-in')),
        email,
        password: 'planted-secret-word'
      })
    }
    const admin = await world.signedInAs('site-admin')
    let text = ''
    for (let turn = 0; turn < 200 && !text.includes('sign-in refused'); turn++)
      text = (await admin.get('/audit')).text
    assert.match(text, /sign-in refused: chief@example\.org/)
    const everything = JSON.stringify(await Audit.find().lean())
    for (const secret of ['planted-secret-word', 'secret-typed-here', PASSWORD])
      assert.ok(!everything.includes(secret))
  })

  it('is never changed and never removed', async () => {
    for (const change of [
      () => Audit.updateOne({}, { $set: { status: 200 } }),
      () => Audit.updateMany({}, { $set: { status: 200 } }),
      () => Audit.deleteMany({}),
      () => Audit.deleteOne({}),
      () => Audit.findOneAndDelete({}),
      () => Audit.findOneAndUpdate({}, { status: 200 }),
      () => Audit.bulkWrite([{ deleteMany: { filter: {} } }]),
      async () => (await Audit.findOne().orFail()).set({ status: 200 }).save(),
      async () => (await Audit.findOne().orFail()).deleteOne()
    ])
      await assert.rejects(async () => await change(), /never changed and never removed/)
  })

  it('is read by the admins of the person’s own desk, and by nobody below them', async () => {
    const elsewhere = await Desk.create({ slug: 'elsewhere', name: 'Elsewhere' })
    const stranger = await world.signedInAs('desk-admin', 'stranger')
    await User.updateOne({ _id: stranger.user._id }, { $set: { desks: [elsewhere._id] } })
    assert.doesNotMatch((await stranger.get('/audit')).text, /The clerk|The chief/)
    assert.equal((await (await world.signedInAs('editor')).get('/audit')).status, 403)
  })

  it('is narrowed by who, what, when and to what was refused, in its files too', async () => {
    const acts = async (
      query: string
    ): Promise<{ by: { name: string } | null; act: string; status: number }[]> => {
      const { text } = await chief.get(`/audit.ndjson?${query}`)
      return text
        .split('\n')
        .filter(Boolean)
        .map(line => JSON.parse(line))
    }
    assert.ok((await acts('')).length > 3)
    assert.deepEqual([...new Set((await acts('by=curious')).map(({ by }) => by?.name))], ['The curious'])
    assert.ok((await acts('about=people')).every(({ act }) => act.includes('/people')))
    assert.ok((await acts('refused=yes')).every(({ status }) => status >= 400))
    assert.equal((await acts('from=2026-11-21')).length, 0)
    assert.ok((await acts('from=2026-11-20&until=2026-11-20')).length > 3)
    assert.equal((await acts('by=.*')).length, 0, 'words, and no pattern')
    assert.match((await chief.get('/audit?by=nobody+such')).text, /Nothing of the kind is on record/)
    assert.equal((await chief.get('/audit.xml')).status, 406)
  })

  it('goes out as a table', async () => {
    const { headers, text } = await chief.get('/audit.csv')
    assert.match(String(headers['content-type']), /text\/csv/)
    assert.match(String(headers['content-disposition']), /attachment/)
    assert.match(text, /POST \/people/)
  })

  it('holds what was done by somebody who hung up before the answer came', async () => {
    const hasty = await world.signedInAs('editor', 'hasty')
    const cookie = cookiesOf(hasty, world.url)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
    assert.match(cookie, /session=/)
    const before = await Audit.countDocuments({ act: 'POST /account/ended-sessions' })
    const form = new URLSearchParams({ _csrf: hasty.token, session: 'others' }).toString()
    const { port } = new URL(world.url)
    await new Promise<void>(resolve => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(
          `POST /account/ended-sessions HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nOrigin: ${world.url}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\n\r\n${form}`,
          () => socket.destroy()
        )
      })
      socket.on('close', () => resolve())
    })
    let after = before
    for (let turn = 0; turn < 200 && after === before; turn += 1) {
      await world.visitor().get('/healthz')
      after = await Audit.countDocuments({ act: 'POST /account/ended-sessions' })
    }
    assert.equal(after, before + 1)
  })
})
