import { STATUS_CODES } from 'node:http'
import type { ErrorRequestHandler, RequestHandler, Response } from 'express'
import { mongo } from 'mongoose'
import { HttpError, Invalid, NotFound, TooMany } from '../errors.ts'
import { render } from './render.ts'

/** Nothing answered: there is no such page. */
export const notFound: RequestHandler = () => {
  throw new NotFound()
}

const headings: Readonly<Record<number, string>> = {
  400: 'That request could not be read',
  403: 'Not allowed',
  404: 'Page not found',
  405: 'Not possible here',
  406: 'Not available in that format',
  409: 'Changed meanwhile',
  410: 'No longer available',
  413: 'Too much at once',
  422: 'Something is missing or wrong',
  429: 'Too many tries',
  503: 'Not available at the moment'
}

/** The one place where an error becomes an answer: a page, or JSON for who asked for it. */
export const answerError: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (isBehindAnswer(res)) return void req.log.error({ err: error }, 'failed behind the answer')
  if (res.headersSent) return next(error)
  const { status, message } = said(error)
  if (status >= 500) req.log.error({ err: error }, 'request failed')
  res.status(status).set('Cache-Control', 'no-store')
  if (status === 503) res.set('Retry-After', '30')
  if (error instanceof TooMany) res.set('Retry-After', String(error.retryAfterSeconds))
  if (req.path.startsWith('/api/') || req.accepts(['html', 'json']) === 'json')
    return void res.type('application/problem+json').send({
      type: 'about:blank',
      title: STATUS_CODES[status],
      status,
      detail: message,
      ...(error instanceof Invalid && { fields: error.fields })
    })
  const heading = headings[status] ?? 'Something went wrong'
  render(res, 'errors/show', {
    title: heading,
    heading,
    message,
    status,
    unlisted: true,
    requestId: String(req.id),
    isOurs: status >= 500
  })
}

/** A session that could not be noted as used: the answer is whole, and passing the error on would cut it off. */
const isBehindAnswer = (res: Response): boolean => res.locals.isWhole === true

/** Says it plainly where the error page itself fails; express would show where in the code. */
export const answerPlainly: ErrorRequestHandler = (error: unknown, req, res, next) => {
  // Where the answer was an error page, what failed behind it comes here: express goes on from where it was.
  if (isBehindAnswer(res)) return void req.log.error({ err: error }, 'failed behind the answer')
  req.log.error({ err: error }, 'the error page failed')
  if (res.headersSent) return next(error)
  res.status(500).type('text/plain').send('Something went wrong. The error has been noted.\n')
}

/** What may be told: our own errors say it themselves, the body readers' carry a status, the rest is not told. */
function said(error: unknown): { status: number; message: string } {
  if (error instanceof HttpError) return { status: error.status, message: error.message }
  if (isStoreAway(error))
    return { status: 503, message: 'The records cannot be reached at the moment. Try again in a minute.' }
  if (isDiskFull(error))
    return {
      status: 503,
      message:
        'The disk that holds the records is full: nothing was saved. Whoever runs this site must make room.'
    }
  const status = statusOf(error)
  if (status === 413) return { status, message: 'That is more than this form takes. Nothing was saved.' }
  if (status >= 400 && status < 500)
    return { status, message: 'What was sent could not be read. Nothing was saved.' }
  return { status: 500, message: 'The error has been noted. Nothing was saved that is not shown as saved.' }
}

/** What a secondary answers that did not catch up in time, see models/near-reads.ts. */
const MAX_TIME_EXPIRED = 50

/** The store went away, or did not answer in time; the driver finds it again by itself. */
const isStoreAway = (error: unknown): boolean =>
  error instanceof mongo.MongoNetworkError ||
  error instanceof mongo.MongoServerSelectionError ||
  (error instanceof mongo.MongoServerError && error.code === MAX_TIME_EXPIRED)

const OUT_OF_DISK_SPACE = 14031

const isDiskFull = (error: unknown): boolean =>
  error instanceof mongo.MongoServerError && error.code === OUT_OF_DISK_SPACE

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500
  return Number.isInteger(status) && status >= 400 && status < 600 ? status : 500
}
