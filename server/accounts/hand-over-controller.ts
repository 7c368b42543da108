import type { Request, RequestHandler } from 'express'
import { trusted } from 'mongoose'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { User, type UserRecord, userIdOf } from '../../models/user.ts'
import { type FieldErrors, NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { concernsDesks, recordChange } from '../web/audit-trail.ts'
import { occasionOf } from '../web/desk-records.ts'
import { flash } from '../web/flash.ts'
import { readForm, typedText } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { type SignedIn, signedIn } from '../web/viewer.ts'
import type { AccountNeeds } from './account-controller.ts'
import { handOverForm } from './form.ts'
import { handOver, heldBy, holdsNothing, leaveDesk, successorsOf } from './handing-over.ts'

/** Handing over what somebody holds at a desk, because they leave it or only because somebody else takes it on. */
export function handOverController({ clock }: AccountNeeds) {
  const show: RequestHandler = async (req, res) => {
    const found = await personAt(req)
    render(res, 'accounts/hand-over', { ...(await pageOf(found)), values: {}, errors: {} })
  }

  const create: RequestHandler = async (req, res) => {
    const found = await personAt(req)
    const { viewer, person, desks } = found
    const form = readForm(handOverForm, req.body)
    const again = async (errors: FieldErrors) =>
      renderInvalid(res, 'accounts/hand-over', {
        ...(await pageOf(found)),
        values: typedText(req.body),
        errors
      })
    if (!form.isValid) return again(form.errors)
    const desk = desks.find(({ slug }) => slug === form.data.desk)
    if (!desk) return again({ desk: 'Choose one of your desks.' })
    const field = `to-${desk.slug}`
    const { leaves } = form.data
    if (leaves && viewer.id === String(person._id))
      return again({ [field]: 'Nobody can take themselves out. Ask another admin.' })
    const held = await heldBy(person, desk)
    const successor = (await successorsOf(person, desk)).find(({ _id }) => String(_id) === form.data.to)
    if (!successor && !holdsNothing(held)) return again({ [field]: 'Choose who takes over.' })
    if (!successor && !leaves) return again({ [field]: 'There is nothing to hand over.' })
    concernsDesks(req, [desk._id])
    if (successor) {
      const given = await handOver(person, successor, desk, occasionOf(req, desk, clock))
      recordChange(req, `what is held at ${desk.name}`, person.name, `${successor.name}: ${inWords(given)}`)
    }
    const left = leaves ? await leaveDesk(person, desk, clock.now()) : null
    if (left) recordChange(req, 'desk', desk.name, left === 'account' ? 'left, account ended' : 'left')
    flash(req, 'success', saidOf(person, successor ?? null, left))
    res.redirect(303, left ? paths.people() : paths.handOver(String(person._id)))
  }

  return { show, create }
}

interface Found {
  readonly viewer: SignedIn
  readonly person: UserRecord
  /** Those of the person's desks that the viewer administers. */
  readonly desks: readonly DeskRecord[]
}

/**
 * A desk admin takes anybody out of their own desk but a site admin; what the person has at other desks is not
 * theirs to touch, and stays.
 */
async function personAt(req: Request): Promise<Found> {
  const viewer = signedIn(req)
  const person = await User.findById(userIdOf(String(req.params.id))).lean<UserRecord>()
  const isManaged = person && (viewer.role === 'site-admin' || person.role !== 'site-admin')
  const own = isManaged
    ? person.desks.filter(id => viewer.role === 'site-admin' || viewer.desks.includes(String(id)))
    : []
  const desks = await Desk.find({ _id: trusted({ $in: own }) })
    .sort({ name: 1 })
    .lean<DeskRecord[]>()
  if (!person || desks.length === 0) throw new NotFound('There is no such person at your desks.')
  return { viewer, person, desks }
}

async function pageOf({ viewer, person, desks }: Found) {
  const id = String(person._id)
  return {
    title: `Hand over from ${person.name}`,
    section: 'people' as const,
    breadcrumbs: [{ label: 'People', href: paths.people() }],
    name: person.name,
    isSelf: viewer.id === id,
    action: paths.handOver(id),
    desks: await Promise.all(
      desks.map(async desk => {
        const held = await heldBy(person, desk)
        const successors = await successorsOf(person, desk)
        return {
          slug: desk.slug,
          name: desk.name,
          field: `to-${desk.slug}`,
          held: holdsNothing(held) ? null : inWords(held),
          isLast: person.role !== 'site-admin' && person.desks.length === 1,
          people: successors.map(({ _id, name }) => ({ value: String(_id), label: name }))
        }
      })
    )
  }
}

const counted = (count: number, noun: string): string[] =>
  count === 0 ? [] : [`${count} ${noun}${count === 1 ? '' : 's'}`]

const inWords = ({ letters, reminders, isSecond }: Awaited<ReturnType<typeof heldBy>>): string =>
  [
    ...counted(letters, 'assigned letter'),
    ...counted(reminders, 'personal reminder'),
    ...(isSecond ? ['the copies of what is long overdue'] : [])
  ].join(', ') || 'nothing'

function saidOf({ name }: UserRecord, successor: UserRecord | null, left: 'desk' | 'account' | null): string {
  const given = successor ? `What ${name} held is ${successor.name}’s now.` : ''
  const gone =
    left === 'account'
      ? `${name} can no longer sign in and gets no mail. What they did stays theirs.`
      : left === 'desk'
        ? `${name} belongs to the desk no longer.`
        : ''
  return `${given} ${gone}`.trim()
}
