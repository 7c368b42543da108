import { createHash } from 'node:crypto'
import type { Connection } from 'mongoose'
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible'
import { TooMany } from '../errors.ts'

/** Counts tries in the store, so that several processes count together. */
export interface Limit {
  /** Counts one try; throws TooMany when it is one too many. */
  count(key: string): Promise<void>
  /** Begins anew: what was tried before is forgiven. */
  forget(key: string): Promise<void>
}

interface Allowed {
  readonly points: number
  readonly seconds: number
}

/** A limit under a name of its own: so many tries for each key in so many seconds. */
export function limitOf(connection: Connection, name: string, { points, seconds }: Allowed): Limit {
  const counter = new RateLimiterMongo({
    storeClient: connection.getClient(),
    dbName: connection.name,
    tableName: 'limits',
    // The migration makes them, once.
    disableIndexesCreation: true,
    keyPrefix: name,
    points,
    duration: seconds
  })
  return {
    async count(key) {
      try {
        await counter.consume(hashed(key))
      } catch (refused) {
        if (refused instanceof RateLimiterRes) throw new TooMany(Math.ceil(refused.msBeforeNext / 1000))
        throw refused
      }
    },
    forget: async key => void (await counter.delete(hashed(key)))
  }
}

/** Hashed: what was typed as an address may be of any length, and is nobody's business. */
const hashed = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** How often one network address may have us write to addresses. Each address itself is written to every 15 minutes. */
export const askLimit = (connection: Connection): Limit =>
  limitOf(connection, 'ask', { points: 30, seconds: 60 * 60 })
