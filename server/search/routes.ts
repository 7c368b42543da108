import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { searchPages } from './controller.ts'

/** Search by words over questions, letters, replies, references and names. */
export const searchRoutes = (deps: { readonly clock: Clock }): Router =>
  Router().get('/search', searchPages(deps).show)
