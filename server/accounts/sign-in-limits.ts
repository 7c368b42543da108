import { createHash } from 'node:crypto'
import type { Connection } from 'mongoose'
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible'
import { TooMany } from '../errors.ts'

/** Wrong passwords per account, and per network address over all accounts, in a quarter of an hour. */
const TRIES_PER_ACCOUNT = 10
const TRIES_PER_ADDRESS = 100
const WINDOW_SECONDS = 15 * 60

/** Counts tries in the store, so that several processes count together. */
export interface SignInLimits {
  /** Counts one try; throws TooMany when it is one too many. */
  count(account: string, address: string): Promise<void>
  /** A right password forgets the account's tries. */
  forget(account: string): Promise<void>
}

export const signInLimits = (connection: Connection): SignInLimits =>
  limitsOf(connection, 'sign-in', TRIES_PER_ACCOUNT)

/** Links to sign in that one mailbox gets, whoever asks for them. */
const MAILS_PER_ACCOUNT = 3

export const mailLimits = (connection: Connection): SignInLimits =>
  limitsOf(connection, 'sign-in-mail', MAILS_PER_ACCOUNT)

function limitsOf(connection: Connection, name: string, perAccount: number): SignInLimits {
  const counter = (keyPrefix: string, points: number) =>
    new RateLimiterMongo({
      storeClient: connection.getClient(),
      dbName: connection.name,
      tableName: 'limits',
      // The migration makes them, once.
      disableIndexesCreation: true,
      keyPrefix,
      points,
      duration: WINDOW_SECONDS
    })
  const byAccount = counter(`${name}-account`, perAccount)
  const byAddress = counter(`${name}-address`, TRIES_PER_ADDRESS)
  return {
    count: async (account, address) => {
      await consume(byAddress, keyOf(address))
      await consume(byAccount, keyOf(account))
    },
    forget: async account => void (await byAccount.delete(keyOf(account)))
  }
}

/** Hashed: what was typed as an address may be of any length, and is nobody's business. */
const keyOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

async function consume(counter: RateLimiterMongo, key: string): Promise<void> {
  try {
    await counter.consume(key)
  } catch (refused) {
    if (refused instanceof RateLimiterRes) throw new TooMany(Math.ceil(refused.msBeforeNext / 1000))
    throw refused
  }
}
