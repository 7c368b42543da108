import assert from 'node:assert/strict'
import { loadExamples } from '../../server/examples/load.ts'
import { realAddressOf, someRecords } from '../support/crawl.ts'
import { mountedRoutes } from '../support/routes.ts'
import { openWorld, type World } from '../support/world.ts'

describe('an answer', () => {
  let world: World
  before(async () => {
    world = await openWorld()
    await loadExamples(world.clock.now())
  })
  after(() => world.close())

  it('that is text says in which characters it is written, at every address that is no page, and on pages', async () => {
    const person = await world.signedInAs('site-admin')
    const { ids } = await someRecords(person)
    const paths = mountedRoutes(world)
      // Pages all leave by one door, so two of them will do.
      .filter(({ method, path }) => method === 'GET' && /[.*]|:format|^\/api|^\/(about|desk)$/.test(path))
      .flatMap(({ path }) =>
        path.includes(':format')
          ? ['csv', 'json', 'atom', 'ics', 'svg'].map(format => path.replace(':format', format))
          : [path]
      )
    let texts = 0
    for (const path of paths) {
      const { headers, status } = await person.get(realAddressOf(path, ids)).redirects(0)
      const type = String(headers['content-type'] ?? '')
      if (status >= 300 && status < 400) continue
      if (!/^text\/|json|\+xml|\/xml/.test(type)) continue
      texts += 1
      // JSON is UTF-8 by its own rules.
      if (!/json/.test(type)) assert.match(type, /charset=utf-8/i, `${path}: ${type}`)
      assert.equal(headers['x-content-type-options'], 'nosniff', path)
    }
    assert.ok(texts > 30, String(texts))
  })
})
