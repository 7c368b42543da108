import { Router } from 'express'
import { render } from './render.ts'

/** What this record is, how to have it corrected, and on what terms it may be used. */
export const aboutRoutes = Router().get('/about', (_req, res) =>
  render(res, 'about/show', {
    title: 'About this record',
    description:
      'What is recorded here and by whom, how to have it corrected, and on what terms it may be used.'
  })
)
