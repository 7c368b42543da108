import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { homePages } from './controller.ts'

/** The first page. */
export const homeRoutes = (deps: { readonly clock: Clock }): Router => Router().get('/', homePages(deps).show)
