import type { Request, RequestHandler } from 'express'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Token } from '../../models/token.ts'
import { User } from '../../models/user.ts'
import { slugOf } from '../domain/slug.ts'
import { Gone } from '../errors.ts'
import { paths } from '../paths.ts'
import { recordChange } from '../web/audit-trail.ts'
import { flash } from '../web/flash.ts'
import { readForm } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import type { AccountNeeds } from './account-controller.ts'
import { firstAccountForm } from './form.ts'
import { hashPassword, passwordFault } from './passwords.ts'
import { beginSession } from './session.ts'

const view = 'accounts/first-account'
const over =
  'This link has been used, has ended, or was replaced by a newer one. The newest is printed at each start.'

/** Makes the first account of a new site. Opening the link changes nothing; sending its form uses it up. */
export function firstAccountController({ clock }: AccountNeeds) {
  const showForm: RequestHandler = async (req, res) => {
    await assertUsable(secretOf(req), clock.now())
    render(res, view, { ...(await pageOf(secretOf(req))), values: {}, errors: {} })
  }

  const create: RequestHandler = async (req, res) => {
    const secret = secretOf(req)
    await assertUsable(secret, clock.now())
    const page = await pageOf(secret)
    const form = readForm(firstAccountForm, req.body)
    if (!form.isValid) return renderInvalid(res, view, { ...page, values: form.typed, errors: form.errors })
    const { name, email, password, desk } = form.data
    const errors = await faultsOf(form.data, page.asksForDesk)
    if (Object.keys(errors).length > 0)
      return renderInvalid(res, view, { ...page, values: { name, email, desk }, errors })
    const passwordHash = await hashPassword(password)
    if (!(await Token.consume('first_account', secret, clock.now()))) throw new Gone(over)
    const desks = [(await firstDesk(desk))._id]
    const user = await User.create({
      name,
      email,
      role: 'site-admin',
      desks,
      passwordHash,
      createdAt: clock.now()
    })
    recordChange(req, 'account', null, `${email}, site-admin`)
    await beginSession(req, user, clock)
    flash(req, 'success', 'Your account is made. You are the site’s admin; add your colleagues next.')
    res.redirect(303, paths.myDesk())
  }

  return { new: showForm, create }
}

const secretOf = (req: Request): string => String(req.params.token)

async function assertUsable(secret: string, now: Date): Promise<void> {
  const isUsable = (await Token.usable('first_account', secret, now)) && !(await User.exists({}))
  if (!isUsable) throw new Gone(over)
}

async function pageOf(secret: string) {
  const desk = await joinedDesk()
  return {
    title: 'Make the first account',
    action: paths.firstAccount(secret),
    asksForDesk: desk === null,
    deskName: desk?.name ?? '',
    needsToken: true,
    hidesSignIn: true,
    unlisted: true
  }
}

async function faultsOf(
  { name, email, password, desk }: { name: string; email: string; password: string; desk: string },
  asksForDesk: boolean
): Promise<Record<string, string>> {
  const fault = await passwordFault(password, [name, email])
  return {
    ...(fault && { password: fault }),
    ...(asksForDesk &&
      slugOf(desk) === '' && { desk: 'Name your desk, for example after the office it serves.' })
  }
}

/** The desk that the first account joins: the examples' own, else the oldest there is. */
const joinedDesk = async (): Promise<DeskRecord | null> =>
  (await Desk.findOne({ slug: 'example' }).lean()) ?? (await Desk.findOne().sort({ _id: 1 }).lean())

const firstDesk = async (name: string): Promise<DeskRecord> =>
  (await joinedDesk()) ?? (await Desk.create({ name, slug: slugOf(name) }))
