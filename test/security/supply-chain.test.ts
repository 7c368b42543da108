import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { tallyOf } from '../support/attack.ts'

const entry = z.object({
  version: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  link: z.boolean().optional(),
  license: z.string().optional(),
  hasInstallScript: z.boolean().optional(),
  dev: z.boolean().optional(),
  devOptional: z.boolean().optional(),
  optional: z.boolean().optional()
})

const { packages } = z
  .object({ packages: z.record(z.string(), entry) })
  .parse(JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')))

const installed = Object.entries(packages).filter(([path]) => path !== '')
const nameOf = (path: string): string => path.split('node_modules/').at(-1) ?? path

/** Below these a known fault is open. */
const leastVersions: Record<string, string> = {
  handlebars: '4.7.9',
  mongoose: '9.0.0',
  nodemailer: '9.1.1',
  multer: '2.2.0',
  'body-parser': '2.3.0',
  qs: '6.14.1',
  'path-to-regexp': '8.4.0',
  mammoth: '1.11.0'
}

const licences =
  /^\(?(MIT|MIT-0|ISC|BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|PSF-2\.0|MPL-2\.0|Zlib|MIT OR .+|MIT AND Zlib|MIT \(http:\/\/mootools\.net\/license\.txt\))\)?$/

/** Licences that the lockfile does not name in a word, read by a person. */
const licencesRead: Record<string, string> = {
  '@uswds/uswds': 'public domain in its greater part (its LICENSE.md)',
  busboy: 'MIT (its LICENSE)',
  streamsearch: 'MIT (its LICENSE)'
}

/** They choose or build a binary at install; here scripts are off, and what runs is the binary shipped as a package. */
const withScripts = ['esbuild', 'lmdb', 'msgpackr-extract', 'tesseract.js']

const isAtLeast = (version: string, least: string): boolean => {
  const [have, want] = [version, least].map(text => text.split('.').map(Number))
  for (const at of [0, 1, 2]) {
    const difference = (have?.[at] ?? 0) - (want?.[at] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}

const tally = tallyOf('Supply chain', 'packages')

describe('The lockfile', () => {
  it('fixes every package by its checksum, and takes none from git, from an address or from beside the project', () => {
    const loose = installed.filter(([, { integrity, resolved, link }]) => !integrity || resolved || link)
    tally.add(installed.length, loose.length)
    assert.deepEqual(loose, [])
  })

  for (const [name, least] of Object.entries(leastVersions))
    it(`holds no ${name} below ${least}`, () => {
      const versions = installed.filter(([path]) => nameOf(path) === name).map(([, one]) => one.version ?? '')
      assert.ok(versions.length > 0, `${name} is not installed: take it from this list`)
      assert.deepEqual(
        versions.filter(version => !isAtLeast(version, least)),
        []
      )
    })

  it('holds licences that anybody may use the program under', () => {
    const others = installed
      .filter(([path, { license }]) => !licences.test(license ?? '') && !(nameOf(path) in licencesRead))
      .map(([path, { license }]) => `${nameOf(path)}: ${license}`)
    assert.deepEqual(others, [])
  })

  it('holds no install script but those that are known and not run', () => {
    const scripted = installed.filter(([, one]) => one.hasInstallScript).map(([path]) => nameOf(path))
    assert.deepEqual([...new Set(scripted)].sort(), withScripts)
    assert.match(readFileSync(new URL('../../.npmrc', import.meta.url), 'utf8'), /^ignore-scripts=true$/m)
  })
})

describe('The bill of materials', function () {
  this.timeout(60_000)
  after(() => tally.say())

  const property = z.object({ name: z.string(), value: z.string() })
  const component = z.object({
    name: z.string(),
    version: z.string(),
    properties: z.array(property).default([])
  })
  const { dependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')))
  const bill = z.object({ bomFormat: z.literal('CycloneDX'), components: z.array(component) })

  /** npm's own `--omit dev` leaves out what production and work both need, so that all is listed and marked. */
  it('is made by npm run sbom, lists every package, and marks those that only work on the program needs', () => {
    const made = execFileSync('npm', ['run', '--silent', 'sbom'], {
      cwd: new URL('../..', import.meta.url),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 50_000_000
    })
    const { components } = bill.parse(JSON.parse(made))
    const isForWork = (one: z.output<typeof component>) =>
      one.properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true')
    const inUse = new Set(components.filter(one => !isForWork(one)).map(({ name }) => name))
    assert.deepEqual(
      Object.keys(dependencies).filter(name => !inUse.has(name)),
      []
    )
    // A package that stands at two places in one version is listed once, for whichever of them.
    const listed = new Set(components.map(({ name, version }) => `${name}@${version}`))
    const inProduction = installed.filter(([, one]) => !one.dev && !one.devOptional && !one.optional)
    assert.ok(inProduction.length > 200, `${inProduction.length} packages`)
    assert.deepEqual(
      inProduction.map(([path, one]) => `${nameOf(path)}@${one.version}`).filter(name => !listed.has(name)),
      []
    )
    tally.add(components.length)
  })
})
