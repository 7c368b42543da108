import type { Request, Response } from 'express'
import type { FieldErrors } from '../errors.ts'
import { paths } from '../paths.ts'
import { tokenFor } from './csrf.ts'
import { takeFlashes } from './flash.ts'
import { type MenuEntry, type Section, sections, staffMenuOf } from './navigation.ts'
import { type Viewer, viewerOf } from './viewer.ts'

/** What every page says about itself, beside what its view shows. */
export interface Page {
  /** The `<title>` without the site's name, and what a link to the page is called. */
  readonly title: string
  /** Which entry of the navigation is the current one. */
  readonly section?: Section
  /** From the home page down to the page above this one. */
  readonly breadcrumbs?: readonly Breadcrumb[]
  /** One sentence for search engines and previews. */
  readonly description?: string
  /** Where the same list is an Atom feed. */
  readonly feed?: string
  /** Set where a visitor's page holds a form that needs a session: sign-in, set-up. */
  readonly needsToken?: boolean
  /** Set where a link to sign in would lead back to the page itself. */
  readonly hidesSignIn?: boolean
  /** Asks search engines to leave the page alone. */
  readonly unlisted?: boolean
}

export interface Breadcrumb {
  readonly label: string
  readonly href: string
}

/** Answers with a page. `view` is `<noun>/<name>` under `views`; the model holds plain values only. */
export function render<Model extends Page>(res: Response, view: string, page: Model): void {
  const viewer = viewerOf(res.req)
  if (page.needsToken) res.set('Cache-Control', 'no-store')
  res.render(view, { ...page, layout: 'main', ...frameOf(res.req, viewer, page) })
}

/** What a form's view gets: what was typed, and what is wrong with it. */
export interface FormState<Values> {
  readonly values: Values
  readonly errors: FieldErrors
}

/** Answers a form that cannot be accepted: the page again with what was typed, and status 422. */
export function renderInvalid<Model extends Page & FormState<unknown>>(
  res: Response,
  view: string,
  page: Model
): void {
  res.status(422)
  render(res, view, { ...page, title: `Error: ${page.title}`, errorList: errorListOf(page.errors) })
}

/** The links of the error summary; a message under '' belongs to no field. */
const errorListOf = (errors: FieldErrors): readonly { field: string; message: string }[] =>
  Object.entries(errors).map(([field, message]) => ({ field, message }))

/** What the layout shows around a page. */
function frameOf(req: Request, viewer: Viewer, page: Page) {
  const isSignedIn = viewer.kind === 'signed-in'
  const current = ({ name, label, href }: MenuEntry) => ({
    label,
    href: href(),
    isCurrent: name === page.section
  })
  return {
    navigation: sections.map(current),
    viewer: isSignedIn ? viewer : null,
    staffMenu: isSignedIn ? staffMenuOf(viewer).map(current) : [],
    csrf: isSignedIn || page.needsToken ? tokenFor(req) : null,
    flashes: takeFlashes(req),
    canonical: page.unlisted || isSignedIn ? null : addressOf(req),
    here
  }
}

/** The one address of a page under the site's own name: a filter, a sort or a page of a list is the same list. */
const addressOf = ({ app, originalUrl }: Request): string =>
  app.locals.baseUrl + (originalUrl.split('?')[0] ?? '')

/** Addresses that the layout and the error pages link to. */
const here = {
  home: paths.home(),
  search: paths.search(),
  signIn: paths.signIn(),
  signOut: paths.signOut(),
  corrections: `${paths.about()}#corrections`,
  dispute: paths.newDispute(),
  licence: `${paths.about()}#licence`
}
