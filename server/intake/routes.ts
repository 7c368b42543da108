import { Router } from 'express'
import { type IntakeNeeds, intakeController } from './controller.ts'

/** From a pasted text or a file to a letter: hand in, review, confirm. */
export const intakeRoutes = (needs: IntakeNeeds): Router => {
  const intake = intakeController(needs)
  return Router()
    .get('/intake', intake.index)
    .get('/intake/new', intake.new)
    .post('/intake', intake.create)
    .get('/intake/:id', intake.show)
    .post('/intake/:id', intake.update)
    .post('/intake/:id/questions', intake.addQuestion)
    .post('/intake/:id/splits', intake.split)
    .post('/intake/:id/merges', intake.merge)
    .post('/intake/:id/moves', intake.move)
    .post('/intake/:id/drops', intake.drop)
    .post('/intake/:id/restorations', intake.restore)
    .post('/intake/:id/confirmation', intake.confirm)
    .post('/intake/:id/removal', intake.remove)
    .get('/members.json', intake.members)
}
