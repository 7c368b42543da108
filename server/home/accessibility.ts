import type { Request, Response } from 'express'
import { render } from '../web/render.ts'

/** What the pages are built to, and what is known to fall short. */
export const accessibility = (_req: Request, res: Response): void =>
  render(res, 'pages/accessibility', {
    title: 'Accessibility',
    description: 'What the pages of this record are built to, and what is known to fall short.'
  })
