import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const entry = z.object({
  version: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  link: z.boolean().optional(),
  license: z.string().optional(),
  hasInstallScript: z.boolean().optional()
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

describe('The lockfile', () => {
  it('fixes every package by its checksum, and takes none from git, from an address or from beside the project', () => {
    const loose = installed.filter(([, { integrity, resolved, link }]) => !integrity || resolved || link)
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
