import { type Response as Answer, type Request, Router } from 'express'
import { Letter } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import type { Clock } from '../clock.ts'
import { paths } from '../paths.ts'
import { recordChange } from '../web/audit-trail.ts'
import { flash } from '../web/flash.ts'
import { render } from '../web/render.ts'
import { loadExamples, removeExamples } from './load.ts'

/** The example letters, for whoever runs the site: what they are, and how they go and come back. */
export const exampleRoutes = ({ clock }: { readonly clock: Clock }): Router =>
  Router()
    .get('/examples', show)
    .post('/examples', async (req, res) => {
      await loadExamples(clock.now())
      recordChange(req, 'example letters', null, 'brought back')
      flash(req, 'success', 'The example letters are back.')
      res.redirect(303, paths.examples())
    })
    .post('/examples/removal', async (req, res) => {
      await removeExamples(clock.now())
      recordChange(req, 'example letters', 'there', 'taken out')
      flash(req, 'success', 'The example letters are taken out. They do not come back by themselves.')
      res.redirect(303, paths.examples())
    })

async function show(_req: Request, res: Answer): Promise<void> {
  render(res, 'examples/show', {
    title: 'Example letters',
    section: 'examples',
    examplesHref: paths.examples(),
    removalHref: paths.examplesRemoval(),
    letters: await Letter.countDocuments({ isExample: true, isMention: false }),
    questions: await Question.countDocuments({ isExample: true })
  })
}
