import type { Response as Answer, Request } from 'express'
import { isValidObjectId, Types } from 'mongoose'
import { Subscription, type SubscriptionRecord } from '../../models/subscription.ts'
import type { Clock } from '../clock.ts'
import { NotFound } from '../errors.ts'
import { followedInWords, readFollowed } from '../following.ts'
import type { MailSite } from '../mail/site.ts'
import { readStopLink, type StopLink } from '../mail/stop-link.ts'
import { settingsPath } from '../mail/subscription-link.ts'
import { recordChange } from '../web/audit-trail.ts'
import { listingOf } from '../web/reader.ts'
import { render } from '../web/render.ts'
import { stopStaffDigest, stopSubscription } from './changing.ts'

/**
 * What the links at the foot of mails lead to. A GET shows a page that asks: mailboxes open links by themselves. A
 * POST stops, whoever sends it: a person from that page, or a mailbox for its owner (RFC 8058), without a cookie and
 * without being sent on. Sent again, it is answered the same.
 */
export const stopPages = ({ clock, site }: { readonly clock: Clock; readonly site: MailSite }) => ({
  async show(req: Request, res: Answer): Promise<void> {
    const link = linkAt(req, site)
    render(res, 'subscriptions/stop', {
      ...(await presentStop(req, link, clock, site)),
      title: 'Stop this mail?'
    })
  },

  async create(req: Request, res: Answer): Promise<void> {
    const link = linkAt(req, site)
    const id = new Types.ObjectId(link.id)
    if (link.what === 'subscription') await stopSubscription(id, clock.now(), 'Stopped by the reader.')
    else await stopStaffDigest(id, clock.now())
    recordChange(req, link.what === 'subscription' ? 'subscription' : 'weekly mail', null, 'stopped')
    render(res, 'subscriptions/stopped', {
      ...(await presentStop(req, link, clock, site)),
      title: 'This mail is stopped'
    })
  }
})

function linkAt(req: Request, site: MailSite): StopLink {
  const link = readStopLink(site.secrets, req.path)
  if (!link || !isValidObjectId(link.id))
    throw new NotFound('This link is not complete. Copy all of it from the mail.')
  return link
}

async function presentStop(req: Request, link: StopLink, clock: Clock, site: MailSite) {
  const subscription =
    link.what === 'subscription' ? await Subscription.findById(link.id).lean<SubscriptionRecord>() : null
  const listing = await listingOf(req, clock)
  return {
    unlisted: true,
    action: req.path,
    follows: subscription ? followedInWords(readFollowed(subscription.filter, listing), listing) : null,
    settingsHref: subscription ? settingsPath(site.secrets, String(subscription._id)) : null
  }
}
