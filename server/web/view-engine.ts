import { join } from 'node:path'
import type { Express } from 'express'
import { create } from 'express-handlebars'
import Handlebars, { type TemplateDelegate } from 'handlebars'
import type { Assets } from './assets.ts'
import { viewHelpers } from './view-helpers.ts'

/** Where pages, layouts and partials lie. */
export const viewsFolder = join(import.meta.dirname, '../../views')

/** Templates are compiled once; handlebars' protection against reading prototypes stays on. */
export function useViews(app: Express, assets: Assets): void {
  const engine = Handlebars.create()
  const handlebars = create({
    handlebars: engine,
    extname: '.hbs',
    layoutsDir: join(viewsFolder, 'layouts'),
    // A noun's own parts are called by their place: `{{> letters/row}}`.
    partialsDir: [join(viewsFolder, 'partials'), viewsFolder],
    defaultLayout: 'main',
    // A part called from an indented line would indent the text typed into its textarea, a little more each time.
    compilerOptions: { preventIndent: true },
    helpers: { ...viewHelpers, asset: assets.href }
  })
  // Looked up and handed over for every page these two hundred would cost as much as the page: registered once,
  // they are found without.
  const readPartials = handlebars.getPartials.bind(handlebars)
  let registered: Promise<void> | undefined
  handlebars.getPartials = async options => {
    registered ??= readPartials(options).then(partials =>
      // Nothing is compiled ahead of time, so each of them is a function.
      engine.registerPartial(partials as Record<string, TemplateDelegate>)
    )
    await registered
    return {}
  }
  app.engine('hbs', handlebars.engine)
  app.set('view engine', 'hbs')
  app.set('views', viewsFolder)
  app.enable('view cache')
}
