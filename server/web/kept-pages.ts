import { createHash } from 'node:crypto'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Request, RequestHandler, Response } from 'express'
import { knownRevision } from '../../models/revision.ts'
import { currentCatalog, sharedRevision } from '../catalog.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Listing } from '../listing.ts'
import { listingOf } from './reader.ts'

/** A page as every visitor gets it, until a record changes or the half hour is over. */
interface KeptPage {
  readonly revision: string
  readonly until: number
  /** What it rests on, where it said so: as long as that is the same, a later revision is of records elsewhere. */
  readonly ground: Ground | null
  readonly etag: string
  /** All that was answered with it, those that keep a visitor safe included. */
  readonly headers: Readonly<OutgoingHttpHeaders>
  readonly plain: Buffer
  /** Whole answers, packed on first demand and given again as they are. */
  readonly ready: Map<Encoding, Ready>
}

interface Ground {
  readonly key: string
  keyIn(listing: Listing): string | null
}

interface Ready {
  readonly headers: readonly string[]
  readonly body: Buffer
}

/** What gives kept pages. */
export interface KeptPages {
  /** Gives a kept page, or keeps what is made for the request. */
  readonly handle: RequestHandler
  /** Gives a kept page that is at hand to who asks for it plainly, and says so; all else is left to `handle`. */
  giveAtOnce(req: IncomingMessage, res: ServerResponse, id: string): boolean
}

type Encoding = 'br' | 'gzip'

/** All kept pages together hold no more than this many bytes of text. */
const mostBytes = 48 * 1024 * 1024

/** Longer addresses are no pages that people share. */
const longestAddress = 600

/** Desks have midnights of their own, and every time zone's falls on a half hour or a quarter behind it. */
const slotMs = 15 * 60 * 1000

/**
 * Keeps the pages that visitors get, by the stored revision of the records: whatever is published, withdrawn or
 * corrected holds at once, in every process. Only what a visitor without a cookie asks for is kept or given.
 */
export function keptPages(clock: Clock, { PUBLIC_PAGES }: Pick<Config, 'PUBLIC_PAGES'>): KeptPages {
  const pages = new Map<string, KeptPage>()
  let bytes = 0

  const forget = (address: string, page: KeptPage) => {
    if (pages.delete(address)) bytes -= page.plain.length
  }

  const keep = (address: string, page: KeptPage): KeptPage => {
    const known = pages.get(address)
    if (known) forget(address, known)
    pages.set(address, page)
    bytes += page.plain.length
    for (const [oldest, one] of pages) {
      if (bytes <= mostBytes) break
      forget(oldest, one)
    }
    return page
  }

  const handle: RequestHandler = async (req, res, next) => {
    if (!PUBLIC_PAGES || !isForVisitors(req)) return next()
    const revision = await sharedRevision()
    const address = req.originalUrl
    const known = pages.get(address)
    if (known && clock.now().getTime() < known.until) {
      if (known.revision === revision) return give(req, res, known)
      // Read after the revision: at least as new.
      if (known.ground && known.ground.key === known.ground.keyIn(await listingOf(req, clock)))
        return give(req, res, keep(address, { ...known, revision }))
    }
    if (known) forget(address, known)
    const until = await validUntil(clock.now())
    listenFor(req, res, page => keep(address, { revision, until, ...page }))
    next()
  }

  const giveAtOnce = ({ method, url = '', headers }: IncomingMessage, res: ServerResponse, id: string) => {
    const page = method === 'GET' && headers.cookie === undefined ? pages.get(url) : undefined
    if (!page || page.revision !== knownRevision() || clock.now().getTime() >= page.until) return false
    const encoding = plainlyTaken(headers['accept-encoding'])
    const ready = encoding === null ? undefined : page.ready.get(encoding)
    const asked = headers['if-none-match']
    const isAskedPlainly = asked === undefined || (asked === page.etag && !headers['cache-control'])
    if (!ready || !isAskedPlainly || headers['if-modified-since'] !== undefined) return false
    if (asked !== undefined) {
      res.writeHead(304, { ...page.headers, etag: page.etag, 'x-request-id': id }).end()
      return true
    }
    res.writeHead(200, [...ready.headers, 'X-Request-Id', id]).end(ready.body)
    return true
  }
  return { handle, giveAtOnce }
}

const grounds = new WeakMap<Request, Ground>()

/**
 * Says what the page is made of that answers a request: records of the listing, found anew in each later one, and texts
 * that depend on the day; null where they are not there. A record that was written is another object in later listings:
 * as long as all are the same, so is the page. `from` must hold on to no listing.
 */
