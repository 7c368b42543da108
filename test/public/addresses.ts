import { Dispute } from '../../models/dispute.ts'
import { Subscription } from '../../models/subscription.ts'
import { Token } from '../../models/token.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { disputeConfirmationPath } from '../../server/mail/dispute-link.ts'
import { mailLinkPath } from '../../server/mail/mail-link.ts'
import { stopPath } from '../../server/mail/stop-link.ts'
import { confirmationPath, settingsPath } from '../../server/mail/subscription-link.ts'
import type { Standing } from '../../server/web/permissions.ts'
import { type Written, writeEveryField } from '../support/every-field.ts'
import type { Person } from '../support/people.ts'
import { mountedRoutes } from '../support/routes.ts'
import type { World } from '../support/world.ts'

/** A page that people read: its route, an address of it that shows a record, and who at least may open it. */
export interface PageAddress {
  readonly route: string
  readonly address: string
  readonly least: Standing
}

/** Addresses of files and of what machines ask for: no pages. */
const isFile = (route: string): boolean =>
  /^\/api|\.|:format|\/files\/|\*|^\/(healthz|readyz|metrics)$/.test(route)

/** Routes that show no page of the site to whoever asks for them like this. */
const passing: readonly string[] = [
  // Stands for a moment only, while a file is read; the page of an intake shows the same.
  '/reply-readings/:id',
  // Compares a pasted letter with one that it looks like; its own test pastes one twice.
  '/intake/:id/differences/:letter',
  // A mail as mailboxes show it, in a frame.
  '/mail/previews/:name/html'
]

/** Writes one of everything and gives an address for every page of the router; throws for one that it does not know. */
export async function everyPage(world: World, person: Person): Promise<PageAddress[]> {
  await loadExamples(world.clock.now())
  const written = await writeEveryField(person, (_name, _most, plain) => plain ?? '')
  const links = await secretAddresses(world, person, written)
  return mountedRoutes(world)
    .filter(({ method, path }) => method === 'GET' && !isFile(path) && !passing.includes(path))
    .flatMap(({ path, permission }) => {
      const address = links[path] ?? addressIn(path, written)
      if (!address.includes(':')) return [{ route: path, address, least: permission.least }]
      // Of what a secret link opens, some can be opened by one browser or in one moment only.
      if (/:(token|signature)$/.test(path)) return []
      throw new Error(`test/public/addresses.ts knows no address for ${path}.`)
    })
}

/** Parameters mean another record under each noun. */
function addressIn(path: string, { ids }: Written): string {
  const noun = path.split('/')[1] ?? ''
  const slugs: Readonly<Record<string, string>> = {
    letters: ids.letter,
    organizations: ids.organization,
    signatories: ids.signatory,
    topics: 'firearms-exports',
    desks: 'example'
  }
  const recordIds: Readonly<Record<string, string>> = {
    questions: ids.question,
    responses: ids.response,
    references: ids.reference,
    intake: ids.intake,
    imports: ids.import,
    people: ids.person
  }
  return (needing[path] ?? path)
    .replace(':slug', slugs[noun] ?? ':slug')
    .replace(':id', recordIds[noun] ?? ':id')
    .replace(':recipientId', ids.recipient)
    .replace(':day', '2026-11-20')
    .replace(':letter', 'leahy-2021')
    .replace(':name', 'reminder')
}

/** Pages that show something only when they are asked for it. */
const needing: Readonly<Record<string, string>> = {
  '/search': '/search?q=firearms',
  '/questions': '/questions?answer=unanswered&sort=asked',
  '/subscriptions/new': '/subscriptions/new?topic=firearms-exports',
  '/disputes/new': '/disputes/new?letter=leahy-2021'
}

/** What is reached by a link in a mail, or needs a report of a reader. */
async function secretAddresses(
  world: World,
  person: Person,
  { letter }: Written
): Promise<Readonly<Record<string, string>>> {
  const { secrets, clock } = world
  const now = clock.now()
  const asked = {
    address: 'reader@example.org',
    filter: 'topic=firearms-exports',
    askedAt: now,
    coveredUntil: now
  }
  const subscription = await Subscription.create({ ...asked, speed: 'weekly' })
  const id = String(subscription._id)
  const dispute = await Dispute.create({
    deskId: letter.deskId,
    letterId: letter._id,
    kind: 'missing_reply',
    said: 'A reply came in May.',
    address: 'reader@example.org',
    state: 'open',
    askedAt: now,
    openedAt: now
  })
  const setUp = await Token.issue({ kind: 'set_up', userId: person.user._id, now, lastsHours: 1 })
  return {
    '/subscriptions/:id/confirmation/:until/:signature': confirmationPath(secrets, id, now),
    '/subscriptions/:id/settings/:signature': settingsPath(secrets, id),
    '/stops/:what/:id/:signature': stopPath(secrets, { what: 'subscription', id }),
    '/mail-links/:act/:letterId/:userId/:until/:signature': mailLinkPath(secrets, {
      act: 'still-nothing',
      letterId: String(letter._id),
      userId: String(person.user._id),
      until: '2026-12-31'
    }),
    '/disputes/:id/confirmation/:until/:signature': disputeConfirmationPath(
      secrets,
      String(dispute._id),
      now
    ),
    '/disputes/:id': `/disputes/${String(dispute._id)}`,
    '/set-up/:token': `/set-up/${setUp.secret}`
  }
}
