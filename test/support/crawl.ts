import type { Written } from './every-field.ts'
import { formsIn } from './page-forms.ts'
import type { Person } from './people.ts'
import { type MountedRoute, mountedRoutes } from './routes.ts'
import type { World } from './world.ts'

type Ids = Written['ids']

/** The address of a route with the ids of what was written in the place of its parameters. */
export const realAddressOf = (path: string, ids: Ids): string =>
  path
    .replace(':slug', path.startsWith('/letters') ? ids.letter : slugOf(path, ids))
    .replace(':id', idOf(path, ids))
    .replace(':recipientId', ids.recipient)
    .replace(':contactId', ids.contact)
    .replace(':day', '2026-11-20')
    .replace(':letter', 'leahy-2021')
    .replace(':name', 'reminder')
    .replace(':format', 'csv')
    .replace(/:\w+/g, '0'.repeat(24))

const slugOf = (path: string, ids: Ids): string =>
  path.startsWith('/organizations') ? ids.organization : path.startsWith('/desks') ? 'example' : ids.signatory

function idOf(path: string, ids: Ids): string {
  const [, noun = ''] = path.split('/')
  const known: Readonly<Record<string, string>> = {
    responses: ids.response,
    references: ids.reference,
    intake: ids.intake,
    imports: ids.import,
    people: ids.person
  }
  return known[noun] ?? ids.question
}

/** The address of every page that shows records to people, by the router. */
export const pagesOf = (world: World, { ids }: Written): string[] =>
  mountedRoutes(world)
    .filter(
      ({ method, path, permission }) =>
        method === 'GET' &&
        !['link', 'none'].includes(permission.record) &&
        !/^\/api|\.|:format|files|\*/.test(path)
    )
    .map(({ path }) => realAddressOf(path, ids))

/** A route that takes a form, with the fields that forms of our pages send to it. */
export interface FormRoute extends MountedRoute {
  readonly address: string
  /** As the form would be sent if nothing was typed; empty where no page holds the form. */
  readonly fields: Readonly<Record<string, string>>
}

/** Every route that takes a form, and what is sent to it: the routes by the router, the fields by the pages. */
export async function formRoutes(world: World, person: Person, written: Written): Promise<FormRoute[]> {
  const found = new Map<string, Record<string, string>>()
  for (const page of ['/sign-in-links/new', ...pagesOf(world, written)]) {
    const { text, status } = await person.get(page)
    if (status !== 200) continue
    for (const { method, action, fields } of formsIn(text, page))
      if (method === 'post') {
        const path = action.replace(/[?#].*/, '')
        found.set(path, { ...found.get(path), ...fields })
      }
  }
  return mountedRoutes(world)
    .filter(({ method }) => method !== 'GET')
    .map(route => {
      const address = realAddressOf(route.path, written.ids)
      return { ...route, address, fields: found.get(address) ?? {} }
    })
}
