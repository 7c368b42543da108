import assert from 'node:assert/strict'
import { Delivery } from '../../models/delivery.ts'
import { claimDigests } from '../../server/jobs/digests.ts'
import { jobDeps } from '../../server/jobs/index.ts'
import { claimReminders } from '../../server/jobs/reminders.ts'
import { claimSubscriberDigests } from '../../server/jobs/subscriber-digests.ts'
import { sendWaiting } from '../../server/mail/sending.ts'
import type { Visitor } from './people.ts'
import { tokenIn } from './people.ts'
import type { Received } from './smtp.ts'
import type { World } from './world.ts'

/** Addresses that `everyMail` writes to, beside the staff's. */
export const readerAddress = 'reader@example.org'

/** Sends what waits. */
export async function sendAll(world: World): Promise<void> {
  const deps = jobDeps(world)
  await sendWaiting(deps)
  await deps.transport.close()
}

/**
 * Has the program write every kind of mail about what is on record: a confirmation, a link to sign in, the staff's
 * reminders and digests, a subscriber's digest. The clock ends on the Monday after November 20, 2026.
 */
export async function everyMail(world: World, staff: string): Promise<readonly Received[]> {
  world.clock.set('2026-11-20T12:00')
  const visitor = world.visitor()
  await visitor.post('/subscriptions', { email: readerAddress, filter: '', speed: 'weekly' })
  await askForLink(visitor, staff)
  await sendAll(world)
  const confirmation = world.smtp.received.find(({ to }) => to.includes(readerAddress))
  const path = new RegExp(`${world.url}(/\\S*confirmation\\S*)`).exec(confirmation?.mail.text ?? '')?.[1]
  assert.ok(path, 'the confirmation mail holds its link')
  await visitor.post(path)
  world.clock.set('2026-11-23T09:00')
  const [deps, moment] = [jobDeps(world), { isAsOf: false, now: world.clock.now() } as const]
  await claimReminders(deps, moment)
  await claimDigests(deps, moment)
  await claimSubscriberDigests(deps, moment)
  await sendWaiting(deps)
  await deps.transport.close()
  return world.smtp.received
}

/** Asks for a link to sign in by mail, and waits until it is queued: the page answers before. */
export async function askForLink(visitor: Visitor, email: string): Promise<void> {
  const token = tokenIn(await visitor.get('/sign-in-links/new'))
  await visitor.post('/sign-in-links', { _csrf: token, email })
  for (let turn = 0; turn < 200; turn += 1) if (await Delivery.exists({ 'to.address': email })) return
  throw new Error(`no link to sign in was queued for ${email}`)
}
