import type { Request, RequestHandler, Response } from 'express'
import mongoose, { type Connection } from 'mongoose'
import { Desk } from '../../models/desk.ts'
import { endSession, endSessionsOf, sessionsOf } from '../../models/session.ts'
import { User, type UserRecord } from '../../models/user.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { FieldErrors } from '../errors.ts'
import type { Log } from '../log.ts'
import { mailSite } from '../mail/site.ts'
import { paths } from '../paths.ts'
import type { Secrets } from '../secrets.ts'
import { recordChange } from '../web/audit-trail.ts'
import { flash } from '../web/flash.ts'
import { readForm } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { signedIn } from '../web/viewer.ts'
import { mailNewAddress } from './address-mailing.ts'
import { changedEmailForm, changedPasswordForm, endedSessionForm } from './form.ts'
import { hashPassword, passwordFault } from './passwords.ts'
import { sessionRow } from './present.ts'
import { isProven } from './proof.ts'
import { ownSessionId, renewSession } from './session.ts'
import { mailLimits, signInLimits } from './sign-in-limits.ts'

/** What the account pages need from the process they run in. */
export interface AccountNeeds {
  readonly config: Config
  readonly clock: Clock
  readonly connection: Connection
  readonly log: Log
  readonly secrets: Secrets
}

/** A person's own account: who they are here, their password, and where they are signed in. */
export function accountController({ clock, config, connection, secrets }: AccountNeeds) {
  const limits = signInLimits(connection)
  const mails = mailLimits(connection)
  const site = mailSite(config, secrets)

  const show: RequestHandler = async (req, res) =>
    render(res, 'accounts/show', { ...(await pageOf(req)), values: {}, errors: {} })

  const updatePassword: RequestHandler = async (req, res) => {
    const viewer = signedIn(req)
    const form = readForm(changedPasswordForm, req.body)
    if (!form.isValid) return showAgain(req, res, form.errors)
    await limits.count(viewer.email, req.ip ?? '')
    const user = await User.findById(viewer.id).lean()
    if (!(await isProven(req, user, form.data.current, clock)))
      return showAgain(req, res, { current: notProven(user) })
    const fault = await passwordFault(form.data.password, [viewer.name, viewer.email])
    if (fault) return showAgain(req, res, { password: fault })
    await limits.forget(viewer.email)
    await User.updateOne(
      { _id: viewer.id },
      { $set: { passwordHash: await hashPassword(form.data.password) } }
    )
    recordChange(req, 'password', user?.passwordHash ? 'set' : 'none', 'set anew')
    await endSessionsOf(viewer.id)
    await renewSession(req, clock)
    flash(req, 'success', 'Your password is changed. Everywhere else you were signed in, you no longer are.')
    res.redirect(303, paths.account())
  }

  /** The address is who one is here: the password is asked for again, and the new mailbox has to confirm. */
  const updateEmail: RequestHandler = async (req, res) => {
    const viewer = signedIn(req)
    const form = readForm(changedEmailForm, req.body)
    if (!form.isValid) return showAgain(req, res, form.errors, form.typed)
    const { email, proof } = form.data
    await limits.count(viewer.email, req.ip ?? '')
    const user = await User.findById(viewer.id).lean()
    if (!user || !(await isProven(req, user, proof, clock)))
      return showAgain(req, res, { proof: notProven(user) }, { email })
    if (email === viewer.email)
      return showAgain(req, res, { email: 'That is the address you have.' }, { email })
    await limits.forget(viewer.email)
    await renewSession(req, clock)
    await mails.count(email, req.ip ?? '')
    // Said the same for an address that another account has: nobody learns which do.
    await mailNewAddress(user, email, clock.now(), site)
    recordChange(req, 'e-mail address asked for', viewer.email, email)
    flash(
      req,
      'info',
      `Look into the mailbox of ${email}: a link there changes your address, within 24 hours.`
    )
    res.redirect(303, paths.account())
  }

  const endOne: RequestHandler = async (req, res) => {
    const viewer = signedIn(req)
    const form = readForm(endedSessionForm, req.body)
    if (!form.isValid) return showAgain(req, res, form.errors)
    if (form.data.session === 'others') await endSessionsOf(viewer.id, ownSessionId(req))
    else await endSession(viewer.id, form.data.session)
    recordChange(req, 'session', form.data.session === 'others' ? 'all others' : 'one', 'ended')
    flash(req, 'success', 'Signed out there.')
    res.redirect(303, paths.account())
  }

  return { show, updatePassword, updateEmail, endSession: endOne }
}

const notProven = (user: Pick<UserRecord, 'passwordHash'> | null): string =>
  user?.passwordHash
    ? 'That is not the password you have now.'
    : 'You have no password and signed in a while ago. Sign in by a link once more, then change it.'

async function showAgain(
  req: Request,
  res: Response,
  errors: FieldErrors,
  values: object = {}
): Promise<void> {
  renderInvalid(res, 'accounts/show', { ...(await pageOf(req)), values, errors })
}

async function pageOf(req: Request) {
  const viewer = signedIn(req)
  const desks = await Desk.find({ _id: mongoose.trusted({ $in: viewer.desks }) }).lean()
  const sessions = await sessionsOf(viewer.id)
  const user = await User.findById(viewer.id).select({ passwordHash: 1 }).lean()
  const own = ownSessionId(req)
  return {
    title: 'Your account',
    section: 'account' as const,
    person: {
      name: viewer.name,
      email: viewer.email,
      role: viewer.role,
      desks: desks.map(({ name }) => name)
    },
    sessions: sessions.map(session => sessionRow(session, own)),
    hasOthers: sessions.length > 1,
    hasPassword: user?.passwordHash != null,
    calendarHref: paths.ownCalendar(),
    actions: { password: paths.password(), email: paths.ownEmail(), endedSessions: paths.endedSessions() }
  }
}
