import assert from 'node:assert/strict'
import { once } from 'node:events'
import { get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync } from 'node:zlib'
import express from 'express'
import supertest from 'supertest'
import { type Assets, makeAssets } from '../../server/web/assets.ts'

describe('the style sheet', () => {
  let assets: Assets
  let css: string

  const asked = (path: string, encoding = 'identity') =>
    supertest(express().use(assets.serve)).get(path).set('Accept-Encoding', encoding)

  before(async () => {
    assets = await makeAssets()
    css = (await asked(assets.href('site.css'))).text
  })

  it('weighs less than 20 kB as it is sent', async () => {
    const sent = await asSent(express().use(assets.serve), assets.href('site.css'))
    assert.ok(sent.length < 20_000, `${sent.length} bytes`)
    assert.equal(brotliDecompressSync(sent).toString(), css)
  })

  it('may be kept for ever, under a name that changes with it', async () => {
    const answer = await asked(assets.href('site.css'))
    assert.match(assets.href('site.css'), /^\/assets\/site\.[\w-]{10}\.css$/)
    assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable')
    assert.equal((await asked('/assets/site.0000000000.css')).status, 404)
  })

  it('asks nobody else for anything, and has every icon that it shows', async () => {
    // The design system asks with an empty one whether the browser knows masks; nothing is loaded for it.
    const addresses = [...css.matchAll(/url\(([^)]+)\)/g)].map(([, address = '']) => address)
    assert.ok(addresses.length > 0)
    for (const address of new Set(addresses)) {
      assert.match(address, /^\/assets\//)
      assert.equal((await asked(address)).status, 200, address)
    }
    assert.doesNotMatch(css, /@font-face|@import/)
  })

  it('keeps of the design system what the views name, and drops what they do not', () => {
    for (const used of ['.usa-button', '.usa-alert--success', '.usa-input', '.usa-skipnav'])
      assert.ok(css.includes(used), used)
    for (const unused of ['.usa-banner', '.usa-identifier', '.usa-card', '.usa-hero'])
      assert.ok(!css.includes(unused), unused)
  })

  it('refuses an asset that does not exist when the page is made', () => {
    assert.throws(() => assets.href('nothing.css'), /holds no nothing\.css/)
  })
})

/** The bytes as they go over the wire: supertest and fetch would unpack them. */
async function asSent(app: express.Express, path: string): Promise<Buffer> {
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const [response] = await once(get({ port, path, headers: { 'Accept-Encoding': 'br' } }), 'response')
  const chunks: Buffer[] = await response.toArray()
  server.close()
  return Buffer.concat(chunks)
}
