import { csrfSync } from 'csrf-sync'
import type { Request, RequestHandler } from 'express'
import type { Config } from '../config.ts'
import { Forbidden } from '../errors.ts'

const refusal =
  'This form was not sent from a page of this site, or the page was open for too long. Nothing was saved. Go back, reload the page and try again.'

const isUnsafe = (req: Request): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(req.method)

/**
 * Refuses a form that a browser says comes from elsewhere. A browser cannot be made to lie about it by another
 * site; a client that says nothing is no browser, and has no cookies to abuse.
 */
export function proveOrigin({ BASE_URL }: Pick<Config, 'BASE_URL'>): RequestHandler {
  const ownOrigin = new URL(BASE_URL).origin
  return (req, _res, next) => {
    if (!isUnsafe(req)) return next()
    const site = req.get('Sec-Fetch-Site')
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Forbidden(refusal)
    const origin = req.get('Origin')
    if (origin !== undefined && origin !== ownOrigin && !isOfHost(origin, req.get('Host')))
      throw new Forbidden(refusal)
    next()
  }
}

/** Reached as 127.0.0.1 while BASE_URL says localhost, a browser still names the host that it talks to. */
const isOfHost = (origin: string, host: string | undefined): boolean =>
  host !== undefined && URL.canParse(origin) && new URL(origin).host === host

const tokens = csrfSync({
  getTokenFromRequest: req => {
    const token: unknown = req.body?._csrf
    return typeof token === 'string' ? token : undefined
  }
})

/** The token for the forms of this session's pages; makes a session where there is none. */
export const tokenFor = (req: Request): string => tokens.generateToken(req)

/** Refuses a form without the token of its session. Runs after the form was read. */
export const proveToken: RequestHandler = (req, _res, next) => {
  if (!tokens.isRequestValid(req)) throw new Forbidden(refusal)
  next()
}
