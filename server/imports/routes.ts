import { Router } from 'express'
import type { Clock } from '../clock.ts'
import { importsController } from './controller.ts'

/** Taking over somebody's table: hand it in, say what its columns hold, see what would happen, do it. */
export function importRoutes({ clock }: { readonly clock: Clock }): Router {
  const imports = importsController(clock)
  return Router()
    .get('/imports/new', imports.new)
    .post('/imports', imports.create)
    .get('/imports/:id', imports.show)
    .post('/imports/:id', imports.update)
    .post('/imports/:id/letters', imports.logLetters)
}
