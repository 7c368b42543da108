import assert from 'node:assert/strict'
import { Token } from '../../models/token.ts'
import { User, type UserRecord } from '../../models/user.ts'
import { browserless, tokenIn } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

const CHOSEN = 'copper lantern 82 harbour'

describe('a set-up link', () => {
  let world: World
  let user: UserRecord
  let path: string

  const issue = async () => {
    const { secret } = await Token.issue({
      kind: 'set_up',
      userId: user._id,
      now: world.clock.now(),
      lastsHours: 72
    })
    return `/set-up/${secret}`
  }

  const send = async (to: string, password: string) => {
    const visitor = browserless(world.server)
    const token = tokenIn(await visitor.get('/sign-in'))
    return visitor.post(to, { _csrf: token, password })
  }

  before(async () => {
    world = await openWorld()
  })
  after(() => world.close())

  beforeEach(async () => {
    world.clock.set('2026-11-20T12:00')
    await User.deleteMany({})
    const desks = [(await world.desk())._id]
    user = await User.create({
      email: 'new@example.org',
      name: 'The newcomer',
      role: 'editor',
      desks,
      createdAt: world.clock.now()
    })
    path = await issue()
  })

  it('opens as often as one likes and changes nothing by it', async () => {
    for (let turn = 0; turn < 3; turn++) assert.equal((await browserless(world.server).get(path)).status, 200)
    assert.equal((await browserless(world.server).agent.head(path)).status, 200)
    assert.equal((await User.findById(user._id).lean())?.passwordHash, null)
  })

  it('sets the password, signs the person in, and works once', async () => {
    const answer = await send(path, CHOSEN)
    assert.deepEqual([answer.status, answer.headers.location], [303, '/desk'])
    assert.match((await User.findById(user._id).lean())?.passwordHash ?? '', /^\$argon2id\$/)
    assert.equal((await send(path, CHOSEN)).status, 410)
    assert.equal((await browserless(world.server).get(path)).status, 410)
  })

  it('used by five at once is had by one of them', async () => {
    const statuses = (await Promise.all(Array.from({ length: 5 }, () => send(path, CHOSEN)))).map(
      ({ status }) => status
    )
    assert.deepEqual(statuses.sort(), [303, 410, 410, 410, 410])
  })

  it('still works after a password that was refused', async () => {
    const refused = await send(path, 'password1234')
    assert.equal(refused.status, 422)
    assert.match(refused.text, /easy to guess/)
    assert.equal((await send(path, CHOSEN)).status, 303)
  })

  it('with a letter changed, or a kind, opens nothing', async () => {
    const last = path.at(-1) === 'A' ? 'B' : 'A'
    assert.equal((await browserless(world.server).get(path.slice(0, -1) + last)).status, 410)
    assert.equal((await browserless(world.server).get(path.replace('set-up', 'first-account'))).status, 410)
  })

  it('is over after 72 hours', async () => {
    world.clock.set('2026-11-23T11:59')
    assert.equal((await browserless(world.server).get(path)).status, 200)
    world.clock.set('2026-11-23T12:00')
    assert.equal((await send(path, CHOSEN)).status, 410)
  })

  it('is voided by a newer one', async () => {
    const newer = await issue()
    assert.equal((await send(path, CHOSEN)).status, 410)
    assert.equal((await send(newer, CHOSEN)).status, 303)
  })

  it('of a disabled account opens nothing', async () => {
    await User.updateOne({ _id: user._id }, { disabledAt: world.clock.now() })
    assert.equal((await browserless(world.server).get(path)).status, 410)
  })

  it('is nowhere in the store as it stands in the address', async () => {
    const secret = path.split('/').at(-1) ?? ''
    assert.equal(secret.length, 43)
    assert.ok(!JSON.stringify(await Token.find().lean()).includes(secret))
  })
})
