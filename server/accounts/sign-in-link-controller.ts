import { randomBytes } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import { Token, type TokenRecord } from '../../models/token.ts'
import { User } from '../../models/user.ts'
import { Gone, TooMany } from '../errors.ts'
import { mailSite } from '../mail/site.ts'
import { paths } from '../paths.ts'
import { readForm } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import type { AccountNeeds } from './account-controller.ts'
import { signInLinkForm } from './form.ts'
import { returnTo } from './return-to.ts'
import { beginSession } from './session.ts'
import { mailLimits } from './sign-in-limits.ts'
import { browserOf, mailSignInLink, SIGN_IN_MINUTES } from './sign-in-mailing.ts'

const frame = { needsToken: true, hidesSignIn: true, unlisted: true }
const page = { ...frame, title: 'Sign in by mail', action: paths.signInLinks() }
const over = 'This link has been used, has ended, or was replaced by a newer one. Ask for another.'

/** Signing in by a link in a mail. Only the browser that asked can use it, and opening it changes nothing. */
export function signInLinkController({ clock, config, connection, log, secrets }: AccountNeeds) {
  const limits = mailLimits(connection)
  const site = mailSite(config, secrets)

  const showNew: RequestHandler = (req, res) =>
    render(res, 'accounts/new-sign-in-link', { ...page, values: { to: returnTo(req.query.to) }, errors: {} })

  /** The same page at once for every address, so that nobody learns which have accounts. */
  const create: RequestHandler = async (req, res) => {
    const form = readForm(signInLinkForm, req.body)
    if (!form.isValid)
      return renderInvalid(res, 'accounts/new-sign-in-link', {
        ...page,
        values: form.typed,
        errors: form.errors
      })
    const { email } = form.data
    req.session.linkNonce ??= randomBytes(32).toString('base64url')
    const asked = { email, to: returnTo(form.data.to), nonce: req.session.linkNonce }
    if (await isWithin(limits, email, req.ip ?? ''))
      mailSignInLink(asked, clock.now(), site).catch((error: unknown) =>
        log.error({ err: error }, 'a link to sign in could not be queued')
      )
    render(res, 'accounts/sign-in-link-sent', {
      ...frame,
      title: 'Look into your mailbox',
      email,
      minutes: SIGN_IN_MINUTES
    })
  }

  const show: RequestHandler = async (req, res) => {
    const secret = String(req.params.token)
    await usable(req, secret, clock.now())
    render(res, 'accounts/sign-in-link', { ...frame, title: 'Sign in', action: paths.signInLink(secret) })
  }

  const use: RequestHandler = async (req, res) => {
    const secret = String(req.params.token)
    await usable(req, secret, clock.now())
    const token = await Token.consume('sign_in', secret, clock.now())
    const user = token && (await User.findOne({ _id: token.userId, disabledAt: null }).lean())
    if (!user) throw new Gone(over)
    await beginSession(req, user, clock)
    res.redirect(303, returnTo(token.about.to))
  }

  return { new: showNew, create, show, use }
}

/** The link's token, for the browser that asked for it. Another browser is told no more than that it is another. */
async function usable(req: Request, secret: string, now: Date): Promise<TokenRecord> {
  const token = await Token.usable('sign_in', secret, now)
  if (!token) throw new Gone(over)
  if (!req.session.linkNonce || browserOf(req.session.linkNonce) !== token.about.browser)
    throw new Gone(
      'This link works in the browser that asked for it. Open it there, or ask for another here.'
    )
  return token
}

async function isWithin(
  limits: ReturnType<typeof mailLimits>,
  email: string,
  address: string
): Promise<boolean> {
  try {
    await limits.count(email, address)
    return true
  } catch (error) {
    if (error instanceof TooMany) return false
    throw error
  }
}
