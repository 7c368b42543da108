import assert from 'node:assert/strict'
import mongoose from 'mongoose'
import { loadExamples } from '../../server/examples/load.ts'
import { forms, isLongForm, patience, sample, tallyOf } from '../support/attack.ts'
import { type FormRoute, formRoutes, realAddressOf, someRecords } from '../support/crawl.ts'
import type { Written } from '../support/every-field.ts'
import type { Person } from '../support/people.ts'
import { mountedRoutes } from '../support/routes.ts'
import { openWorld, type World } from '../support/world.ts'

const planted = 'planted-operator'

/** How an operator is put into a field: as a key of an object, of a list, or as JSON that somebody might parse. */
const shapes: readonly ((field: string) => Record<string, string | readonly string[]>)[] = [
  field => ({ [`${field}[$ne]`]: planted }),
  field => ({ [`${field}[$gt]`]: planted, [`${field}[$regex]`]: planted }),
  field => ({ [`${field}.$ne`]: planted }),
  field => ({ [field]: JSON.stringify({ $ne: planted }) }),
  field => ({ [field]: [JSON.stringify({ $gt: planted }), '$where'] }),
  field => ({ [`${field}[]`]: `{"$ne":"${planted}"}` }),
  field => ({ [`${field}[$where]`]: `this.x == '${planted}'` }),
  field => ({ [`$${field}`]: planted, $where: planted, $expr: planted })
]

/** Fields that no form holds, but that queries are made of. */
const common = ['_id', 'email', 'slug', 'id', 'deskId', 'cell', 'recipients']

describe('a query operator in a field', function () {
  this.timeout(patience)
  const tally = tallyOf('NoSQL operators', 'operators in fields of routes')
  let world: World
  let person: Person
  let written: Pick<Written, 'ids'>
  const asked: string[] = []

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
    person = await world.signedInAs('site-admin')
    written = await someRecords(person)
    mongoose.set('debug', (collection: string, method: string, ...args: unknown[]) => {
      const operator = operatorIn(args)
      if (operator) asked.push(`${collection}.${method}: ${operator}`)
    })
  })
  after(async () => {
    mongoose.set('debug', false)
    tally.say()
    await world.close()
  })

  it('would be seen here if it reached the store', async () => {
    await mongoose.connection.models.Letter?.find({ slug: mongoose.trusted({ $ne: planted }) }).limit(1)
    assert.equal(asked.splice(0).length, 1)
  })

  it('reaches no query and no update, by any field of any form, and no answer is an error of ours', async () => {
    const routes = await formRoutes(world, person, written)
    assert.ok(routes.filter(({ fields }) => Object.keys(fields).length > 1).length > 20)
    const wrong: string[] = []
    for (const [at, route] of routes.entries()) {
      if (route.path === '/sign-out') continue
      for (const fields of attacksOn(route, at)) {
        const answer = await person.post(route.address, { ...fields }).set('Accept', 'application/json')
        if (answer.status >= 500) wrong.push(`POST ${route.path}: ${answer.status}`)
      }
    }
    tally.add(0, wrong.length + asked.length)
    assert.deepEqual([...wrong, ...asked.splice(0)], [])
  })

  it('reaches no query by any part of an address', async () => {
    const wrong: string[] = []
    const parameters = [
      'q',
      'page',
      'organization',
      'answer',
      'letter',
      'signatory',
      'sort',
      'from',
      'to',
      'cursor'
    ]
    const pages = mountedRoutes(world).filter(({ method }) => method === 'GET')
    for (const { path } of sample(pages, 40)) {
      const real = realAddressOf(path, written.ids)
      const queries = shapes.slice(0, forms(1, shapes.length)).map(shape => {
        const pairs = parameters.flatMap(name => Object.entries(shape(name)))
        return pairs
          .flatMap(([name, value]) =>
            [value].flat().map(one => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`)
          )
          .join('&')
      })
      const last = real.replace(/\/[^/]*$/, `/${encodeURIComponent(JSON.stringify({ $ne: planted }))}`)
      for (const address of [
        ...queries.map(query => `${real}?${query}`),
        ...(path.includes(':') ? [last] : [])
      ]) {
        const { status } = await person.get(address).set('Accept', 'application/json')
        if (status >= 500 && !path.endsWith('z')) wrong.push(`GET ${path}: ${status}`)
        tally.add(parameters.length)
      }
    }
    assert.deepEqual([...wrong, ...asked.splice(0)], [])
  })

  /** The long form: each field in each shape by itself. The short one: all fields at once, in one shape a route. */
  function attacksOn({ fields }: FormRoute, at: number): Record<string, string | readonly string[]>[] {
    const names = [...new Set([...Object.keys(fields), ...common])].filter(name => name !== '_csrf')
    const { _csrf, ...rest } = fields
    const one = (name: string, shape: (typeof shapes)[number]) => {
      const { [name]: _left, ...others } = rest
      return { ...others, ...shape(name) }
    }
    if (isLongForm) {
      tally.add(names.length * shapes.length)
      return names.flatMap(name => shapes.map(shape => one(name, shape)))
    }
    tally.add(names.length)
    const shape = shapes[at % shapes.length]
    return [Object.fromEntries(names.flatMap(name => Object.entries(shape?.(name) ?? {})))]
  }
})

/** An operator of ours whose value was planted, wherever it stands in what is sent to the store. */
function operatorIn(value: unknown): string | null {
  if (Array.isArray(value)) return value.map(operatorIn).find(one => one !== null) ?? null
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return null
  for (const [key, inner] of Object.entries(value)) {
    if (/^\$(ne|gt|regex|where|expr)$/.test(key) && JSON.stringify(inner)?.includes(planted)) return key
    const deeper = operatorIn(inner)
    if (deeper) return `${key}.${deeper}`
  }
  return null
}
