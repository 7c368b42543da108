import assert from 'node:assert/strict'
import { loadExamples } from '../../server/examples/load.ts'
import { patience, sample, tallyOf } from '../support/attack.ts'
import { realAddressOf, someRecords } from '../support/crawl.ts'
import type { Person } from '../support/people.ts'
import { mountedRoutes } from '../support/routes.ts'
import { openWorld, type World } from '../support/world.ts'

/** Names that lead to the prototype of everything, written the ways that parsers of forms and queries know. */
const names = [
  '__proto__[polluted]',
  '__proto__.polluted',
  '__proto__[]',
  '__proto__',
  '[__proto__][polluted]',
  'x[__proto__][polluted]',
  'x.__proto__.polluted',
  'constructor[prototype][polluted]',
  'constructor.prototype.polluted',
  'x[constructor][prototype][polluted]',
  '__proto__[toString]',
  '__proto__[_csrf]',
  '__proto__[role]',
  'hasOwnProperty',
  'toString',
  'mark-__proto__',
  'question-__proto__-text',
  'recipient-__proto__-organization',
  'signatory-__proto__-name'
]

const everyObject = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype]
const shape = (): string[][] => everyObject.map(one => Reflect.ownKeys(one).map(String))

describe('a field that is named after the prototype of objects', function () {
  this.timeout(patience)
  const tally = tallyOf('Prototype pollution', 'names that lead to a prototype')
  let world: World
  let person: Person
  let asItWas: string[][]

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
    person = await world.signedInAs('site-admin')
    asItWas = shape()
  })
  after(async () => {
    tally.say()
    await world.close()
  })
  afterEach(() => {
    assert.deepEqual(shape(), asItWas)
    assert.equal(Reflect.get({}, 'polluted'), undefined)
    assert.equal(Reflect.get({}, 'role'), undefined)
  })

  const fields = Object.fromEntries(names.map(name => [name, 'polluted']))
  const query = names.map(name => `${encodeURIComponent(name)}=polluted`).join('&')

  it('changes nothing by any form or address, and no answer is an error of ours', async () => {
    const written = await someRecords(person)
    const wrong: string[] = []
    const routes = mountedRoutes(world).filter(({ path }) => path !== '/sign-out')
    const reads = routes.filter(({ method }) => method === 'GET')
    for (const { path } of sample(reads, 20)) {
      const { status } = await person
        .get(`${realAddressOf(path, written.ids)}?${query}`)
        .set('Accept', 'application/json')
      if (status >= 500) wrong.push(`GET ${path}: ${status}`)
      tally.add(names.length)
    }
    for (const { path } of routes.filter(({ method }) => method !== 'GET')) {
      const { status } = await person
        .post(realAddressOf(path, written.ids), fields)
        .set('Accept', 'application/json')
      if (status >= 500) wrong.push(`POST ${path}: ${status}`)
      tally.add(names.length)
    }
    assert.deepEqual(wrong, [])
  })

  it('changes nothing as a part of a form with files, as a file’s name, or as a heading of a table', async () => {
    for (const path of ['/intake', '/imports']) {
      let form = person.agent.post(path).field('_csrf', person.token)
      for (const name of names) form = form.field(name, 'polluted')
      const table = `__proto__,constructor,toString\n__proto__,prototype,polluted\n`
      const { status } = await form.attach('files', Buffer.from(table), '__proto__.csv')
      assert.ok(status < 500, `${path}: ${status}`)
      tally.add(names.length + 4)
    }
  })

  it('changes nothing as a cookie, as a header or as JSON', async () => {
    const cookie = names.map(name => `${encodeURIComponent(name)}=polluted`).join('; ')
    await world.visitor().get('/letters').set('Cookie', cookie).set('X-__proto__', 'polluted')
    await world
      .visitor()
      .agent.post('/subscriptions')
      .set('Content-Type', 'application/json')
      .send('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')
    tally.add(names.length + 2)
  })

  it('names no record: a letter, an organization or a page called after it is not found', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__defineGetter__'])
      for (const path of [
        `/letters/${name}`,
        `/organizations/${name}`,
        `/signatories/${name}`,
        `/mail/previews/${name}`,
        `/letters.${name}`
      ]) {
        const { status } = await person.get(path).set('Accept', 'application/json')
        assert.ok([404, 406].includes(status), `${path}: ${status}`)
        tally.add(1)
      }
  })
})
