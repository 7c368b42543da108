import type { Secrets } from '../secrets.ts'
import { isSigned, signed } from './links.ts'

const CONFIRM_WITHIN_MS = 24 * 60 * 60 * 1000

/** The path of the page that asks once and then confirms; it works for 24 hours. */
export const confirmationPath = (secrets: Secrets, id: string, now: Date): string =>
  signed(secrets, `/subscriptions/${id}/confirmation/${now.getTime() + CONFIRM_WITHIN_MS}`)

/** The path where a subscriber changes and stops what they follow. It works for good: leaving must. */
export const settingsPath = (secrets: Secrets, id: string): string =>
  signed(secrets, `/subscriptions/${id}/settings`)

/** Whether a path is one of ours; a confirmation's also whether its time is not over. */
export function isOurs(secrets: Secrets, path: string, now: Date): boolean {
  const until = /\/confirmation\/(\d{1,15})\//.exec(path)?.[1]
  return isSigned(secrets, path) && (until === undefined || Number(until) >= now.getTime())
}
