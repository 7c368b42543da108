import type { Request, RequestHandler } from 'express'
import { mongo, trusted } from 'mongoose'
import { endSessionsOf } from '../../models/session.ts'
import { Token, type TokenRecord } from '../../models/token.ts'
import { User, type UserRecord } from '../../models/user.ts'
import { Conflict, Gone } from '../errors.ts'
import { mailSite } from '../mail/site.ts'
import { paths } from '../paths.ts'
import { recordChange } from '../web/audit-trail.ts'
import { flash } from '../web/flash.ts'
import { render } from '../web/render.ts'
import { signedIn } from '../web/viewer.ts'
import type { AccountNeeds } from './account-controller.ts'
import { mailOldAddress } from './address-mailing.ts'
import { ownSessionId } from './session.ts'

const over =
  'This link has been used, has ended, or was replaced by a newer one. Ask for another on your account.'

/** The link in the mail to a new address. Opening it changes nothing; it works for the person who asked and no other. */
export function addressChangeController({ clock, config, secrets }: AccountNeeds) {
  const site = mailSite(config, secrets)

  const show: RequestHandler = async (req, res) => {
    const { about } = await usable(req, clock.now())
    render(res, 'accounts/address-change', {
      title: 'Confirm your new address',
      section: 'account',
      unlisted: true,
      action: paths.addressChange(String(req.params.token)),
      email: about.email,
      former: signedIn(req).email
    })
  }

  const use: RequestHandler = async (req, res) => {
    const viewer = signedIn(req)
    await usable(req, clock.now())
    const token = await Token.consume('address_change', String(req.params.token), clock.now())
    const email = token?.about.email
    if (!email) throw new Gone(over)
    await changeAddress(viewer.id, email)
    recordChange(req, 'e-mail address', viewer.email, email)
    await endSessionsOf(viewer.id, ownSessionId(req))
    await Token.deleteMany({ userId: token.userId, kind: trusted({ $in: ['sign_in', 'set_up'] }) })
    await mailOldAddress(
      { name: viewer.name, address: viewer.email, newAddress: email },
      viewer.id,
      clock.now(),
      site
    )
    flash(req, 'success', `You sign in as ${email} from now on, and your mail goes there.`)
    res.redirect(303, paths.account())
  }

  return { show, use }
}

/** The link's token, for the person who asked for it and is signed in. */
async function usable(req: Request, now: Date): Promise<TokenRecord> {
  const token = await Token.usable('address_change', String(req.params.token), now)
  if (!token || String(token.userId) !== signedIn(req).id) throw new Gone(over)
  return token
}

async function changeAddress(id: UserRecord['_id'] | string, email: string): Promise<void> {
  try {
    await User.updateOne({ _id: id }, { $set: { email } })
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === 11000)
      throw new Conflict('That address cannot be used. Nothing was changed.')
    throw error
  }
}
