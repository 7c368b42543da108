import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { timelinesController } from './controller.ts'

export function timelineRoutes(deps: { readonly clock: Clock }): Router {
  const timelines = timelinesController(deps)
  return Router().get('/letters/:slug/timeline', timelines.show)
}
