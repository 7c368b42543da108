import assert from 'node:assert/strict'
import { loadExamples } from '../../server/examples/load.ts'
import type { Visitor } from '../support/people.ts'
import { mountedRoutes } from '../support/routes.ts'
import { openWorld, type World } from '../support/world.ts'

describe('what nobody should ask', () => {
  let world: World
  let visitor: Visitor
  /** Every list of the router for visitors: those that have files. */
  let lists: string[]

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
    visitor = world.visitor()
    lists = mountedRoutes(world)
      .filter(({ path, permission }) => path.endsWith('.:format') && permission.least === 'visitor')
      .map(({ path }) => path.slice(0, -8))
  })
  after(() => world.close())

  const words = (html: string) =>
    html
      .replace(/<(head|header|footer)[\s\S]*?<\/\1>/g, ' ')
      .replace(/<[^>]+>/g, '')
      .replace(/\s+/g, ' ')

  it('is asked of every list that there is', () =>
    assert.deepEqual(lists.toSorted(), [
      '/letters',
      '/organizations',
      '/questions',
      '/search',
      '/signatories',
      '/topics'
    ]))

  const parameters = [
    'q',
    'kind',
    'page',
    'cursor',
    'limit',
    'sort',
    'answer',
    'open',
    'timeliness',
    'organization',
    'about',
    'signatory',
    'topic',
    'ask',
    'chamber',
    'congress',
    'letter',
    'desk',
    'from',
    'until'
  ]
  const asked: [string, string][] = [
    ['page=0', 'page=0'],
    ['page=-1', 'page=-1'],
    ['page=1e9', 'page=1e9'],
    ['page=one', 'page=one'],
    ['two pages', 'page=1&page=2'],
    ['operators in every parameter', parameters.map(name => `${name}[$ne]=x&${name}[$where]=1`).join('&')],
    ['lists in every parameter', parameters.map(name => `${name}[]=x&${name}[]=y`).join('&')],
    ['prototypes', '__proto__[x]=1&constructor=1&prototype.y=2'],
    ['days that are none', 'from=0000-00-00&until=2026-02-30'],
    ['a cursor that is none', 'cursor=%00%ff&limit=-7'],
    ['signs of every kind', parameters.map(name => `${name}=%00%0d%0a%3Cb%3E%22%27%F0%9F%98%80`).join('&')]
  ]
  for (const [what, query] of asked)
    it(`is answered with a page and with files: ${what}`, async () => {
      for (const list of lists) {
        const page = await visitor.get(`${list}?${query}`)
        assert.equal(page.status, 200, list)
        assert.doesNotMatch(page.text, /<b>|\[object Object\]/, list)
        await visitor.get(`${list}.json?${query}`).expect(200)
        await visitor.get(`/api/v1${list}?${query}`).expect(200)
      }
    })

  it('may be 10 kB long, in any parameter', async () => {
    const long = 'a"b '.repeat(1400)
    for (const list of lists)
      for (const name of ['q', 'organization', 'page', 'cursor', 'from', 'nothing'])
        await visitor
          .get(list)
          .query({ [name]: long })
          .expect(200)
  })

  it('is left out and named, and the rest of the list is shown', async () => {
    for (const list of lists) {
      const text = words((await visitor.get(`${list}?flavour=salt&q=firearms`).expect(200)).text)
      assert.match(text, /Left out, because nothing here goes by it:.*“flavour”/, list)
    }
    assert.match(
      words((await visitor.get('/questions?answer=maybe&organization=nobody')).text),
      /“answer: maybe”; “organization: nobody”.*9 questions/
    )
  })

  it('is 406 for a format that a list is not made in, in words and for machines', async () => {
    for (const list of lists) {
      for (const format of ['xml', 'pdf', 'html', 'CSV', 'json.exe', '%2e%2e', 'constructor'])
        await visitor.get(`${list}.${format}`).expect(406)
      const problem = await visitor.get(`${list}.xlsx`).set('Accept', 'application/json').expect(406)
      assert.match(String(problem.headers['content-type']), /application\/problem\+json/)
      assert.equal(problem.body.status, 406)
    }
    await visitor.get('/letters.ics').expect(406)
  })

  it('is 404 for a record that is none', async () => {
    const names = [
      'nobody',
      '__proto__',
      'constructor',
      '..%2f..%2fetc',
      '%00',
      'a'.repeat(5000),
      '000000000000000000000000'
    ]
    for (const noun of ['letters', 'questions', 'organizations', 'signatories', 'topics', 'references'])
      for (const name of names) {
        const { status } = await visitor.get(`/${noun}/${name}`)
        assert.equal(status, 404, `/${noun}/${name.slice(0, 40)}`)
      }
  })

  it('never reaches the log as an error', () => {
    const errors = world.logged.filter(line => JSON.parse(line).level >= 50)
    assert.deepEqual(errors, [])
  })
})
