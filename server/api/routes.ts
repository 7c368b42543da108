import { Router } from 'express'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { apiAnswers } from './controller.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Pick<Config, 'BASE_URL'>
}

/** What machines read: the API, the full export, the sitemap; and the page that explains them. */
export const apiRoutes = (deps: Needs): Router => {
  const api = apiAnswers(deps)
  return Router()
    .get('/data', api.dictionary)
    .get('/data.ndjson', api.everything)
    .get('/sitemap.xml', api.sitemap)
    .get('/api/v1/openapi.json', api.document)
    .get('/api/v1/questions', api.questions)
    .get('/api/v1/questions/:id', api.question)
    .get('/api/v1/letters', api.letters)
    .get('/api/v1/letters/:slug', api.letter)
    .get('/api/v1/organizations', api.organizations)
    .get('/api/v1/organizations/:slug', api.organization)
    .get('/api/v1/signatories', api.signatories)
    .get('/api/v1/signatories/:slug', api.signatory)
    .get('/api/v1/topics', api.topics)
    .get('/api/v1/topics/:slug', api.topic)
    .get('/api/v1/search', api.search)
    .get('/api/*rest', api.nothing)
}
