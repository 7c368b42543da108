import { Token } from '../../models/token.ts'
import { User } from '../../models/user.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { paths } from '../paths.ts'

/** Hours that a link to set up an account can be used. */
export const SET_UP_HOURS = 72

/**
 * The link that makes the first account; null once there is an account. Each call makes a new one and voids the
 * one before, so the one to use is always the last that was printed.
 */
export async function firstAccountLink(
  { BASE_URL }: Pick<Config, 'BASE_URL'>,
  clock: Clock
): Promise<{ url: string; expiresAt: Date } | null> {
  if (await User.exists({})) return null
  const { secret, expiresAt } = await Token.issue({
    kind: 'first_account',
    now: clock.now(),
    lastsHours: SET_UP_HOURS
  })
  return { url: `${BASE_URL}${paths.firstAccount(secret)}`, expiresAt }
}
