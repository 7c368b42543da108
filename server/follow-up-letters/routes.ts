import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { followUpLettersController } from './controller.ts'

export function followUpLetterRoutes(deps: { readonly clock: Clock }): Router {
  const followUpLetters = followUpLettersController(deps)
  return Router()
    .get('/letters/:slug/follow-up-letter', followUpLetters.show)
    .get('/letters/:slug/follow-up-letter.txt', followUpLetters.text)
    .get('/letters/:slug/follow-up-letter.docx', followUpLetters.docx)
    .post('/letters/:slug/follow-up-letter', followUpLetters.create)
}
