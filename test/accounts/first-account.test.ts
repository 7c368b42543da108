import assert from 'node:assert/strict'
import { Desk } from '../../models/desk.ts'
import { User } from '../../models/user.ts'
import { firstAccountLink } from '../../server/accounts/first-account.ts'
import { browserless, tokenIn } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

const typed = { name: 'The founder', email: 'Founder@Example.org', password: 'copper lantern 82 harbour' }

describe('the link that makes the first account', () => {
  let world: World

  before(async () => {
    world = await openWorld()
  })
  after(() => world.close())

  beforeEach(async () => {
    await User.deleteMany({})
    await Desk.deleteMany({})
  })

  const issued = async (): Promise<string> => {
    const link = await firstAccountLink(world.config, world.clock)
    assert.ok(link)
    assert.ok(link.url.startsWith(`${world.url}/first-account/`))
    return link.url.slice(world.url.length)
  }

  const send = async (path: string, fields: Record<string, string>) => {
    const visitor = browserless(world.server)
    const answer = await visitor.post(path, { _csrf: tokenIn(await visitor.get('/sign-in')), ...fields })
    return { answer, visitor }
  }

  it('makes a site admin at the example desk, signed in', async () => {
    const desk = await world.desk()
    const { answer, visitor } = await send(await issued(), typed)
    assert.equal(answer.status, 303)
    const user = await User.byEmail('founder@example.org')
    assert.deepEqual([user?.role, user?.desks.map(String)], ['site-admin', [String(desk._id)]])
    assert.match((await visitor.get('/account')).text, /The founder/)
  })

  it('is there only while there is no account', async () => {
    const path = await issued()
    await send(path, { ...typed, desk: 'Oversight desk' })
    assert.equal(await firstAccountLink(world.config, world.clock), null)
    assert.equal((await browserless(world.server).get(path)).status, 410)
  })

  it('is voided by the one printed at the next start', async () => {
    const [older, newer] = [await issued(), await issued()]
    assert.equal((await browserless(world.server).get(older)).status, 410)
    assert.equal((await browserless(world.server).get(newer)).status, 200)
  })

  it('asks for the name of a desk where there is none yet', async () => {
    const path = await issued()
    assert.match((await browserless(world.server).get(path)).text, /Name of your desk/)
    const refused = await send(path, { ...typed, desk: ' ' })
    assert.equal(refused.answer.status, 422)
    assert.match(refused.answer.text, /value="The founder"/)
    assert.equal((await send(path, { ...typed, desk: 'Oversight desk' })).answer.status, 303)
    assert.deepEqual(
      (await Desk.find().lean()).map(({ slug, name }) => [slug, name]),
      [['oversight-desk', 'Oversight desk']]
    )
  })

  it('used by five at once makes one account', async () => {
    await world.desk()
    const path = await issued()
    const sent = await Promise.all(
      Array.from({ length: 5 }, (_, at) => send(path, { ...typed, email: `founder${at}@example.org` }))
    )
    assert.equal(sent.filter(({ answer }) => answer.status === 303).length, 1)
    assert.equal(await User.countDocuments(), 1)
  })
})
