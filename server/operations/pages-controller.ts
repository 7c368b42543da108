import type { Response as Answer, Request } from 'express'
import type { Connection } from 'mongoose'
import { trusted } from 'mongoose'
import { Delivery, type DeliveryRecord } from '../../models/delivery.ts'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Letter } from '../../models/letter.ts'
import { restandLetter } from '../../models/restanding.ts'
import { todayIn } from '../clock.ts'
import type { Config } from '../config.ts'
import { presentDelivery } from '../deliveries/present.ts'
import { yearOf } from '../domain/day.ts'
import { type DeliveryState, deliveryStateLabels, deliveryStates } from '../domain/deliveries.ts'
import { federalHolidays } from '../domain/holidays.ts'
import { Conflict, type FieldErrors, NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { concernsDesks, recordChange } from '../web/audit-trail.ts'
import { idAt } from '../web/desk-records.ts'
import { flash } from '../web/flash.ts'
import { readForm, typedText } from '../web/forms.ts'
import { paginate } from '../web/pagination.ts'
import { render, renderInvalid } from '../web/render.ts'
import { signedIn } from '../web/viewer.ts'
import { healthInWords, jobRuns, mailByState, storeFigures } from './figures.ts'
import { closureForm } from './form.ts'
import type { HealthNeeds } from './health.ts'
import { mailFigures } from './mail-figures.ts'

interface Needs extends HealthNeeds {
  readonly config: Config
  readonly connection: Connection
}

const PAGE = 50
const crumbs = [{ label: 'Running the site', href: paths.operations() }]
const section = 'operations' as const

/** What whoever runs the site looks at: that it is well, what waits, and what can be put right from here. */
export const operationPages = (needs: Needs) => ({
  async index(_req: Request, res: Answer): Promise<void> {
    const { clock, connection, config } = needs
    const now = clock.now()
    const [health, mail, { since }, jobs, store] = await Promise.all([
      healthInWords(needs),
      mailByState(now),
      mailFigures(),
      jobRuns(now),
      storeFigures(connection)
    ])
    render(res, 'operations/index', {
      title: 'Running the site',
      section,
      health,
      mail: mail.map(one => ({ ...one, href: paths.mailQueue(one.state) })),
      mailWaitsSince: since,
      mailGoes: config.SMTP_URL ? 'through the mail server' : 'into the outbox folder: no mail server is set',
      jobs: jobs.map(({ _id, ...job }) => ({ ...job, name: _id, isFailed: job.outcome === 'failed' })),
      counts: store.counts,
      megabytes: store.bytes === null ? null : (store.bytes / 1024 ** 2).toFixed(1),
      where: config.MONGODB_URI ? 'in the MongoDB that is set' : 'in the data folder',
      links: [
        { label: 'People', href: paths.people() },
        { label: 'Desks', href: paths.desks() },
        { label: 'Organizations', href: paths.organizationList() },
        { label: 'Holidays and closed days', href: paths.holidays() },
        { label: 'What was done', href: paths.audit() }
      ]
    })
  },

  async mail(req: Request, res: Answer): Promise<void> {
    const asked = deliveryStates.find(state => state === req.query.state) ?? 'failed'
    const total = await Delivery.countDocuments({ state: asked })
    const pages = paginate(
      total,
      req.query.page,
      PAGE,
      page => `${paths.mailQueue(asked)}${page > 1 ? `&page=${page}` : ''}`
    )
    const found = await Delivery.find({ state: asked })
      .sort({ composedAt: isWaiting(asked) ? 1 : -1 })
      .skip(pages.skip)
      .limit(PAGE)
      .lean<DeliveryRecord[]>()
    render(res, 'operations/mail', {
      title: `Mail: ${deliveryStateLabels[asked]}`,
      section,
      breadcrumbs: crumbs,
      states: deliveryStates.map(state => ({
        label: deliveryStateLabels[state],
        href: paths.mailQueue(state),
        isCurrent: state === asked
      })),
      pages,
      deliveries: found.map(delivery => ({
        ...presentDelivery(delivery),
        composedAt: delivery.composedAt,
        retryHref: mayRetry(delivery) ? paths.mailRetry(String(delivery._id)) : null,
        cancelHref: ['queued', 'deferred'].includes(delivery.state)
          ? paths.mailCancellation(String(delivery._id))
          : null
      }))
    })
  },

  async retry(req: Request, res: Answer): Promise<void> {
    const delivery = await deliveryAt(req)
    if (!mayRetry(delivery) || !(await Delivery.retry(delivery._id)))
      throw new Conflict('This mail is on its way, over, or its text is not kept any more.')
    recordChange(req, `mail “${delivery.subject}”`, delivery.state, 'to be tried again now')
    flash(req, 'success', 'It is tried again within seconds, where a process that sends is running.')
    res.redirect(303, paths.mailQueue(delivery.state))
  },

  async cancel(req: Request, res: Answer): Promise<void> {
    const delivery = await deliveryAt(req)
    const because = `Cancelled by ${signedIn(req).name}.`
    if (!(await Delivery.cancelIdle(delivery._id, needs.clock.now(), because)))
      throw new Conflict('This mail is being sent this moment, or is over.')
    recordChange(req, `mail “${delivery.subject}”`, delivery.state, 'cancelled')
    flash(req, 'success', 'It is not sent.')
    res.redirect(303, paths.mailQueue(delivery.state))
  },

  async holidays(req: Request, res: Answer): Promise<void> {
    render(res, 'operations/holidays', { ...(await holidaysPage(req, needs)), values: {}, errors: {} })
  },

  /** A day on which every agency is closed, as an executive order makes one: noted at every desk. */
  async close(req: Request, res: Answer): Promise<void> {
    const form = readForm(closureForm, req.body)
    const again = async (errors: FieldErrors) =>
      renderInvalid(res, 'operations/holidays', {
        ...(await holidaysPage(req, needs)),
        values: typedText(req.body),
        errors
      })
    if (!form.isValid) return again(form.errors)
    const { day, name } = form.data
    const open = { closures: trusted({ $not: trusted({ $elemMatch: { day } }) }) }
    const desks = (await Desk.find().lean<DeskRecord[]>()).filter(
      ({ closures }) => !closures.some(closure => closure.day === day)
    )
    if (desks.length === 0) return again({ day: 'Every desk has that day already.' })
    for (const { _id, name: at } of desks) {
      await Desk.updateOne({ _id, ...open }, { $push: { closures: { day, name } } })
      concernsDesks(req, [_id])
      recordChange(req, `closed day at ${at}`, null, `${day} ${name}`)
      for await (const letter of Letter.find({ deskId: _id }).select({ _id: 1 }).lean().cursor())
        await restandLetter(letter._id)
    }
    flash(req, 'success', `Business days skip ${day} at every desk.`)
    res.redirect(303, paths.holidays())
  }
})

const isWaiting = (state: DeliveryState): boolean => ['queued', 'leased', 'deferred'].includes(state)

/** Given up or waiting for a later try, with its text still there. */
const mayRetry = ({ state, raw }: DeliveryRecord): boolean =>
  raw !== null && (state === 'failed' || state === 'deferred')

async function deliveryAt(req: Request): Promise<DeliveryRecord> {
  const delivery = await Delivery.findById(idAt(req, 'id')).lean<DeliveryRecord>()
  if (!delivery) throw new NotFound('There is no such mail.')
  return delivery
}

async function holidaysPage(req: Request, { clock }: Needs) {
  const viewer = signedIn(req)
  const isSiteAdmin = viewer.role === 'site-admin'
  const own = isSiteAdmin ? {} : { _id: trusted({ $in: [...viewer.desks] }) }
  const desks = await Desk.find(own).sort({ name: 1 }).lean<DeskRecord[]>()
  const today = todayIn(clock, desks[0]?.zone ?? 'America/New_York')
  const years = [yearOf(today), yearOf(today) + 1]
  return {
    title: 'Holidays and closed days',
    section,
    breadcrumbs: isSiteAdmin ? crumbs : [{ label: 'Desks', href: paths.desks() }],
    years: years.map(year => ({
      year,
      days: federalHolidays(year, { inaugurationDay: true }).map(({ day, name, observedFor }) => ({
        day,
        name: name === 'Inauguration Day' ? `${name}, for desks that count it` : name,
        observedFor
      }))
    })),
    desks: desks.map(({ slug, name, closures, inaugurationDay }) => ({
      name,
      href: paths.desk(slug),
      inaugurationDay,
      closures: [...closures].sort((one, other) => (one.day < other.day ? 1 : -1))
    })),
    action: isSiteAdmin ? paths.closures() : null
  }
}
