import { createHash } from 'node:crypto'
import { MongoStore } from 'connect-mongo'
import type { RequestHandler } from 'express'
import session from 'express-session'
import type { mongo } from 'mongoose'
import type { Config } from '../config.ts'
import type { Secrets } from '../secrets.ts'

declare module 'express-session' {
  interface SessionData {
    /** Whose session it is; absent while nobody signed in. */
    userId: string
    signedInAt: string
    /** When it began by the machine's own clock, which its end is measured by. */
    beganAt: string
    /** When the password or a link was last shown to be the person's own, for what asks for it again. */
    provedAt: string
    /** What the browser called itself, shown to the owner in their list of sessions. */
    browser: string
    flashes: Flash[]
    /** Ties a sign-in link to the browser that asked for it. */
    linkNonce: string
  }
}

/** A notice shown once, on the next page. */
export interface Flash {
  readonly kind: 'success' | 'info' | 'warning'
  readonly text: string
}

/** Sessions end by themselves after this long, used or not. */
export const SESSION_DAYS = 7

/** Whether a session's days are over: using it makes its cookie and its record last longer, but not the session. */
export const isOver = (beganAt: string, now: Date): boolean =>
  now.getTime() - Date.parse(beganAt) > daysInMs(SESSION_DAYS)

/** The id a session is kept under: a hash, so that who reads the store holds nobody's cookie. */
export const sessionIdOf = (cookieSecret: string): string =>
  createHash('sha256').update(cookieSecret).digest('base64url')

const daysInMs = (days: number): number => days * 24 * 60 * 60 * 1000

/**
 * Sessions kept in the store, so that they can be listed and ended. None is made for a visitor who only reads.
 * Over http a `Secure` cookie would never be set, so it is one only where BASE_URL is https.
 */
export function sessions(
  client: mongo.MongoClient,
  secrets: Secrets,
  config: Pick<Config, 'BASE_URL'>
): RequestHandler[] {
  const secure = config.BASE_URL.startsWith('https:')
  const kept = session({
    name: secure ? '__Host-session' : 'session',
    secret: secrets.session,
    resave: false,
    saveUninitialized: false,
    proxy: secure,
    store: MongoStore.create({
      client,
      stringify: false,
      // The migration makes the index that removes a session at its end.
      autoRemove: 'disabled',
      touchAfter: 300,
      ttl: SESSION_DAYS * 24 * 60 * 60,
      transformId: sessionIdOf
    }),
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: daysInMs(SESSION_DAYS) }
  })
  return [kept, noteWhole]
}

/**
 * Notes that an answer was given whole: a session is saved behind it, while the last of it may still be packed, and
 * when saving fails the answer must not be cut off.
 */
const noteWhole: RequestHandler = (_req, res, next) => {
  const end = res.end.bind(res)
  // One of several signatures, each handed on as it came.
  res.end = ((...given: Parameters<typeof end>) => {
    res.locals.isWhole = true
    return end(...given)
  }) as typeof res.end
  next()
}
