import { join } from 'node:path'
import type { Express } from 'express'
import { create } from 'express-handlebars'
import type { Assets } from './assets.ts'
import { viewHelpers } from './view-helpers.ts'

/** Where pages, layouts and partials lie. */
export const viewsFolder = join(import.meta.dirname, '../../views')

/** Templates are compiled once; handlebars' protection against reading prototypes stays on. */
export function useViews(app: Express, assets: Assets): void {
  const handlebars = create({
    extname: '.hbs',
    layoutsDir: join(viewsFolder, 'layouts'),
    // A noun's own parts are called by their place: `{{> letters/row}}`.
    partialsDir: [join(viewsFolder, 'partials'), viewsFolder],
    defaultLayout: 'main',
    // A part called from an indented line would indent the text typed into its textarea, a little more each time.
    compilerOptions: { preventIndent: true },
    helpers: { ...viewHelpers, asset: assets.href }
  })
  // Looked up for every page these two hundred would cost more than the page itself.
  const readPartials = handlebars.getPartials.bind(handlebars)
  let partials: ReturnType<typeof readPartials> | undefined
  handlebars.getPartials = options => {
    partials ??= readPartials(options)
    return partials
  }
  app.engine('hbs', handlebars.engine)
  app.set('view engine', 'hbs')
  app.set('views', viewsFolder)
  app.enable('view cache')
}
