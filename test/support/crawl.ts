import assert from 'node:assert/strict'
import { Letter } from '../../models/letter.ts'
import { Organization } from '../../models/organization.ts'
import { Response } from '../../models/response.ts'
import { isLongForm } from './attack.ts'
import { type Written, writeEveryField } from './every-field.ts'
import { formsIn } from './page-forms.ts'
import type { Person } from './people.ts'
import { questionsOf } from './replied-letter.ts'
import { type MountedRoute, mountedRoutes } from './routes.ts'
import type { World } from './world.ts'

type Ids = Written['ids']

/** Records to ask for by their ids: in the long form one of everything, in the short one those of an example letter. */
export async function someRecords(person: Person): Promise<Pick<Written, 'ids'>> {
  if (isLongForm) return writeEveryField(person, (_name, _most, plain) => plain ?? '')
  const letter = await Letter.atSlug('leahy-2021')
  const [question] = letter ? await questionsOf(letter) : []
  const response = await Response.findOne({}).orFail().lean()
  assert.ok(letter && question, 'the example letters are loaded')
  const [recipient] = letter.recipients
  const office = await Organization.findById(recipient?.organizationId).orFail().lean()
  const none = '0'.repeat(24)
  return {
    ids: {
      letter: letter.slug,
      question: String(question._id),
      recipient: String(recipient?._id),
      response: String(response._id),
      reference: none,
      intake: none,
      import: none,
      person: String(person.user._id),
      organization: office.slug,
      signatory: letter.signatories[0]?.slug ?? '',
      contact: none
    }
  }
}

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
export const pagesOf = (world: World, { ids }: Pick<Written, 'ids'>): string[] =>
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
export async function formRoutes(
  world: World,
  person: Person,
  written: Pick<Written, 'ids'>
): Promise<FormRoute[]> {
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
