import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { RequestHandler } from 'express'
import { cutUswds, ICON } from './uswds.ts'
import { viewsFolder } from './view-engine.ts'

/** The style sheets, scripts and icons, held in memory under names that change with their content. */
export interface Assets {
  /** The address of an asset by its file's name: `asset('site.css')`. Throws for one that does not exist. */
  readonly href: (name: string) => string
  readonly serve: RequestHandler
}

interface Asset {
  readonly name: string
  readonly type: string
  readonly plain: Buffer
  readonly brotli: Buffer
  readonly gzip: Buffer
}

const assetsFolder = join(viewsFolder, 'assets')

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml'
}

let made: Promise<Assets> | undefined

/** Makes the assets from their sources, once in a process. */
export const makeAssets = (): Promise<Assets> => {
  made ??= make()
  return made
}

async function make(): Promise<Assets> {
  const names = (await readdir(assetsFolder)).filter(name => extname(name) in types && name !== SHEET)
  const own = await Promise.all(
    names.map(async name => assetOf(name, await readFile(join(assetsFolder, name))))
  )
  const assets = [...own, ...(await styleSheet())]
  const byAddress = new Map(assets.map(asset => [addressOf(asset), asset]))
  const addresses = new Map(assets.map(asset => [asset.name, addressOf(asset)]))
  return {
    href: name => {
      const address = addresses.get(name)
      if (!address) throw new Error(`views/assets holds no ${name}.`)
      return address
    },
    serve: serveFrom(byAddress)
  }
}

const SHEET = 'site.css'

/** One sheet: what our pages use of USWDS, in a layer below our own rules, then our own; and the icons it shows. */
async function styleSheet(): Promise<Asset[]> {
  const [uswds, own] = await Promise.all([cutUswds(), readFile(join(assetsFolder, SHEET), 'utf8')])
  const icons = uswds.icons.map(({ name, content }) => assetOf(name, content))
  const addresses = new Map(icons.map(icon => [icon.name, addressOf(icon)]))
  const layered = uswds.css.replace(ICON, (_whole, name: string) => `url(${addresses.get(name) ?? ''})`)
  return [...icons, assetOf(SHEET, Buffer.from(`@layer uswds{${layered}}\n${withoutComments(own)}`))]
}

const withoutComments = (css: string): string => css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\n\s*/g, '\n')

function assetOf(name: string, plain: Buffer): Asset {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length }
  return {
    name,
    type: types[extname(name)] ?? 'application/octet-stream',
    plain,
    brotli: brotliCompressSync(plain, { params }),
    gzip: gzipSync(plain)
  }
}

function addressOf({ name, plain }: Asset): string {
  const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 10)
  const ending = extname(name)
  return `/assets/${name.slice(0, -ending.length)}.${hash}${ending}`
}

const serveFrom =
  (assets: ReadonlyMap<string, Asset>): RequestHandler =>
  (req, res, next) => {
    const asset = assets.get(req.path)
    if (!asset || (req.method !== 'GET' && req.method !== 'HEAD')) return next()
    const encoding = req.acceptsEncodings('br', 'gzip')
    res
      .set({ 'Content-Type': asset.type, 'Cache-Control': 'public, max-age=31536000, immutable' })
      .vary('Accept-Encoding')
    if (encoding) res.set('Content-Encoding', encoding)
    res.end(encoding === 'br' ? asset.brotli : encoding === 'gzip' ? asset.gzip : asset.plain)
  }
