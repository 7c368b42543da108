import assert from 'node:assert/strict'
import { Delivery } from '../../models/delivery.ts'
import { messageOf } from '../../models/kept-message.ts'
import { Token } from '../../models/token.ts'
import { User } from '../../models/user.ts'
import { forms, tallyOf } from '../support/attack.ts'
import { browserless, tokenIn, type Visitor } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

describe('a link to sign in', () => {
  const tally = tallyOf('Sign-in link', 'stolen, used or altered links')
  let world: World

  before(async () => {
    world = await openWorld()
  })
  after(async () => {
    tally.say()
    await world.close()
  })

  const send = async (visitor: Visitor, path: string, fields: Record<string, string> = {}) =>
    visitor.post(path, { _csrf: tokenIn(await visitor.get('/sign-in')), ...fields })

  /** The path in the mail that was queued for an address; it is queued once the page is answered. */
  const mailed = async (address: string): Promise<string> => {
    for (let turn = 0; turn < 200; turn++) {
      const delivery = await Delivery.findOne({ 'to.address': address })
        .sort({ composedAt: -1, _id: -1 })
        .lean()
      const raw = delivery?.raw
        ? messageOf(delivery)
            .toString()
            .replace(/=\r?\n/g, '')
        : ''
      const path = /(\/sign-in-links\/[\w-]{43})/.exec(raw)?.[1]
      if (path) return path
    }
    throw new Error(`Nothing was queued for ${address}`)
  }

  const asked = async (name: string, to = '') => {
    const { user } = await world.signedInAs('editor', name)
    const visitor = browserless(world.server)
    const answer = await send(visitor, '/sign-in-links', { email: user.email.toUpperCase(), to })
    assert.equal(answer.status, 200)
    return { visitor, user, path: await mailed(user.email) }
  }

  it('signs in the browser that asked, once, and leads on', async () => {
    const { visitor, path } = await asked('asker', '/letters')
    const page = await visitor.get(path)
    assert.equal(page.status, 200)
    const answer = await visitor.post(path, { _csrf: tokenIn(page) })
    assert.deepEqual([answer.status, answer.headers.location], [303, '/letters'])
    assert.match((await visitor.get('/account')).text, /The asker/)
    const own = await visitor.post(path, { _csrf: tokenIn(await visitor.get('/account')) })
    const other = await send(browserless(world.server), path)
    assert.deepEqual([own.status, other.status], [410, 410])
    tally.add(2)
  })

  it('is opened, also by a mail program that looks ahead, without being used', async () => {
    const { visitor, path } = await asked('looker')
    for (let turn = 0; turn < 3; turn++) await browserless(world.server).get(path)
    await browserless(world.server).agent.head(path)
    tally.add(4)
    assert.equal((await visitor.get(path)).status, 200)
    assert.equal((await Token.findOne({ kind: 'sign_in' }).sort({ _id: -1 }).lean())?.usedAt, null)
  })

  it('is worth nothing in another browser, not even one that asked for itself', async () => {
    const { path } = await asked('victim')
    const { visitor: thief } = await asked('thief')
    for (const other of [browserless(world.server), thief]) {
      assert.equal((await other.get(path)).status, 410)
      assert.equal((await send(other, path)).status, 410)
      tally.add(2)
    }
  })

  it('used by five at once signs in one', async () => {
    const { visitor, path } = await asked('hasty')
    const token = tokenIn(await visitor.get(path))
    const statuses = (
      await Promise.all(Array.from({ length: 5 }, () => visitor.post(path, { _csrf: token })))
    ).map(({ status }) => status)
    assert.equal(statuses.filter(status => status === 303).length, 1)
    tally.add(4)
  })

  it('is worth nothing when a letter of it is another, also in the browser that asked', async () => {
    const { visitor, path } = await asked('altered')
    const at = path.lastIndexOf('/') + 1
    const altered = Array.from({ length: forms(6, 43) }, (_, turn) => {
      const place = at + Math.floor((turn * 43) / forms(6, 43))
      return `${path.slice(0, place)}${path[place] === 'A' ? 'B' : 'A'}${path.slice(place + 1)}`
    })
    for (const wrong of [...altered, path.toUpperCase(), `${path}A`, path.slice(0, -1)])
      assert.ok([404, 410].includes((await send(visitor, wrong)).status), wrong)
    tally.add(altered.length + 3)
    assert.equal((await send(visitor, path)).status, 303)
  })

  it('is over after ten minutes', async () => {
    world.clock.set('2026-11-20T12:00')
    const { visitor, path } = await asked('late')
    world.clock.set('2026-11-20T12:10')
    assert.equal((await visitor.get(path)).status, 410)
    world.clock.set('2026-11-20T12:00')
  })

  it('goes to nobody whose account is unknown or suspended, and the page says the same', async () => {
    const { user } = await world.signedInAs('reader', 'gone')
    await User.updateOne({ _id: user._id }, { disabledAt: world.clock.now() })
    const pages: string[] = []
    for (const email of ['gone@example.org', 'nobody@example.org']) {
      const answer = await send(browserless(world.server), '/sign-in-links', { email })
      assert.equal(answer.status, 200)
      pages.push(answer.text.replaceAll(email, '').replace(/value="[^"]+"/g, ''))
    }
    assert.equal(pages[0], pages[1])
    await asked('marker')
    assert.equal(
      await Delivery.countDocuments({ 'to.address': { $eq: 'gone@example.org' } }).setOptions({
        sanitizeFilter: false
      }),
      0
    )
  })

  it('is mailed three times in a quarter of an hour at most', async () => {
    const { user } = await asked('pestered')
    for (let turn = 0; turn < 5; turn++)
      await send(browserless(world.server), '/sign-in-links', { email: user.email })
    await asked('marker-two')
    assert.ok((await Delivery.countDocuments({ 'to.address': user.email })) <= 3)
  })

  it('is asked for with one address only', async () => {
    for (const email of ['', 'a@example.org,b@example.org', 'a@example.org\r\nBcc: b@example.org'])
      assert.equal((await send(browserless(world.server), '/sign-in-links', { email })).status, 422)
  })
})
