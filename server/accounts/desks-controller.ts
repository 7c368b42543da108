import type { Request, RequestHandler } from 'express'
import mongoose, { mongo } from 'mongoose'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { restandDesk } from '../../models/restanding.ts'
import { User } from '../../models/user.ts'
import { slugOf } from '../domain/slug.ts'
import { NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { concernsDesks, recordChange } from '../web/audit-trail.ts'
import { flash } from '../web/flash.ts'
import { readForm, typedText } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { mayReadDesk, signedIn } from '../web/viewer.ts'
import { deskForm, hours, zones } from './desk-form.ts'

const view = 'accounts/desk'
const crumbs = [
  { label: 'People', href: paths.people() },
  { label: 'Desks', href: paths.desks() }
]

/** The desks: each with its time zone, the hour of its mail, and the days it is closed. */
export const index: RequestHandler = async (req, res) => {
  const viewer = signedIn(req)
  const isSiteAdmin = viewer.role === 'site-admin'
  const own = isSiteAdmin ? {} : { _id: mongoose.trusted({ $in: [...viewer.desks] }) }
  const desks = await Desk.find(own).sort({ name: 1 }).lean<DeskRecord[]>()
  render(res, 'accounts/desks', {
    title: 'Desks',
    section: 'people',
    breadcrumbs: crumbs.slice(0, 1),
    desks: desks.map(({ slug, name, zone, hour }) => ({ name, zone, hour, href: paths.desk(slug) })),
    newHref: isSiteAdmin ? paths.newDesk() : null
  })
}

const newPage = {
  title: 'New desk',
  section: 'people' as const,
  breadcrumbs: crumbs,
  action: paths.desks(),
  zones,
  hours
}

export const showNew: RequestHandler = (_req, res) =>
  render(res, view, { ...newPage, values: { zone: 'America/New_York', hour: '8', closures: '' }, errors: {} })

/** Whoever makes a desk belongs to it. */
export const create: RequestHandler = async (req, res) => {
  const form = readForm(deskForm, req.body)
  if (!form.isValid) return renderInvalid(res, view, { ...newPage, values: form.typed, errors: form.errors })
  const desk = await made({ ...form.data, slug: slugOf(form.data.name) })
  if (!desk)
    return renderInvalid(res, view, {
      ...newPage,
      values: typedText(req.body),
      errors: { name: 'There is a desk of this name already.' }
    })
  await User.updateOne({ _id: signedIn(req).id }, { $addToSet: { desks: desk._id } })
  recordChange(req, 'desk', null, desk.name)
  flash(req, 'success', `${desk.name} is made, and you belong to it.`)
  res.redirect(303, paths.desks())
}

export const edit: RequestHandler = async (req, res) => {
  const desk = await ownDesk(req)
  const closures = closuresInLines(desk.closures)
  const { name, zone, hour, inaugurationDay } = desk
  render(res, view, {
    ...pageOf(desk),
    values: { name, zone, hour: String(hour), closures, inaugurationDay },
    errors: {}
  })
}

export const update: RequestHandler = async (req, res) => {
  const desk = await ownDesk(req)
  const form = readForm(deskForm, req.body)
  if (!form.isValid)
    return renderInvalid(res, view, { ...pageOf(desk), values: form.typed, errors: form.errors })
  await Desk.updateOne({ _id: desk._id }, { $set: form.data })
  // Which days are business days, and which day it is, decides what the desk's questions copy of their due dates.
  await restandDesk(desk._id)
  for (const field of ['name', 'zone', 'hour', 'inaugurationDay'] as const)
    if (desk[field] !== form.data[field])
      recordChange(req, field, String(desk[field]), String(form.data[field]))
  if (closuresInLines(desk.closures) !== closuresInLines(form.data.closures))
    recordChange(req, 'closed days', closuresInLines(desk.closures), closuresInLines(form.data.closures))
  flash(req, 'success', `${form.data.name} is changed.`)
  res.redirect(303, paths.desks())
}

const pageOf = (desk: DeskRecord) => ({
  ...newPage,
  title: desk.name,
  action: paths.desk(desk.slug),
  remindersHref: paths.deskReminders(desk.slug)
})

async function ownDesk(req: Request): Promise<DeskRecord> {
  const desk = await Desk.findOne({ slug: String(req.params.slug) }).lean<DeskRecord>()
  if (!desk || !mayReadDesk(signedIn(req), String(desk._id)))
    throw new NotFound('There is no such desk of yours.')
  concernsDesks(req, [desk._id])
  return desk
}

const closuresInLines = (closures: DeskRecord['closures']): string =>
  closures.map(({ day, name }) => `${day} ${name}`).join('\n')

/** Null where a desk has the slug already. */
async function made(desk: Pick<DeskRecord, 'slug' | 'name' | 'zone' | 'hour'>) {
  try {
    return await Desk.create(desk)
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === 11000) return null
    throw error
  }
}
