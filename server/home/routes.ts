import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { accessibility } from './accessibility.ts'
import { homePages } from './controller.ts'

/** The first page, and the statement of accessibility. */
export const homeRoutes = (deps: { readonly clock: Clock }): Router =>
  Router().get('/', homePages(deps).show).get('/accessibility', accessibility)
