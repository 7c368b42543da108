import { Router } from 'express'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { importsController } from './controller.ts'
import { longImports } from './long-imports.ts'

/** Taking over somebody's table: hand it in, say what its columns hold, see what would happen, do it. */
export function importRoutes({ clock, log }: { readonly clock: Clock; readonly log: Log }): Router {
  const imports = importsController(clock, longImports(clock, log))
  return Router()
    .get('/imports/new', imports.new)
    .post('/imports', imports.create)
    .get('/imports/:id', imports.show)
    .post('/imports/:id', imports.update)
    .post('/imports/:id/letters', imports.logLetters)
}
