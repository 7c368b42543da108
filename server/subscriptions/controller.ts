import type { Response as Answer, Request } from 'express'
import { isValidObjectId } from 'mongoose'
import { Subscription, type SubscriptionRecord } from '../../models/subscription.ts'
import type { Clock } from '../clock.ts'
import { readQuestionFilter } from '../domain/question-filter.ts'
import { subscriptionSpeeds } from '../domain/subscriptions.ts'
import { NotFound } from '../errors.ts'
import { followableFilter, followedInWords, followQuery, readFollowed } from '../following.ts'
import type { MailSite } from '../mail/site.ts'
import { isOurs } from '../mail/subscription-link.ts'
import { paths } from '../paths.ts'
import { recordChange } from '../web/audit-trail.ts'
import type { Limit } from '../web/limits.ts'
import { listingOf } from '../web/reader.ts'
import { render, renderInvalid } from '../web/render.ts'
import { askFor } from './asking.ts'
import { confirmAll, stopSubscription } from './changing.ts'
import { readSubscription, typedIn } from './form.ts'
import { presentConfirmation, presentNew, presentSettings } from './present.ts'

interface Needs {
  readonly clock: Clock
  readonly site: MailSite
  readonly limit: Limit
}

export const subscriptionPages = ({ clock, site, limit }: Needs) => ({
  async new(req: Request, res: Answer): Promise<void> {
    const listing = await listingOf(req, clock)
    const filter = followableFilter(readQuestionFilter(req.query, listing.isKnown).filter)
    const values = { email: '', speed: 'weekly', filter: followQuery(filter) }
    render(res, 'subscriptions/new', presentNew(filter, values, listing))
  },

  async create(req: Request, res: Answer): Promise<void> {
    const typed = typedIn(req.body)
    const listing = await listingOf(req, clock)
    const filter = readFollowed(typed.filter, listing)
    const form = readSubscription(typed)
    if ('errors' in form)
      return renderInvalid(res, 'subscriptions/new', {
        ...presentNew(filter, typed, listing),
        errors: form.errors
      })
    await limit.count(req.ip ?? '')
    const follows = followedInWords(filter, listing)
    await askFor({ ...form, filter: followQuery(filter), follows }, clock.now(), site)
    res.redirect(303, paths.subscriptionAsked())
  },

  async asked(_req: Request, res: Answer): Promise<void> {
    render(res, 'subscriptions/asked', { title: 'Look into your mailbox', unlisted: true })
  },

  async confirmation(req: Request, res: Answer): Promise<void> {
    const subscription = await subscriptionAt(req, site, clock.now())
    render(
      res,
      'subscriptions/confirmation',
      await presentConfirmation(subscription, req, await listingOf(req, clock), site)
    )
  },

  /** A repeated press is no error: the page shows what is followed now. */
  async confirm(req: Request, res: Answer): Promise<void> {
    const subscription = await subscriptionAt(req, site, clock.now())
    await confirmAll(subscription, clock.now())
    recordChange(req, 'subscription', subscription.state, 'confirmed')
    const listing = await listingOf(req, clock)
    render(res, 'subscriptions/confirmed', await presentConfirmation(subscription, req, listing, site))
  },

  async settings(req: Request, res: Answer): Promise<void> {
    const subscription = await subscriptionAt(req, site, clock.now())
    render(
      res,
      'subscriptions/settings',
      await presentSettings(subscription, req, await listingOf(req, clock))
    )
  },

  /** Changes one of the reader's subscriptions: how soon, or stop. */
  async change(req: Request, res: Answer): Promise<void> {
    const { address } = await subscriptionAt(req, site, clock.now())
    const { subscription, act } = typedChange(req.body)
    const changed = isValidObjectId(subscription)
      ? await Subscription.findOne({ _id: subscription, address }).lean<SubscriptionRecord>()
      : null
    if (!changed) throw new NotFound('You follow no such thing.')
    const speed = subscriptionSpeeds.find(one => one === act)
    if (speed) await Subscription.updateOne({ _id: changed._id }, { $set: { speed } })
    else if (act === 'stop') await stopSubscription(changed._id, clock.now(), 'Stopped by the reader.')
    if (speed) recordChange(req, 'subscription', changed.speed, speed)
    else if (act === 'stop') recordChange(req, 'subscription', changed.state, 'stopped')
    res.redirect(303, req.path)
  }
})

/** The subscription that a signed path names; throws NotFound where the path is not ours or its time is over. */
async function subscriptionAt(req: Request, site: MailSite, now: Date): Promise<SubscriptionRecord> {
  const id = req.params.id
  const subscription =
    isValidObjectId(id) && isOurs(site.secrets, req.path, now)
      ? await Subscription.findById(id).lean<SubscriptionRecord>()
      : null
  if (!subscription)
    throw new NotFound('This link does not work any more. Ask for the mail again: a new link comes at once.')
  return subscription
}

function typedChange(body: unknown): { subscription: string; act: string } {
  const sent = new Map(typeof body === 'object' && body !== null ? Object.entries(body) : [])
  const text = (name: string): string => {
    const value: unknown = sent.get(name)
    return typeof value === 'string' ? value : ''
  }
  return { subscription: text('subscription'), act: text('act') }
}
