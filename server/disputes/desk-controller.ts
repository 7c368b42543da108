import type { Response as Answer, Request } from 'express'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Dispute, type DisputeRecord } from '../../models/dispute.ts'
import type { Clock } from '../clock.ts'
import { type FieldErrors, Forbidden, NotFound } from '../errors.ts'
import type { MailSite } from '../mail/site.ts'
import { paths } from '../paths.ts'
import { concernsDesks, recordChange } from '../web/audit-trail.ts'
import { idAt, occasionOf } from '../web/desk-records.ts'
import { flash } from '../web/flash.ts'
import { readForm, typedText } from '../web/forms.ts'
import { paginate } from '../web/pagination.ts'
import { render, renderInvalid } from '../web/render.ts'
import { mayEditDesk, mayReadDesk, signedIn } from '../web/viewer.ts'
import { type Closing, closeDispute } from './closing.ts'
import { closingForm } from './form.ts'
import { presentDispute, presentDisputes } from './present.ts'

interface Needs {
  readonly clock: Clock
  readonly site: MailSite
}

const PAGE = 25

/** What readers reported, for the desk that keeps the letter. Nothing here changes the record by itself. */
export const deskPages = ({ clock, site }: Needs) => ({
  async index(req: Request, res: Answer): Promise<void> {
    const viewer = signedIn(req)
    const desks = viewer.role === 'site-admin' ? null : viewer.desks
    const state = req.query.state === 'closed' ? 'closed' : 'open'
    const total = await Dispute.countAt(desks, state)
    const hrefOf = (page: number) => `${paths.disputes(state)}${page > 1 ? `&page=${page}` : ''}`
    const pages = paginate(total, req.query.page, PAGE, hrefOf)
    const found = await Dispute.atDesks(desks, state, pages.skip, PAGE)
    render(res, 'disputes/index', {
      title: 'Reports from readers',
      section: 'desk',
      isClosed: state === 'closed',
      openHref: paths.disputes(),
      closedHref: paths.disputes('closed'),
      pages,
      disputes: await presentDisputes(found)
    })
  },

  async show(req: Request, res: Answer): Promise<void> {
    const dispute = await disputeAt(req)
    const presented = await presentDispute(dispute)
    const values = { change: `${presented.href}${presented.questionId ? '#history' : ''}` }
    render(res, 'disputes/show', pageOf(req, dispute, presented, values, {}))
  },

  async close(req: Request, res: Answer): Promise<void> {
    const dispute = await disputeAt(req)
    if (!mayEditDesk(signedIn(req), String(dispute.deskId))) throw new Forbidden()
    const presented = await presentDispute(dispute)
    const form = readForm(closingForm, req.body)
    const again = (errors: FieldErrors) =>
      renderInvalid(res, 'disputes/show', pageOf(req, dispute, presented, typedText(req.body), errors))
    if (!form.isValid) return again(form.errors)
    const { outcome, because, change } = form.data
    const path = outcome === 'changed' ? pathOfOurs(change, site) : null
    if (outcome === 'changed' && !path)
      return again({ change: 'Give the address of the page of this site that shows the change.' })
    const desk = await Desk.findById(dispute.deskId).orFail().lean<DeskRecord>()
    const closing: Closing = { outcome, because, change: path }
    const told = { about: presented.about, desk: desk.name, path: path ?? presented.href }
    await closeDispute(dispute, closing, told, occasionOf(req, desk, clock), site)
    recordChange(req, 'report of a reader', 'open', `${outcome}: ${because}`)
    flash(req, 'success', toldInWords(dispute))
    res.redirect(303, paths.disputes())
  }
})

const toldInWords = ({ wantsAnswer }: DisputeRecord): string =>
  wantsAnswer ? 'Closed. The reader is told by mail.' : 'Closed. The reader did not ask to be told.'

async function disputeAt(req: Request): Promise<DisputeRecord> {
  const dispute = await Dispute.findById(idAt(req, 'id')).lean<DisputeRecord>()
  if (!dispute || dispute.state === 'asked' || !mayReadDesk(signedIn(req), String(dispute.deskId)))
    throw new NotFound('There is no such report at your desk.')
  concernsDesks(req, [dispute.deskId])
  return dispute
}

const pageOf = (
  req: Request,
  dispute: DisputeRecord,
  presented: Awaited<ReturnType<typeof presentDispute>>,
  values: Readonly<Record<string, string>>,
  errors: FieldErrors
) => ({
  title: `Report: ${presented.about}`,
  section: 'desk' as const,
  breadcrumbs: [{ label: 'Reports from readers', href: paths.disputes() }],
  dispute: presented,
  mayClose: dispute.state === 'open' && mayEditDesk(signedIn(req), String(dispute.deskId)),
  action: paths.disputeClosing(String(dispute._id)),
  values,
  errors
})

/** The path of a letter's or a question's page of this site; null for every other address. */
function pathOfOurs(typed: string | null, { baseUrl }: MailSite): string | null {
  const path = typed?.startsWith(`${baseUrl}/`) ? typed.slice(baseUrl.length) : typed
  return path && /^\/(questions|letters)\/[\w-]+[\w/#-]*$/.test(path) ? path : null
}
