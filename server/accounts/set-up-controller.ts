import type { Request, RequestHandler } from 'express'
import { endSessionsOf } from '../../models/session.ts'
import { Token } from '../../models/token.ts'
import { User, type UserRecord } from '../../models/user.ts'
import { Gone } from '../errors.ts'
import { paths } from '../paths.ts'
import { recordChange } from '../web/audit-trail.ts'
import { flash } from '../web/flash.ts'
import { readForm } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import type { AccountNeeds } from './account-controller.ts'
import { newPasswordForm } from './form.ts'
import { hashPassword, passwordFault } from './passwords.ts'
import { beginSession } from './session.ts'

const view = 'accounts/set-up'
const over =
  'This link has been used, has ended, or was replaced by a newer one. Ask your desk’s admin for another.'

/** Sets a person's password by the link they were given. Opening it changes nothing; sending its form uses it up. */
export function setUpController({ clock }: AccountNeeds) {
  const edit: RequestHandler = async (req, res) => {
    const user = await userOf(secretOf(req), clock.now())
    render(res, view, { ...pageOf(secretOf(req), user), values: {}, errors: {} })
  }

  const update: RequestHandler = async (req, res) => {
    const secret = secretOf(req)
    const user = await userOf(secret, clock.now())
    const page = pageOf(secret, user)
    const form = readForm(newPasswordForm, req.body)
    if (!form.isValid) return renderInvalid(res, view, { ...page, values: {}, errors: form.errors })
    const fault = await passwordFault(form.data.password, [user.name, user.email])
    if (fault) return renderInvalid(res, view, { ...page, values: {}, errors: { password: fault } })
    const passwordHash = await hashPassword(form.data.password)
    if (!(await Token.consume('set_up', secret, clock.now()))) throw new Gone(over)
    await User.updateOne({ _id: user._id }, { $set: { passwordHash } })
    recordChange(req, 'password', user.passwordHash ? 'set' : 'none', 'set by a link')
    await endSessionsOf(String(user._id))
    await beginSession(req, user, clock)
    flash(req, 'success', 'Your password is set and you are signed in.')
    res.redirect(303, paths.myDesk())
  }

  return { edit, update }
}

const secretOf = (req: Request): string => String(req.params.token)

async function userOf(secret: string, now: Date): Promise<UserRecord> {
  const token = await Token.usable('set_up', secret, now)
  const user = token && (await User.findOne({ _id: token.userId, disabledAt: null }).lean())
  if (!user) throw new Gone(over)
  return user
}

const pageOf = (secret: string, { name, email }: UserRecord) => ({
  title: 'Choose your password',
  action: paths.setUp(secret),
  name,
  email,
  needsToken: true,
  hidesSignIn: true,
  unlisted: true
})
