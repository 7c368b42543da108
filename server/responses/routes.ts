import { Router } from 'express'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { responsesController } from './controller.ts'
import { replyReading } from './reading.ts'

export function responseRoutes({ clock, log }: { readonly clock: Clock; readonly log: Log }): Router {
  const responses = responsesController({ clock, reading: replyReading(log) })
  return Router()
    .get('/letters/:slug/responses/new', responses.new)
    .post('/letters/:slug/responses', responses.create)
    .get('/reply-readings/:id', responses.showReading)
    .post('/reply-readings/:id/removal', responses.dropReading)
    .get('/responses/:id', responses.show)
    .get('/responses/:id/edit', responses.edit)
    .post('/responses/:id/edit', responses.update)
    .post('/responses/:id/publication', responses.publish)
    .get('/responses/:id/files/:sha256', responses.file)
}
