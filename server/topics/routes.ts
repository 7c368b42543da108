import { Router } from 'express'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { topicPages } from './controller.ts'
import { letterTopics } from './letter-topics.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Pick<Config, 'BASE_URL'>
}

/** Topics: what was asked about each; and which topics a letter has. */
export const topicRoutes = (deps: Needs): Router => {
  const topics = topicPages(deps)
  const ofLetter = letterTopics(deps)
  return Router()
    .get('/topics', topics.index)
    .get('/topics.:format', topics.file)
    .get('/topics/:slug', topics.show)
    .get('/letters/:slug/topics', ofLetter.edit)
    .post('/letters/:slug/topics', ofLetter.update)
}
