import type { Response as Answer, Request } from 'express'
import { trusted } from 'mongoose'
import { changeLetter } from '../../models/changing.ts'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { User, type UserRecord } from '../../models/user.ts'
import type { Clock } from '../clock.ts'
import type { FieldErrors } from '../errors.ts'
import { paths } from '../paths.ts'
import { concernsDesks } from '../web/audit-trail.ts'
import { editableLetter, keptLetter, type LetterAtDesk, occasionOf } from '../web/desk-records.ts'
import { flash } from '../web/flash.ts'
import { readForm } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { mayEditDesk, viewerOf } from '../web/viewer.ts'
import { assigneesForm, shareForm } from './form.ts'

/** Who works on a letter: the people who are reminded of it, and the desks that may edit it beside its own. */
export const sharingController = ({ clock }: { readonly clock: Clock }) => ({
  async show(req: Request, res: Answer): Promise<void> {
    render(res, 'sharing/show', await pageOf(req, await editableLetter(req), {}))
  },

  async assign(req: Request, res: Answer): Promise<void> {
    const found = await editableLetter(req)
    const { letter, desk } = found
    const form = readForm(assigneesForm, req.body)
    const staff = await staffOf(found)
    const chosen = staff.filter(({ _id }) => form.isValid && form.data.people.includes(String(_id)))
    if (!form.isValid || chosen.length < new Set(form.data.people).size)
      return renderInvalid(
        res,
        'sharing/show',
        await pageOf(req, found, { people: 'Choose from the people of the letter’s desks.' })
      )
    await changeLetter(
      letter,
      {
        set: { assignees: chosen.map(({ _id }) => _id) },
        what: 'assigned',
        from: namesOf(letter.assignees.map(String), staff),
        to: namesOf(
          chosen.map(({ _id }) => String(_id)),
          staff
        ),
        because: null
      },
      occasionOf(req, desk, clock)
    )
    flash(
      req,
      'success',
      chosen.length > 0
        ? `${chosen.map(({ name }) => name).join(', ')}: reminders of this letter go to nobody else.`
        : 'Nobody is assigned: reminders go to the editors of the desk that keeps it.'
    )
    res.redirect(303, paths.sharing(letter.slug))
  },

  async share(req: Request, res: Answer): Promise<void> {
    const found = await keptLetter(req)
    const { letter, desk } = found
    const other = await otherDesk(req, found)
    if (!other || letter.sharedWith.some(id => id.equals(other._id)))
      return renderInvalid(
        res,
        'sharing/show',
        await pageOf(req, found, { desk: 'Choose a desk that does not have the letter yet.' })
      )
    concernsDesks(req, [other._id])
    await changeLetter(
      letter,
      { push: { sharedWith: other._id }, what: 'shared', from: null, to: other.name, because: null },
      occasionOf(req, desk, clock)
    )
    flash(req, 'success', `${other.name} can work on the letter now. It stays yours to publish and to share.`)
    res.redirect(303, paths.sharing(letter.slug))
  },

  /** Who is assigned from the other desk, and belongs to none that keeps the letter, is not any more. */
  async unshare(req: Request, res: Answer): Promise<void> {
    const found = await keptLetter(req)
    const { letter, desk } = found
    const other = await otherDesk(req, found)
    if (!other || !letter.sharedWith.some(id => id.equals(other._id)))
      return renderInvalid(
        res,
        'sharing/show',
        await pageOf(req, found, { desk: 'The letter is not shared with that desk.' })
      )
    concernsDesks(req, [other._id])
    const sharedWith = letter.sharedWith.filter(id => !id.equals(other._id))
    const left = new Set(
      (await staffOf({ ...found, letter: { ...letter, sharedWith } })).map(({ _id }) => String(_id))
    )
    await changeLetter(
      letter,
      {
        set: { sharedWith, assignees: letter.assignees.filter(id => left.has(String(id))) },
        what: 'shared',
        from: other.name,
        to: null,
        because: null
      },
      occasionOf(req, desk, clock)
    )
    flash(req, 'success', `${other.name} does not work on the letter any more. What it did stays on record.`)
    res.redirect(303, paths.sharing(letter.slug))
  }
})

async function otherDesk(req: Request, { desk }: LetterAtDesk): Promise<DeskRecord | null> {
  const form = readForm(shareForm, req.body)
  return form.isValid
    ? Desk.findOne({ slug: form.data.desk, _id: trusted({ $ne: desk._id }) }).lean<DeskRecord>()
    : null
}

/** Who can be assigned: everybody but readers, at the desk that keeps the letter and those it is shared with. */
const staffOf = ({ letter }: LetterAtDesk): Promise<UserRecord[]> =>
  User.find({
    desks: trusted({ $in: [letter.deskId, ...letter.sharedWith] }),
    role: trusted({ $ne: 'reader' }),
    disabledAt: null
  })
    .sort({ name: 1, _id: 1 })
    .lean<UserRecord[]>()

const namesOf = (ids: readonly string[], staff: readonly UserRecord[]): string | null =>
  staff
    .filter(({ _id }) => ids.includes(String(_id)))
    .map(({ name }) => name)
    .join(', ') || null

async function pageOf(req: Request, found: LetterAtDesk, errors: FieldErrors) {
  const { letter, desk } = found
  const desks = await Desk.find({ _id: trusted({ $ne: desk._id }) })
    .sort({ name: 1 })
    .lean<DeskRecord[]>()
  const isShared = ({ _id }: DeskRecord) => letter.sharedWith.some(id => id.equals(_id))
  const staff = await staffOf(found)
  return {
    title: 'Who works on it',
    section: 'desk' as const,
    breadcrumbs: [{ label: letter.subject, href: paths.letter(letter.slug) }],
    desk: desk.name,
    mayShare: mayEditDesk(viewerOf(req), String(desk._id)),
    people: staff.map(({ _id, name, desks: of }) => ({
      value: String(_id),
      label: name,
      hint: [desk, ...desks]
        .filter(one => of.some(id => id.equals(one._id)))
        .map(one => one.name)
        .join(', '),
      isSelected: letter.assignees.some(id => id.equals(_id))
    })),
    shared: desks.filter(isShared).map(({ slug, name }) => ({ slug, name })),
    others: desks.filter(one => !isShared(one)).map(({ slug, name }) => ({ value: slug, label: name })),
    actions: {
      assignees: paths.assignees(letter.slug),
      shares: paths.shares(letter.slug),
      removal: paths.shareRemoval(letter.slug)
    },
    values: {},
    errors
  }
}
