import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { contactsController } from './controller.ts'

export function contactRoutes(deps: { readonly clock: Clock }): Router {
  const contacts = contactsController(deps)
  return Router()
    .get('/letters/:slug/contacts', contacts.index)
    .post('/letters/:slug/contacts', contacts.create)
    .post('/letters/:slug/contacts/:contactId', contacts.publish)
}
