import assert from 'node:assert/strict'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { Letter } from '../../models/letter.ts'
import { loadExamples } from '../../server/examples/load.ts'
import type { Visitor } from '../support/people.ts'
import { questionsOf } from '../support/replied-letter.ts'
import { mountedRoutes } from '../support/routes.ts'
import { openWorld, type World } from '../support/world.ts'

/** What of an OpenAPI document is read here. */
interface Document {
  readonly openapi: string
  readonly info: { readonly license: { readonly name: string } }
  readonly servers: readonly { readonly url: string }[]
  readonly components: { readonly schemas: Readonly<Record<string, object>> }
  readonly paths: Readonly<Record<string, { readonly get: Operation }>>
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[]
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >
}

describe('the OpenAPI document', () => {
  let world: World
  let visitor: Visitor
  let document: Document
  let values: Readonly<Record<string, Readonly<Record<string, string>>>>
  const validator = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(validator)

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
    visitor = world.visitor()
    document = (await visitor.get('/api/v1/openapi.json').expect(200)).body
    validator.addSchema({ $id: 'document', ...document })
    const letter = await Letter.atSlug('leahy-2021')
    const [question] = letter ? await questionsOf(letter) : []
    values = {
      questions: { id: String(question?._id) },
      letters: { slug: 'leahy-2021' },
      organizations: { slug: 'department-of-state' },
      signatories: { slug: 'l000174' },
      topics: { slug: 'firearms-exports' }
    }
  })
  after(() => world.close())

  const addressOf = (path: string): string =>
    path.replace(/\{(\w+)\}/g, (_whole, name: string) => values[path.split('/')[1] ?? '']?.[name] ?? name)

  /** What a JSON value has against a schema of the document, whose references point into the whole. */
  function faultsOf(schema: object, value: unknown): string[] {
    const whole = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/'))
    const isValid = validator.compile(whole)
    return isValid(value) ? [] : (isValid.errors ?? []).map(one => `${one.instancePath} ${one.message}`)
  }

  /** Fields of an answer that the document does not name. */
  function unnamed(schema: object, value: unknown, at = ''): string[] {
    const resolved = resolve(schema)
    if (Array.isArray(value)) {
      const items = 'items' in resolved ? (resolved.items as object) : {}
      return value.flatMap(one => unnamed(items, one, `${at}[]`))
    }
    if (typeof value !== 'object' || value === null) return []
    const properties = propertiesOf(resolved)
    return Object.entries(value).flatMap(([name, inner]) => {
      const own = properties[name]
      return own ? unnamed(own, inner, `${at}.${name}`) : [`${at}.${name}`]
    })
  }

  function resolve(schema: object): object {
    const name = '$ref' in schema ? String(schema.$ref).split('/').at(-1) : undefined
    if (name !== undefined) return resolve(document.components.schemas[name] ?? {})
    const inner =
      'anyOf' in schema
        ? (schema.anyOf as object[]).find(one => !('type' in one && one.type === 'null'))
        : undefined
    return inner ? resolve(inner) : schema
  }

  function propertiesOf(schema: object): Readonly<Record<string, object>> {
    const parts = 'allOf' in schema ? (schema.allOf as object[]).map(resolve) : []
    return Object.assign({}, ...parts.map(propertiesOf), 'properties' in schema ? schema.properties : {})
  }

  it('is of version 3.1, names its server and the licence of the data', () => {
    assert.equal(document.openapi, '3.1.0')
    assert.equal(document.servers[0]?.url, `${world.url}/api/v1`)
    assert.match(document.info.license.name, /CC0/)
  })

  it('describes every address of the API that the router has, and no other', () => {
    const routed = mountedRoutes(world)
      .filter(({ path }) => path.startsWith('/api/v1/') && path !== '/api/v1/openapi.json')
      .map(({ path }) => path.slice('/api/v1'.length).replace(/:(\w+)/g, '{$1}'))
    assert.deepEqual(Object.keys(document.paths).sort(), routed.sort())
  })

  it('names every parameter in the address of each', () => {
    for (const [path, { get }] of Object.entries(document.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const named = (get.parameters ?? []).filter(one => one.in === 'path').map(({ name }) => name)
      assert.deepEqual(named, inPath, path)
    }
  })

  it('is what each address answers, field by field, and leaves none unnamed', async () => {
    for (const [path, { get }] of Object.entries(document.paths)) {
      const schema = get.responses['200']?.content?.['application/json']?.schema
      assert.ok(schema, path)
      const { body, headers } = await visitor.get(`/api/v1${addressOf(path)}?q=firearms`).expect(200)
      assert.deepEqual(faultsOf(schema, body), [], path)
      assert.deepEqual([...new Set(unnamed(schema, body))], [], path)
      assert.equal(headers['access-control-allow-origin'], '*')
      assert.ok(headers.etag, path)
    }
  })

  it('is what each address answers for what is not there', async () => {
    for (const [path, { get }] of Object.entries(document.paths)) {
      if (!path.includes('{')) continue
      const schema = get.responses['404']?.content?.['application/problem+json']?.schema
      assert.ok(schema, path)
      const { body } = await visitor.get(`/api/v1${path.replace(/\{\w+\}/g, 'nobody')}`).expect(404)
      assert.deepEqual(faultsOf(schema, body), [], path)
    }
  })
})