export function restsOn(
  req: Request,
  listing: Listing,
  from: (listing: Listing) => readonly (object | string)[] | null
): void {
  const keyIn = (one: Listing): string | null => from(one)?.map(keyOf).join(' ') ?? null
  const key = keyIn(listing)
  if (key !== null) grounds.set(req, { key, keyIn })
}

/** A number for each object, so that what is kept holds none of them. */
const numbers = new WeakMap<object, number>()
let objects = 0

function keyOf(one: object | string): string {
  if (typeof one === 'string') return one
  const number = numbers.get(one) ?? ++objects
  numbers.set(one, number)
  return String(number)
}

/** How browsers and programs commonly say what they take; what is said otherwise is looked at more closely. */
function plainlyTaken(accepted = ''): Encoding | null {
  if (!/^[a-z, ]{1,60}$/.test(accepted)) return null
  return /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null
}

/** Pages that people read; lists in other formats are written as they are read and not kept. */
const isForVisitors = (req: Request): boolean =>
  (req.method === 'GET' || req.method === 'HEAD') &&
  req.headers.cookie === undefined &&
  req.originalUrl.length <= longestAddress &&
  /^\/(?:(?:questions|letters|organizations|signatories|topics|search|about|accessibility|data)(?:[/?]|$)|\?|$)/.test(
    req.originalUrl
  )

/** Until an embargo lifts or a quarter of an hour is over, whichever is first. */
async function validUntil(now: Date): Promise<number> {
  const time = now.getTime()
  const slotEnds = (Math.floor(time / slotMs) + 1) * slotMs
  const { embargoes } = await currentCatalog()
  const lifts = embargoes.map(lift => lift.getTime()).filter(lift => lift > time)
  return lifts.reduce((first, lift) => Math.min(first, lift), slotEnds)
}

/** Keeps what is sent, if it is a whole page that set no cookie, and gives it as it will be given the next time. */
function listenFor(
  req: Request,
  res: Response,
  keep: (page: Omit<KeptPage, 'revision' | 'until'>) => KeptPage
): void {
  const send = res.send.bind(res)
  res.send = body => {
    const isPage = res.statusCode === 200 && typeof body === 'string'
    if (!isPage || res.hasHeader('Set-Cookie') || !isPublic(res)) return send(body)
    const plain = Buffer.from(body)
    const etag = `W/"${createHash('sha1').update(plain).digest('base64url')}"`
    const ground = grounds.get(req) ?? null
    give(req, res, keep({ ground, etag, plain, ready: new Map(), headers: headersOf(res) }))
    return res
  }
}

const isPublic = (res: Response): boolean => String(res.get('Cache-Control')).startsWith('public')

/** A request's own name is no other request's, and how the text is packed is seen to each time. */
function headersOf(res: Response): OutgoingHttpHeaders {
  const { 'x-request-id': _name, 'content-length': _length, ...headers } = res.getHeaders()
  return { ...headers, 'content-type': 'text/html; charset=utf-8', vary: 'Cookie, Accept-Encoding' }
}

function give(req: Request, res: Response, page: KeptPage): void {
  res.setHeader('ETag', page.etag)
  if (req.fresh) return void res.writeHead(304, page.headers).end()
  const encoding = req.acceptsEncodings('br', 'gzip')
  if (encoding !== 'br' && encoding !== 'gzip') return void res.writeHead(200, page.headers).end(page.plain)
  const { headers, body } = page.ready.get(encoding) ?? packed(page, encoding)
  res
    .writeHead(200, [...headers, 'X-Request-Id', String(req.id)])
    .end(req.method === 'HEAD' ? undefined : body)
}

function packed(page: KeptPage, encoding: Encoding): Ready {
  const body = pack[encoding](page.plain)
  const length = { 'content-encoding': encoding, 'content-length': body.length }
  const ready = { headers: listed({ ...page.headers, ...length, ETag: page.etag }), body }
  page.ready.set(encoding, ready)
  return ready
}

/** Names and values in turn, which is how they are written fastest. */
const listed = (headers: OutgoingHttpHeaders): string[] =>
  Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().flatMap(one => [name, String(one)]))

/** At once: to have a page of this size packed elsewhere takes about as long as packing it. */
const pack: Record<Encoding, (plain: Buffer) => Buffer> = {
  br: plain => brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: plain => gzipSync(plain, { level: 6 })
}
