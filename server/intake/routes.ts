import { Router } from 'express'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { intakeController } from './controller.ts'
import { fileReading } from './file-reading.ts'
import { reviewActs } from './review.ts'
import { versionActs } from './versions.ts'

/** From a pasted text or a file to a letter: hand in, review, confirm. */
export function intakeRoutes({ clock, log }: { readonly clock: Clock; readonly log: Log }): Router {
  const intake = intakeController(clock, fileReading(log))
  const review = reviewActs(clock)
  const versions = versionActs(clock)
  return Router()
    .get('/intake', intake.index)
    .get('/intake/new', intake.new)
    .post('/intake', intake.create)
    .get('/intake/:id', intake.show)
    .post('/intake/:id', review.save)
    .post('/intake/:id/questions', review.addQuestion)
    .post('/intake/:id/splits', review.split)
    .post('/intake/:id/merges', review.merge)
    .post('/intake/:id/moves', review.move)
    .post('/intake/:id/drops', review.drop)
    .post('/intake/:id/restorations', review.restore)
    .post('/intake/:id/confirmation', review.confirm)
    .post('/intake/:id/readings', intake.readAgain)
    .post('/intake/:id/removal', intake.remove)
    .get('/intake/:id/files/:sha256', intake.file)
    .get('/intake/:id/differences/:letter', versions.differences)
    .post('/intake/:id/versions', versions.keep)
    .get('/members.json', intake.members)
}
