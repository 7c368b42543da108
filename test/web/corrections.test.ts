import assert from 'node:assert/strict'
import { openWorld, type World } from '../support/world.ts'

describe('where a reader goes with a correction', () => {
  const pages = ['/about', '/', '/sign-in', '/nothing-here']
  let world: World | undefined
  afterEach(() => world?.close())

  it('is the form for reports, at the foot of every page', async () => {
    world = await openWorld()
    for (const path of pages) {
      const { text } = await world.visitor().get(path)
      assert.match(text, /<footer[\s\S]*href="\/disputes\/new"/, path)
      assert.doesNotMatch(text, /mailto:/, path)
    }
  })

  it('is also the mailbox that the setting names, there, on the page about the record and in security.txt', async () => {
    world = await openWorld({ env: { CORRECTIONS_TO: 'corrections@example.org' } })
    for (const path of pages)
      assert.match(
        (await world.visitor().get(path)).text,
        /<footer[\s\S]*mailto:corrections@example\.org/,
        path
      )
    assert.equal((await world.visitor().get('/about')).text.match(/mailto:corrections/g)?.length, 2)
    const { text } = await world.visitor().get('/.well-known/security.txt')
    assert.match(text, /^Contact: mailto:corrections@example\.org$/m)
  })
})
