import type { Response as Answer, Request } from 'express'
import { Types } from 'mongoose'
import { CalendarLink, type CalendarLinkRecord } from '../../models/calendar-link.ts'
import { User, type UserRecord } from '../../models/user.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { recordChange } from '../web/audit-trail.ts'
import { calendarFile } from '../web/calendar-file.ts'
import { flash } from '../web/flash.ts'
import { render } from '../web/render.ts'
import { signedIn } from '../web/viewer.ts'
import { entriesOf } from './entries.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Pick<Config, 'BASE_URL'>
}

/** A person's own calendar, for a program that cannot sign in: whoever has its address reads it. */
export const calendarsController = ({ clock, config }: Needs) => ({
  async show(req: Request, res: Answer) {
    render(res, 'calendars/show', await page(req, null))
  },

  /** Makes the address, or another in place of the one before. It is shown once: only its hash is kept. */
  async create(req: Request, res: Answer) {
    const secret = await CalendarLink.issue(ownId(req), clock.now())
    recordChange(req, 'address of a calendar', null, 'made anew')
    render(res, 'calendars/show', await page(req, config.BASE_URL + paths.calendar(secret)))
  },

  async destroy(req: Request, res: Answer) {
    await CalendarLink.deleteOne({ _id: ownId(req) })
    recordChange(req, 'address of a calendar', 'made', 'taken back')
    flash(req, 'success', 'The calendar’s address leads nowhere any more.')
    res.redirect(303, paths.ownCalendar())
  },

  async file(req: Request, res: Answer) {
    const holder = await CalendarLink.holderOf(String(req.params.secret))
    const person = holder && (await User.findById(holder).lean<UserRecord>())
    if (!person || person.disabledAt) throw new NotFound('There is no such calendar.')
    const entries = await entriesOf(person, clock, config.BASE_URL)
    const name = `Reply Due: ${person.name}`
    const description = 'When answers are due, when to follow up, and what you asked to be reminded of'
    res.set({ 'Cache-Control': 'private, no-store', 'X-Robots-Tag': 'noindex' })
    res.type('text/calendar; charset=utf-8')
    res.send(calendarFile({ name, description, baseUrl: config.BASE_URL }, entries))
  }
})

const ownId = (req: Request) => new Types.ObjectId(signedIn(req).id)

async function page(req: Request, address: string | null) {
  const link = await CalendarLink.findById(ownId(req)).lean<CalendarLinkRecord>()
  return {
    title: 'Your calendar',
    section: 'account' as const,
    breadcrumbs: [{ label: 'Your account', href: paths.account() }],
    address,
    madeAt: link?.madeAt ?? null,
    action: paths.ownCalendar(),
    removal: paths.ownCalendarRemoval()
  }
}
