import assert from 'node:assert/strict'
import { User } from '../../models/user.ts'
import { processorMs } from '../support/processor-time.ts'
import { trySignIn } from '../support/sign-in-form.ts'
import { openWorld, PASSWORD, type World } from '../support/world.ts'

describe('signing in', () => {
  let world: World

  before(async () => {
    world = await openWorld()
    await world.signedInAs('editor')
  })
  after(() => world.close())

  it('leads to the page that was asked for', async () => {
    const answer = await trySignIn(world, {
      email: 'Editor@Example.org ',
      password: PASSWORD,
      to: '/letters?page=2'
    })
    assert.deepEqual([answer.status, answer.headers.location], [303, '/letters?page=2'])
  })

  it('refuses an unknown address, a wrong password and a disabled account with the same words', async () => {
    await world.signedInAs('reader', 'leaver')
    await User.updateOne({ email: 'leaver@example.org' }, { disabledAt: world.clock.now() })
    for (const [email, password] of [
      ['nobody@example.org', PASSWORD],
      ['editor@example.org', 'wrong'],
      ['leaver@example.org', PASSWORD]
    ] as const) {
      const answer = await trySignIn(world, { email, password })
      assert.equal(answer.status, 422)
      assert.match(answer.text, /That e-mail address and password do not belong together\./)
      assert.match(answer.text, /<title>Error: Sign in/)
      assert.match(answer.text, new RegExp(`value="${email}"`))
      assert.doesNotMatch(answer.text, new RegExp(`value="${password}"`))
    }
  })

  it('says which field is missing, and links to it', async () => {
    const answer = await trySignIn(world, { email: '', password: '' })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /<a href="#email">Enter your e-mail address\.<\/a>/)
    assert.match(answer.text, /<a href="#password">Enter your password\.<\/a>/)
    assert.match(answer.text, /aria-invalid="true"/)
  })

  it('costs about as much for an address without an account', async () => {
    const fastest = async (email: string) => {
      const times: number[] = []
      for (let turn = 0; turn < 4; turn++) {
        times.push(await processorMs(() => trySignIn(world, { email, password: 'a wrong password' })))
      }
      return Math.min(...times)
    }
    await world.signedInAs('editor', 'timed')
    const [known, unknown] = [await fastest('timed@example.org'), await fastest('untimed@example.org')]
    assert.ok(unknown > known / 3 && unknown < known * 3, `${known} ms known, ${unknown} ms unknown`)
  })
})
