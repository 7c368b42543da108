import { setTimeout as wait } from 'node:timers/promises'

/** Together with the driver's own waiting this outlasts a store that is gone for a minute. */
const TRIES = 30
const PAUSE_MS = 1000

/**
 * Writes down what has already happened. A mail that left and is not marked would go out a second time, so a store
 * that is away for a while is waited for. Throws the store's last error when it stays away.
 */
export async function persist<T>(write: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write()
    } catch (error) {
      if (tries === TRIES) throw error
      await wait(PAUSE_MS)
    }
  }
}
