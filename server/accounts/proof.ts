import type { Request } from 'express'
import type { UserRecord } from '../../models/user.ts'
import type { Clock } from '../clock.ts'
import { isPassword } from './passwords.ts'

/** So long after signing in by a link somebody without a password counts as just proved. */
const FRESH_MS = 15 * 60 * 1000

/**
 * Whether whoever sends a request is really the account's owner, and not somebody at their open browser: they know
 * its password, or, where it has none, signed in by a link a moment ago.
 */
export async function isProven(
  req: Request,
  user: Pick<UserRecord, 'passwordHash'> | null,
  password: string,
  clock: Clock
): Promise<boolean> {
  const hasPassword = user?.passwordHash != null
  if (hasPassword || !user) return isPassword(password, user?.passwordHash ?? null)
  const provedAt = Date.parse(req.session.provedAt ?? '')
  return clock.now().getTime() - provedAt < FRESH_MS
}
