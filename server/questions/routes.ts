import { Router } from 'express'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { questionPages } from './controller.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Pick<Config, 'BASE_URL'>
}

/** Questions as every reader sees them. */
export const questionRoutes = (deps: Needs): Router => {
  const questions = questionPages(deps)
  return Router()
    .get('/questions', questions.index)
    .get('/questions.:format', questions.file)
    .get('/questions/:id', questions.show)
    .get('/questions/:id/as-of/:day', questions.asOf)
    .get('/questions/:id/due-dates/:recipientId', questions.dueDate)
}
