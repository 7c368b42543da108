import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { pinoHttp } from 'pino-http'
import type { Log } from '../log.ts'

/** A line for each answered request, and `X-Request-Id` to find it by. Addresses of secret links are masked. */
export const requestLog = (log: Log): RequestHandler =>
  pinoHttp({
    logger: log,
    genReqId: (_req, res) => {
      const id = randomUUID()
      res.setHeader('X-Request-Id', id)
      return id
    },
    autoLogging: { ignore: req => req.url?.startsWith('/assets/') ?? false },
    customLogLevel: (_req, res, error) => (error || res.statusCode >= 500 ? 'error' : 'info'),
    serializers: {
      req: (req: { id: unknown; method: string; url: string }) => ({
        id: req.id,
        method: req.method,
        url: withoutSecrets(req.url)
      }),
      res: (res: { statusCode: number }) => ({ status: res.statusCode })
    }
  })

/** Notes a request that was answered at once as `requestLog` notes all others. */
export function noteAnswered(log: Log, req: IncomingMessage, id: string, status: number, ms: number): void {
  if (!log.isLevelEnabled('info')) return
  const { method, url = '' } = req
  log.info(
    { req: { id, method, url: withoutSecrets(url) }, res: { status }, responseTime: Math.round(ms) },
    'request completed'
  )
}

/**
 * A secret link's token is 43 characters of base64url; nothing else in an address is. A query takes no secret here,
 * but somebody may put one there all the same.
 */
export const withoutSecrets = (url: string): string =>
  url
    .replace(/[A-Za-z0-9_-]{43}/g, '[secret]')
    .replace(/([?&][^=&]{0,40}(?:token|password|secret|key|session|csrf)[^=&]{0,40}=)[^&#]+/gi, '$1[secret]')
