import type { Response as Answer, Request } from 'express'
import { type Types, trusted } from 'mongoose'
import { Delivery, type DeliveryRecord } from '../../models/delivery.ts'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Letter } from '../../models/letter.ts'
import { User, type UserRecord } from '../../models/user.ts'
import { type Clock, todayIn } from '../clock.ts'
import type { Config } from '../config.ts'
import { addDays, type Day } from '../domain/day.ts'
import { upcomingSteps } from '../domain/owed.ts'
import { type Due, loadDue } from '../due-letters.ts'
import { NotFound } from '../errors.ts'
import { previews } from '../mail/previews.ts'
import type { MailSite } from '../mail/site.ts'
import { paths } from '../paths.ts'
import { isAdmitted, permissions } from '../web/permissions.ts'
import { render } from '../web/render.ts'
import { type SignedIn, signedIn } from '../web/viewer.ts'
import { presentDelivery, presentUpcoming } from './present.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Config
  readonly site: MailSite
}

const daysAhead = 14
const mostShown = 100

export const deliveryPages = ({ clock, config, site }: Needs) => ({
  /** What will be sent and why, and what was sent, with what the mail server said. */
  async index(req: Request, res: Answer): Promise<void> {
    const viewer = signedIn(req)
    const desks = await Desk.find(
      viewer.role === 'site-admin' ? {} : { _id: trusted({ $in: [...viewer.desks] }) }
    ).lean<DeskRecord[]>()
    const zone = desks[0]?.zone ?? 'America/New_York'
    const today = todayIn(clock, zone)
    const due = await loadUpcoming(today, desks, viewer.id)
    const sent = await Delivery.find(await seenBy(viewer))
      .sort({ composedAt: -1 })
      .limit(mostShown)
      .select({ raw: 0 })
      .lean<DeliveryRecord[]>()
    render(res, 'mail/index', {
      title: 'Mail',
      section: 'mail' as const,
      where: config.SMTP_URL ? null : 'the outbox folder',
      zone,
      daysAhead,
      upcoming: upcomingSteps(due.facts, today, daysAhead).map(day => presentUpcoming(day, due)),
      deliveries: (await ofOwnDesks(sent, viewer)).map(presentDelivery),
      previews: mayPreview(viewer) ? Object.keys(previews).map(previewLink) : []
    })
  },

  /** How each mail looks, filled with its sample: its html beside its text. */
  async preview(req: Request, res: Answer): Promise<void> {
    const { name, mail } = previewed(req, site)
    // Pages hold no frames; this one holds the mail, which is of ours.
    res.set('Content-Security-Policy', `${res.get('Content-Security-Policy')};frame-src 'self'`)
    render(res, 'mail/preview', {
      title: `How a mail looks: ${name}`,
      section: 'mail' as const,
      breadcrumbs: [{ label: 'Mail', href: paths.mail() }],
      subject: mail.subject,
      to: mail.to.name || mail.to.address,
      text: mail.text,
      frameHref: paths.mailPreviewHtml(name),
      kilobytes: Math.ceil(Buffer.byteLength(mail.html) / 1000),
      others: Object.keys(previews)
        .filter(other => other !== name)
        .map(previewLink)
    })
  },

  /**
   * The html part alone, for the frame of that page: as a mailbox shows it, with its style and without scripts,
   * images, forms and anything from elsewhere.
   */
  async previewHtml(req: Request, res: Answer): Promise<void> {
    res
      .set({
        'Content-Security-Policy':
          "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
        'X-Frame-Options': 'SAMEORIGIN',
        'Cache-Control': 'no-store'
      })
      .type('html')
      .send(previewed(req, site).mail.html)
  }
})

function previewed({ params }: Request, site: MailSite) {
  const [name, preview] = Object.entries(previews).find(([known]) => known === params.name) ?? []
  if (!name || !preview) throw new NotFound('There is no such mail.')
  return { name, mail: preview(site) }
}

/**
 * What may come in the days ahead at these desks, letters shared with them included: its cost follows what comes, not
 * what is stored. Of the reminders that people asked for themselves only the reader's own: nobody else sees them.
 */
export async function loadUpcoming(
  today: Day,
  desks: readonly Pick<DeskRecord, '_id'>[],
  readerId: string
): Promise<Due> {
  const deskIds = desks.map(({ _id }) => String(_id))
  const due = await loadDue({
    today,
    until: addDays(today, daysAhead),
    deskIds,
    isAsOf: false,
    isWhole: false
  })
  const keeping = new Set([...due.letters.values()].map(({ deskId }) => String(deskId)))
  return {
    ...due,
    facts: {
      ...due.facts,
      desks: due.facts.desks.filter(({ id }) => deskIds.includes(id) || keeping.has(id)),
      personal: due.facts.personal.filter(({ personId }) => personId === readerId)
    }
  }
}

/** As the permissions table has it: desk admins and site admins. */
const mayPreview = (viewer: SignedIn): boolean =>
  isAdmitted(viewer, permissions['GET /mail/previews/:name']?.least ?? 'site-admin', false)

const previewLink = (name: string) => ({ name, href: paths.mailPreview(name) })

/** Of a colleague's mail, what is about another desk that they belong to as well is left out: its subject names letters. */
async function ofOwnDesks(
  sent: readonly Omit<DeliveryRecord, 'raw'>[],
  viewer: SignedIn
): Promise<readonly Omit<DeliveryRecord, 'raw'>[]> {
  if (viewer.role === 'site-admin') return sent
  const desks = trusted({ $in: [...viewer.desks] })
  const ids = sent.flatMap(({ mentions }) => mentions.map(({ letterId }) => letterId))
  const own = await Letter.distinct('_id', {
    _id: trusted({ $in: ids }),
    $or: [{ deskId: desks }, { sharedWith: desks }]
  })
  const isOwn = new Set(own.map(String))
  return sent.filter(
    ({ mentions, about }) =>
      mentions.every(({ letterId }) => isOwn.has(String(letterId))) &&
      (about.deskId === undefined || viewer.desks.includes(String(about.deskId)))
  )
}

/** Staff see the mail to their desks' staff; a site admin sees all, subscribers' addresses included. */
async function seenBy(viewer: SignedIn): Promise<Record<string, unknown>> {
  if (viewer.role === 'site-admin') return {}
  const colleagues = await User.find({ desks: trusted({ $in: viewer.desks }) })
    .select({ _id: 1 })
    .lean<Pick<UserRecord, '_id'>[]>()
  const ids: Types.ObjectId[] = colleagues.map(({ _id }) => _id)
  return { userId: trusted({ $in: ids }) }
}
