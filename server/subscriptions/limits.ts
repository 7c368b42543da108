import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { TooMany } from '../errors.ts'

/** How often one network address may ask for mail to addresses. Each address itself is written to every 15 minutes. */
const ASKS = 30
const WINDOW_SECONDS = 60 * 60

export interface AskLimit {
  /** Counts one; throws TooMany when it is one too many. */
  count(networkAddress: string): Promise<void>
}

export function askLimit(): AskLimit {
  const counter = new RateLimiterMemory({ points: ASKS, duration: WINDOW_SECONDS })
  return {
    async count(networkAddress) {
      try {
        await counter.consume(networkAddress)
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused
        throw new TooMany(Math.ceil(refused.msBeforeNext / 1000))
      }
    }
  }
}
