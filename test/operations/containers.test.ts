import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { readConfig, settings } from '../../server/config.ts'

const root = join(import.meta.dirname, '../..')
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')

const instance = z.object({
  build: z.literal('.'),
  read_only: z.literal(true),
  init: z.literal(true),
  tmpfs: z.array(z.string()),
  cap_drop: z.tuple([z.literal('ALL')]),
  stop_grace_period: z.string(),
  environment: z.record(z.string(), z.string()),
  volumes: z.array(z.string()),
  depends_on: z.record(z.string(), z.object({ condition: z.literal('service_healthy') }))
})
const compose = z
  .object({
    services: z.object({
      app: instance.extend({ ports: z.array(z.string()) }),
      worker: instance,
      mongo: z.object({ image: z.string(), volumes: z.array(z.string()), healthcheck: z.object({}).loose() }),
      mail: z.object({ image: z.string() })
    }),
    volumes: z.record(z.string(), z.unknown())
  })
  .parse(parse(textOf('compose.yaml'), { merge: true }))

/** The instructions of the Dockerfile, a continued line being one. */
const instructions = textOf('Dockerfile')
  .replace(/\\\n\s*/g, ' ')
  .split('\n')
  .filter(line => line && !line.startsWith('#'))
const last = (name: string): string =>
  instructions.findLast(line => line.startsWith(`${name} `))?.slice(name.length + 1) ?? ''

// No container could be run where this was written; these hold what can be held by reading.
describe('compose.yaml', () => {
  const { app, worker, mongo, mail } = compose.services

  it('gives each instance settings that there are, and that a start accepts', () => {
    for (const { environment } of [app, worker]) {
      assert.deepEqual(
        Object.keys(environment).filter(name => !(name in settings.shape)),
        []
      )
      assert.equal(readConfig(environment).MONGODB_URI, 'mongodb://mongo:27017/replydue')
    }
    assert.deepEqual([app.environment.ROLE, worker.environment.ROLE], ['web', 'worker'])
  })

  it('keeps what is written in volumes that are declared, and writes nowhere else', () => {
    const used = [app, worker, mongo].flatMap(({ volumes }) =>
      volumes.map(volume => volume.split(':')[0] ?? '')
    )
    assert.deepEqual([...new Set(used)].toSorted(), Object.keys(compose.volumes).toSorted())
    for (const { tmpfs } of [app, worker]) assert.deepEqual(tmpfs, ['/tmp'])
  })

  it('waits for the store, leaves time for a drain, and opens ports to this machine alone', () => {
    for (const one of [app, worker]) {
      assert.deepEqual(Object.keys(one.depends_on), ['mongo'])
      assert.ok(Number.parseInt(one.stop_grace_period, 10) > 10)
    }
    for (const port of app.ports) assert.match(port, /^127\.0\.0\.1:/)
  })

  it('names a version of every image', () => {
    for (const { image } of [mongo, mail]) assert.match(image, /:v?\d+\.\d+/)
  })
})

describe('the Dockerfile', () => {
  it('runs what npm start runs, not as root, and says when it is ready', () => {
    const { scripts } = JSON.parse(textOf('package.json'))
    assert.equal(`exec ${JSON.parse(last('CMD')).join(' ')}`, scripts.start)
    assert.equal(last('USER'), 'node')
    assert.match(last('HEALTHCHECK'), /\/readyz/)
  })

  it('copies what there is, and nothing that the ignore file keeps out', () => {
    const sources = instructions
      .filter(line => /^COPY (?!--from)/.test(line))
      .flatMap(line => line.split(' ').slice(1, -1))
    const letIn = textOf('.dockerignore')
      .split('\n')
      .filter(line => line.startsWith('!'))
    for (const source of sources) {
      assert.ok(existsSync(join(root, source)), source)
      assert.ok(letIn.includes(`!${source}`), source)
    }
    for (const folder of ['server', 'models', 'views', 'templates', 'scripts'])
      assert.ok(sources.includes(folder))
  })

  it('installs every package that the sources it copies import', () => {
    const { dependencies } = JSON.parse(textOf('package.json'))
    const files = ['server', 'models', 'templates', 'scripts'].flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter(file => /\.(ts|mjs)$/.test(file) && !file.startsWith('bench'))
        .map(file => join(folder, file))
    )
    const imported = files.flatMap(file =>
      [...textOf(file).matchAll(/^(?:import|export)\s(?!type\s)(?:[^'"]*?from\s+)?['"]([^'".][^'"]*)['"]/gm)]
        .map(([, of = '']) =>
          of.startsWith('@') ? of.split('/').slice(0, 2).join('/') : (of.split('/')[0] ?? '')
        )
        .filter(name => !isBuiltin(name) && !name.startsWith('node:') && !(name in dependencies))
        .map(name => `${file} imports ${name}`)
    )
    assert.deepEqual(imported, [])
  })
})
