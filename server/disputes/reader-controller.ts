import type { Response as Answer, Request } from 'express'
import { isValidObjectId } from 'mongoose'
import { Dispute, type DisputeRecord } from '../../models/dispute.ts'
import type { Clock } from '../clock.ts'
import { NotFound } from '../errors.ts'
import type { MailSite } from '../mail/site.ts'
import { isOurs } from '../mail/subscription-link.ts'
import { paths } from '../paths.ts'
import { concernsDesks, recordChange } from '../web/audit-trail.ts'
import { readForm, typedText } from '../web/forms.ts'
import type { Limit } from '../web/limits.ts'
import { listingOf } from '../web/reader.ts'
import { render, renderInvalid } from '../web/render.ts'
import { noteDispute } from './asking.ts'
import { disputeForm } from './form.ts'
import { presentConfirmation, presentNew } from './present.ts'
import { namedByPage, subjectOf } from './subject.ts'

interface Needs {
  readonly clock: Clock
  readonly site: MailSite
  readonly limit: Limit
}

const choosePage = { title: 'Report what is wrong or missing', unlisted: true, action: paths.newDispute() }

/** What was written is confirmed within this time, or thrown away. */
const CONFIRM_WITHIN_MS = 24 * 60 * 60 * 1000

/** A reader says that the record is wrong, and confirms it by mail. No session, no cookie, and a GET changes nothing. */
export const readerPages = ({ clock, site, limit }: Needs) => ({
  async new(req: Request, res: Answer): Promise<void> {
    const asked = typedText(req.query)
    const { page = '', letter = '', question = null, recipient = null } = asked
    if (!page && !letter && !question)
      return render(res, 'disputes/choose', { ...choosePage, values: {}, errors: {} })
    const listing = await listingOf(req, clock)
    const subject = await subjectOf(page ? namedByPage(page) : { letter, question, recipient }, listing)
    if (!subject)
      return renderInvalid(res, 'disputes/choose', {
        ...choosePage,
        values: { page },
        errors: { page: 'That is no letter and no question of this record. Copy the address of its page.' }
      })
    const values = { kind: '', recipient: subject.recipientId ?? '' }
    render(res, 'disputes/new', { ...presentNew(subject, listing), values, errors: {} })
  },

  async create(req: Request, res: Answer): Promise<void> {
    const listing = await listingOf(req, clock)
    const form = readForm(disputeForm, req.body)
    const { letter = '', question = '', recipient = '' } = typedText(req.body)
    const subject = await subjectOf({ letter, question: question || null, recipient }, listing)
    if (!subject) throw new NotFound('There is no such question or letter here.')
    if (!form.isValid)
      return renderInvalid(res, 'disputes/new', {
        ...presentNew(subject, listing),
        values: form.typed,
        errors: form.errors
      })
    await limit.count(req.ip ?? '')
    concernsDesks(req, [subject.letter.deskId])
    await noteDispute(form.data, subject, clock.now(), site)
    res.redirect(303, paths.disputeAsked())
  },

  async asked(_req: Request, res: Answer): Promise<void> {
    render(res, 'disputes/asked', { title: 'Look into your mailbox', unlisted: true })
  },

  async confirmation(req: Request, res: Answer): Promise<void> {
    const dispute = await disputeAt(req, site, clock.now())
    render(res, 'disputes/confirmation', await presentConfirmation(dispute, await waiting(dispute), req.path))
  },

  /** Hands one report to the desk. A repeated press is no error: the page says where it is. */
  async confirm(req: Request, res: Answer): Promise<void> {
    const dispute = await disputeAt(req, site, clock.now())
    const named = typedText(req.body).report ?? String(dispute._id)
    const all = await waiting(dispute)
    const confirmed = all.find(({ _id }) => String(_id) === named)
    if (confirmed) {
      await Dispute.updateOne(
        { _id: confirmed._id, state: 'asked' },
        { $set: { state: 'open', openedAt: clock.now() } }
      )
      concernsDesks(req, [confirmed.deskId])
      recordChange(req, 'report of a reader', 'written', 'confirmed')
    }
    const left = all.filter(one => one !== confirmed)
    render(res, 'disputes/confirmation', await presentConfirmation(dispute, left, req.path, true))
  }
})

/** The dispute that a signed path names; throws NotFound where the path is not ours or its time is over. */
async function disputeAt(req: Request, site: MailSite, now: Date): Promise<DisputeRecord> {
  const { id } = req.params
  const dispute =
    isValidObjectId(id) && isOurs(site.secrets, req.path, now)
      ? await Dispute.findById(id).lean<DisputeRecord>()
      : null
  if (!dispute)
    throw new NotFound('This link does not work any more. Write the report again: a new link comes at once.')
  return dispute
}

/** All that the owner of the address may confirm: one mail is sent for whatever was written within a quarter of an hour. */
const waiting = ({ address, askedAt }: DisputeRecord): Promise<DisputeRecord[]> =>
  address ? Dispute.waitingFor(address, new Date(askedAt.getTime() - CONFIRM_WITHIN_MS)) : Promise.resolve([])
