import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { findingsController } from './controller.ts'
import { judgingController } from './judging-controller.ts'

export function findingRoutes(deps: { readonly clock: Clock }): Router {
  const judging = judgingController(deps)
  const findings = findingsController(deps)
  return Router()
    .get('/responses/:id/findings', judging.show)
    .post('/responses/:id/findings', judging.create)
    .get('/letters/:slug/findings', findings.index)
    .post('/letters/:slug/checks', findings.check)
    .post('/letters/:slug/quiets', findings.quiet)
    .post('/letters/:slug/pursuits', findings.pursue)
    .post('/letters/:slug/extensions', findings.extend)
    .get('/questions/:id/findings/:recipientId', findings.show)
    .post('/questions/:id/findings/:recipientId', findings.judge)
}
