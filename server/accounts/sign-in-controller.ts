import type { RequestHandler } from 'express'
import { normalEmail, User } from '../../models/user.ts'
import { paths } from '../paths.ts'
import { recordChange } from '../web/audit-trail.ts'
import { readForm } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { viewerOf } from '../web/viewer.ts'
import type { AccountNeeds } from './account-controller.ts'
import { signInForm } from './form.ts'
import { isPassword } from './passwords.ts'
import { returnTo } from './return-to.ts'
import { beginSession, endOwnSession } from './session.ts'
import { signInLimits } from './sign-in-limits.ts'

const page = {
  title: 'Sign in',
  action: paths.signIn(),
  byMail: paths.newSignInLink(),
  needsToken: true,
  hidesSignIn: true,
  unlisted: true
}

/** One sentence for every reason, so that nobody learns which addresses have accounts. */
const refused = { '': 'That e-mail address and password do not belong together.' }

export function signInController({ clock, connection }: AccountNeeds) {
  const limits = signInLimits(connection)

  const showForm: RequestHandler = (req, res) => {
    const to = returnTo(req.query.to)
    if (viewerOf(req).kind === 'signed-in') return res.redirect(303, to)
    render(res, 'accounts/sign-in', { ...page, values: { to }, errors: {} })
  }

  const create: RequestHandler = async (req, res) => {
    const form = readForm(signInForm, req.body)
    if (!form.isValid)
      return renderInvalid(res, 'accounts/sign-in', { ...page, values: form.typed, errors: form.errors })
    const { email, password, to } = form.data
    const account = normalEmail(email)
    await limits.count(account, req.ip ?? '')
    const user = await User.byEmail(account)
    const isRight = await isPassword(password, user?.disabledAt === null ? user.passwordHash : null)
    if (!user || !isRight) {
      if (user) recordChange(req, 'sign-in refused', null, user.email)
      return renderInvalid(res, 'accounts/sign-in', { ...page, values: { email, to }, errors: refused })
    }
    await limits.forget(account)
    await beginSession(req, user, clock)
    res.redirect(303, returnTo(to))
  }

  const destroy: RequestHandler = async (req, res) => {
    await endOwnSession(req)
    // Whoever signs out leaves nothing typed behind; in a session that ran out it waits for its owner's return.
    res.set('Clear-Site-Data', '"storage"')
    res.redirect(303, paths.home())
  }

  return { new: showForm, create, destroy }
}
