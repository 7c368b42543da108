import { Router } from 'express'
import { type AccountNeeds, accountController } from './account-controller.ts'
import { addressChangeController } from './address-change-controller.ts'
import * as audit from './audit-controller.ts'
import * as desks from './desks-controller.ts'
import { firstAccountController } from './first-account-controller.ts'
import { handOverController } from './hand-over-controller.ts'
import { peopleController } from './people-controller.ts'
import { setUpController } from './set-up-controller.ts'
import { signInController } from './sign-in-controller.ts'
import { signInLinkController } from './sign-in-link-controller.ts'

/** Signing in and out, the links that make and open an account, and a person's own account. */
export function accountRoutes(needs: AccountNeeds): Router {
  const signIn = signInController(needs)
  const signInLink = signInLinkController(needs)
  const firstAccount = firstAccountController(needs)
  const setUp = setUpController(needs)
  const account = accountController(needs)
  const addressChange = addressChangeController(needs)
  const people = peopleController(needs)
  const handOver = handOverController(needs)
  return Router()
    .get('/sign-in', signIn.new)
    .post('/sign-in', signIn.create)
    .post('/sign-out', signIn.destroy)
    .get('/sign-in-links/new', signInLink.new)
    .post('/sign-in-links', signInLink.create)
    .get('/sign-in-links/:token', signInLink.show)
    .post('/sign-in-links/:token', signInLink.use)
    .get('/first-account/:token', firstAccount.new)
    .post('/first-account/:token', firstAccount.create)
    .get('/set-up/:token', setUp.edit)
    .post('/set-up/:token', setUp.update)
    .get('/account', account.show)
    .post('/account/email', account.updateEmail)
    .get('/address-changes/:token', addressChange.show)
    .post('/address-changes/:token', addressChange.use)
    .post('/account/password', account.updatePassword)
    .post('/account/ended-sessions', account.endSession)
    .get('/people', people.index)
    .get('/people/new', people.new)
    .post('/people', people.create)
    .get('/people/:id', people.edit)
    .post('/people/:id', people.update)
    .get('/people/:id/hand-over', handOver.show)
    .post('/people/:id/hand-over', handOver.create)
    .post('/people/:id/set-up-links', people.createLink)
    .post('/people/:id/suspension', people.suspend)
    .post('/people/:id/reinstatement', people.reinstate)
    .post('/people/:id/ended-sessions', people.endSessions)
    .get('/desks', desks.index)
    .get('/desks/new', desks.showNew)
    .post('/desks', desks.create)
    .get('/desks/:slug', desks.edit)
    .post('/desks/:slug', desks.update)
    .get('/audit', audit.index)
    .get('/audit.:format', audit.file)
}
