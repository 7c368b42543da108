import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { questionPages } from './controller.ts'

/** Questions as every reader sees them. */
export const questionRoutes = (deps: { readonly clock: Clock }): Router => {
  const questions = questionPages(deps)
  return Router().get('/questions', questions.index).get('/questions/:id', questions.show)
}
