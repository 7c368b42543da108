import { join } from 'node:path'
import type { Express } from 'express'
import { ExpressHandlebars } from 'express-handlebars'
import Handlebars, { type TemplateDelegate } from 'handlebars'
import type { Assets } from './assets.ts'
import { viewHelpers } from './view-helpers.ts'

/** Where pages, layouts and partials lie. */
export const viewsFolder = join(import.meta.dirname, '../../views')

/** Templates are compiled once; handlebars' protection against reading prototypes stays on. */
export function useViews(app: Express, assets: Assets): void {
  const engine = Handlebars.create()
  const helpers = { ...viewHelpers, asset: assets.href }
  engine.registerHelper(helpers)
  const handlebars = new RegisteredViews({
    handlebars: engine,
    extname: '.hbs',
    layoutsDir: join(viewsFolder, 'layouts'),
    // A noun's own parts are called by their place: `{{> letters/row}}`.
    partialsDir: [join(viewsFolder, 'partials'), viewsFolder],
    defaultLayout: 'main',
    // A part called from an indented line would indent the text typed into its textarea, a little more each time.
    // And as every helper is known beforehand, a field's name is looked for among the fields alone.
    compilerOptions: { preventIndent: true, knownHelpersOnly: true, knownHelpers: namesOf(helpers) }
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

/** Renders with the helpers and parts of its engine: handed over with each page, they would be copied for it. */
class RegisteredViews extends ExpressHandlebars {
  override _renderTemplate(
    template: TemplateDelegate,
    context: unknown,
    { data }: { data?: unknown } = {}
  ): string {
    return template(context, { data }).trim()
  }
}

const namesOf = (helpers: object): Record<string, true> =>
  Object.fromEntries(Object.keys(helpers).map(name => [name, true as const]))
