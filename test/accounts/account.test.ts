import assert from 'node:assert/strict'
import { browserName } from '../../server/accounts/present.ts'
import { openWorld, PASSWORD, type World } from '../support/world.ts'

const CHOSEN = 'copper lantern 82 harbour'

describe('a person’s account', () => {
  let world: World

  before(async () => {
    world = await openWorld()
  })
  after(() => world.close())

  const sessionIds = (text: string): string[] =>
    [...text.matchAll(/name="session" value="([^"]+)"/g)]
      .map(([, id = '']) => id)
      .filter(id => id !== 'others')

  it('shows who they are here', async () => {
    const { text } = await (await world.signedInAs('desk-admin', 'chief')).get('/account')
    for (const said of ['The chief', 'chief@example.org', 'Desk admin', 'Example desk'])
      assert.ok(text.includes(said), said)
  })

  it('lists where they are signed in, and ends a session elsewhere', async () => {
    const here = await world.signedInAs('editor', 'mobile')
    const there = await world.signedInAs('editor', 'mobile')
    const ids = sessionIds((await here.get('/account')).text)
    assert.equal(ids.length, 1)
    assert.equal((await here.post('/account/ended-sessions', { session: ids[0] ?? '' })).status, 303)
    assert.equal((await there.get('/account')).status, 303)
    assert.match((await here.get('/account')).text, /Signed out there\./)
  })

  it('changes the password against the old one, and ends every other session', async () => {
    const here = await world.signedInAs('editor', 'changer')
    const there = await world.signedInAs('editor', 'changer')
    const wrong = await here.post('/account/password', { current: 'not it', password: CHOSEN })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /not the password you have now/)
    const weak = await here.post('/account/password', { current: PASSWORD, password: 'changer@example.org' })
    assert.match(weak.text, /easy to guess/)
    assert.equal((await here.post('/account/password', { current: PASSWORD, password: CHOSEN })).status, 303)
    assert.equal((await there.get('/account')).status, 303)
    assert.match((await here.get('/account')).text, /Your password is changed/)
  })

  it('changes the address against the password, ends every other session, and lets nobody take another’s', async () => {
    const here = await world.signedInAs('editor', 'mover')
    const there = await world.signedInAs('editor', 'mover')
    const wrong = await here.post('/account/email', { email: 'moved@example.org', proof: 'not it' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /value="moved@example\.org"/)
    assert.equal(
      (await here.post('/account/email', { email: 'chief@example.org', proof: PASSWORD })).status,
      422
    )
    assert.equal(
      (await here.post('/account/email', { email: 'Moved@example.org', proof: PASSWORD })).status,
      303
    )
    assert.equal((await there.get('/account')).status, 303)
    assert.match((await here.get('/account')).text, /moved@example\.org/)
  })

  const agents: readonly (readonly [agent: string, said: string])[] = [
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0',
      'Firefox on Windows'
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15',
      'Safari on a Mac'
    ],
    [
      'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36',
      'Chrome on Android'
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0',
      'Edge on Windows'
    ],
    ['', 'A browser']
  ]
  for (const [agent, said] of agents)
    it(`calls a session ${said}`, () => assert.equal(browserName(agent), said))
})
