import type { Secrets } from '../secrets.ts'
import { signed } from './links.ts'

const CONFIRM_WITHIN_MS = 24 * 60 * 60 * 1000

/** The path of the page that asks once and then hands a reader's report to the desk; it works for 24 hours. */
export const disputeConfirmationPath = (secrets: Secrets, id: string, now: Date): string =>
  signed(secrets, `/disputes/${id}/confirmation/${now.getTime() + CONFIRM_WITHIN_MS}`)
