import type { Connection } from 'mongoose'
import { limitOf } from '../web/limits.ts'

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
  const byAccount = limitOf(connection, `${name}-account`, { points: perAccount, seconds: WINDOW_SECONDS })
  const byAddress = limitOf(connection, `${name}-address`, {
    points: TRIES_PER_ADDRESS,
    seconds: WINDOW_SECONDS
  })
  return {
    count: async (account, address) => {
      await byAddress.count(address)
      await byAccount.count(account)
    },
    forget: account => byAccount.forget(account)
  }
}
