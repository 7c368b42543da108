import type { Request, RequestHandler, Response } from 'express'
import mongoose, { mongo } from 'mongoose'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { endSessionsOf } from '../../models/session.ts'
import { Token } from '../../models/token.ts'
import { User, type UserRecord, userIdOf } from '../../models/user.ts'
import { roleLabels } from '../domain/roles.ts'
import { Forbidden, NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { concernsDesks, recordChange } from '../web/audit-trail.ts'
import { flash } from '../web/flash.ts'
import { readForm } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { type SignedIn, signedIn } from '../web/viewer.ts'
import type { AccountNeeds } from './account-controller.ts'
import { SET_UP_HOURS } from './first-account.ts'
import { newPersonForm, personForm } from './form.ts'
import { heldBy, holdsNothing } from './handing-over.ts'
import { mayManage, rolesToGive } from './may-manage.ts'
import { personRow } from './present.ts'

const crumbs = [{ label: 'People', href: paths.people() }]
const taken = { email: 'There is an account of this address already.' }
const lastAdmin = { role: 'This is the site’s last admin. Make somebody else one first.' }

/** The people of the viewer's desks: added by an admin, given links to set their password, and let go. */
export function peopleController({ clock, config }: AccountNeeds) {
  const index: RequestHandler = async (req, res) => {
    const viewer = signedIn(req)
    const desks = await desksOf(viewer)
    const seen =
      viewer.role === 'site-admin' ? {} : { desks: mongoose.trusted({ $in: desks.map(({ _id }) => _id) }) }
    const people = await User.find(seen).sort({ name: 1, _id: 1 }).lean()
    render(res, 'accounts/people', {
      title: 'People',
      section: 'people',
      people: people.map(user => ({
        ...personRow(user, desks, mayManage(viewer, user)),
        handOverHref:
          user.role !== 'site-admin' || viewer.role === 'site-admin' ? paths.handOver(String(user._id)) : null
      })),
      newHref: paths.newPerson(),
      desksHref: paths.desks()
    })
  }

  const showNew: RequestHandler = async (req, res) =>
    render(res, 'accounts/new-person', { ...(await newPageOf(req)), values: { role: 'editor' }, errors: {} })

  const create: RequestHandler = async (req, res) => {
    const viewer = signedIn(req)
    const page = await newPageOf(req)
    const form = readForm(newPersonForm, req.body)
    const again = (values: object, errors: Record<string, string>) =>
      renderInvalid(res, 'accounts/new-person', { ...page, values, errors })
    if (!form.isValid) return again(form.typed, form.errors)
    const desk = page.desks.find(({ value }) => value === form.data.desk)
    if (!desk) return again(form.data, { desk: 'Choose one of your desks.' })
    if (!rolesToGive(viewer).includes(form.data.role))
      return again(form.data, { role: 'Choose one of the roles.' })
    const { name, email, role } = form.data
    const user = await added({ name, email, role, desks: [desk.value] })
    if (!user) return again(form.data, taken)
    recordChange(req, 'account', null, `${email}, ${role}, ${desk.label}`)
    res.status(201)
    await showLink(res, user)
  }

  /** Null where another account has the address, also one that was made in the same moment. */
  const added = async (person: {
    name: string
    email: string
    role: UserRecord['role']
    desks: string[]
  }) => {
    try {
      return await User.create({ ...person, createdAt: clock.now() })
    } catch (error) {
      if (error instanceof mongo.MongoServerError && error.code === 11000) return null
      throw error
    }
  }

  const edit: RequestHandler = async (req, res) => {
    const { user, page } = await managed(req)
    render(res, 'accounts/person', { ...page, values: { name: user.name, role: user.role }, errors: {} })
  }

  const update: RequestHandler = async (req, res) => {
    const { viewer, user, page } = await managed(req)
    const form = readForm(personForm, req.body)
    const again = (values: object, errors: Record<string, string>) =>
      renderInvalid(res, 'accounts/person', { ...page, values, errors })
    if (!form.isValid) return again(form.typed, form.errors)
    const { name, role, desks } = form.data
    if (!rolesToGive(viewer).includes(role)) return again(form.data, { role: 'Choose one of the roles.' })
    if (!desks.every(id => page.desks.some(({ value }) => value === id)))
      return again(form.data, { desks: 'Choose from your desks.' })
    if (role !== 'site-admin' && (await isLastAdmin(user))) return again(form.data, lastAdmin)
    if (await holdsWhatIsLeft(user, desks))
      return again(form.data, { desks: 'They hold letters or reminders there. Hand them over first, below.' })
    await User.updateOne({ _id: user._id }, { $set: { name, role, desks } })
    if (name !== user.name) recordChange(req, 'name', user.name, name)
    if (role !== user.role) recordChange(req, 'role', user.role, role)
    recordChange(req, 'desks', user.desks.map(String).join(', '), desks.join(', '))
    flash(req, 'success', `${name} is changed.`)
    res.redirect(303, paths.people())
  }

  const createLink: RequestHandler = async (req, res) => {
    const { user } = await managed(req)
    recordChange(req, 'link to set a password', null, `for ${user.name}`)
    res.status(201)
    await showLink(res, user)
  }

  const suspend: RequestHandler = async (req, res) => {
    const { viewer, user } = await managed(req)
    if (viewer.id === String(user._id)) throw new Forbidden('Nobody can shut themselves out.')
    await User.updateOne({ _id: user._id }, { $set: { disabledAt: clock.now() } })
    recordChange(req, `account of ${user.name}`, user.disabledAt ? 'suspended' : 'active', 'suspended')
    await endSessionsOf(String(user._id))
    // Links on their way would open the account again if it is ever reinstated.
    await Token.deleteMany({ userId: user._id })
    flash(req, 'success', `${user.name} can no longer sign in and gets no mail. What they did stays theirs.`)
    res.redirect(303, paths.people())
  }

  const reinstate: RequestHandler = async (req, res) => {
    const { user } = await managed(req)
    await User.updateOne({ _id: user._id }, { $set: { disabledAt: null } })
    recordChange(req, `account of ${user.name}`, user.disabledAt ? 'suspended' : 'active', 'active')
    flash(req, 'success', `${user.name} can sign in again.`)
    res.redirect(303, paths.people())
  }

  const endSessions: RequestHandler = async (req, res) => {
    const { user } = await managed(req)
    await endSessionsOf(String(user._id))
    recordChange(req, `sessions of ${user.name}`, null, 'all ended')
    flash(req, 'success', `${user.name} is signed out everywhere.`)
    res.redirect(303, paths.people())
  }

  /** The link stands on this page only: it is kept as a hash and cannot be shown again. */
  const showLink = async (res: Response, user: UserRecord): Promise<void> => {
    const made = { kind: 'set_up', userId: user._id, now: clock.now(), lastsHours: SET_UP_HOURS } as const
    const { secret, expiresAt } = await Token.issue(made)
    render(res, 'accounts/link', {
      title: 'A link to set a password',
      section: 'people',
      breadcrumbs: crumbs,
      name: user.name,
      url: `${config.BASE_URL}${paths.setUp(secret)}`,
      expiresAt
    })
  }

  return { index, new: showNew, create, edit, update, createLink, suspend, reinstate, endSessions }
}

/** The account at the address, where the viewer may change it. */
async function managed(req: Request) {
  const viewer = signedIn(req)
  const user = await User.findById(userIdOf(String(req.params.id))).lean()
  if (!user || !mayManage(viewer, user)) throw new NotFound('There is no such account that you may change.')
  concernsDesks(req, user.desks)
  const [desks, id] = [await desksOf(viewer), String(user._id)]
  const page = {
    title: user.name,
    section: 'people' as const,
    breadcrumbs: crumbs,
    person: personRow(user, desks, true),
    isSelf: viewer.id === id,
    roles: roleChoices(viewer),
    desks: desks.map(desk => ({
      ...deskChoice(desk),
      isSelected: user.desks.some(of => of.equals(desk._id))
    })),
    action: paths.person(id),
    actions: {
      links: paths.setUpLinks(id),
      handOver: paths.handOver(id),
      suspension: paths.suspension(id),
      reinstatement: paths.reinstatement(id),
      endedSessions: paths.personSessions(id)
    }
  }
  return { viewer, user, page }
}

async function newPageOf(req: Request) {
  const viewer = signedIn(req)
  return {
    title: 'Add a person',
    section: 'people' as const,
    breadcrumbs: crumbs,
    action: paths.people(),
    roles: roleChoices(viewer),
    desks: (await desksOf(viewer)).map(deskChoice)
  }
}

/** The desks somebody may put people at. */
const desksOf = (viewer: SignedIn): Promise<DeskRecord[]> =>
  Desk.find(viewer.role === 'site-admin' ? {} : { _id: mongoose.trusted({ $in: [...viewer.desks] }) })
    .sort({ name: 1 })
    .lean<DeskRecord[]>()

const deskChoice = ({ _id, name }: DeskRecord) => ({ value: String(_id), label: name })
const roleChoices = (viewer: SignedIn) =>
  rolesToGive(viewer).map(role => ({ value: role, label: roleLabels[role] }))

/** Whether a desk that somebody would belong to no longer has given them something to do. */
async function holdsWhatIsLeft(user: UserRecord, kept: readonly string[]): Promise<boolean> {
  const left = user.desks.filter(id => !kept.includes(String(id)))
  const desks = await Desk.find({ _id: mongoose.trusted({ $in: left }) }).lean<DeskRecord[]>()
  const held = await Promise.all(desks.map(desk => heldBy(user, desk)))
  return held.some(one => !holdsNothing(one))
}

const isLastAdmin = async ({ _id, role }: UserRecord): Promise<boolean> =>
  role === 'site-admin' &&
  !(await User.exists({ _id: mongoose.trusted({ $ne: _id }), role: 'site-admin', disabledAt: null }))
