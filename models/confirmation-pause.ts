import { trusted } from 'mongoose'
import { Dispute } from './dispute.ts'
import { Subscription } from './subscription.ts'

/** No second mail that asks to confirm something goes to one address within this time, whoever asks how often. */
const PAUSE_MS = 15 * 60 * 1000

/** Whether an address was asked to confirm something a moment ago: a subscription or a dispute. */
export async function wasAskedToConfirm(address: string, now: Date): Promise<boolean> {
  const lately = { address, confirmationAt: trusted({ $gt: new Date(now.getTime() - PAUSE_MS) }) }
  const [subscription, dispute] = await Promise.all([Subscription.exists(lately), Dispute.exists(lately)])
  return subscription !== null || dispute !== null
}
