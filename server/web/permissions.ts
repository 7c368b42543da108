import { roles } from '../domain/roles.ts'
import type { Viewer } from './viewer.ts'

/**
 * Least standing a route asks for. `anyone` also where PUBLIC_PAGES is off; `visitor` is everybody while the
 * pages are public and any signed-in person when they are not.
 */
export const standings = ['anyone', 'visitor', ...roles] as const
export type Standing = (typeof standings)[number]

/** Which records a route may touch, beyond the role. The noun's queries apply it; this is what they promise. */
export const recordRules = {
  none: 'no record',
  readable: 'what is public, and what belongs to a desk of the viewer',
  'own desk':
    'only what belongs to a desk of the viewer or is shared with one; a site admin: every desk. Editors of a desk that a letter is shared with may do with it all that its own may, but for what is the keeping desk’s',
  'keeping desk':
    'only what a desk of the viewer keeps, and not what is shared with it; a site admin: every desk',
  own: 'only what is the viewer’s own',
  link: 'only what the secret link in the address was made for',
  directory:
    'the organizations, which all desks share; one that letters of other desks name is changed by a site admin alone',
  any: 'every record'
} as const
export type RecordRule = keyof typeof recordRules

export interface Permission {
  readonly least: Standing
  readonly record: RecordRule
  /** Most bytes of a form that are read. Default 100 kB. */
  readonly body?: string
  /** The form may hold files; see `web/uploads.ts` for how many and how large. */
  readonly files?: boolean
  /**
   * What proves that a form was sent from our own page. `token` (the default) is a secret in the form that the
   * session knows. `origin` is only the browser's own word about where it comes from: for forms of visitors, who
   * have no session to abuse. `none` is for machines that send no cookie, such as one-click unsubscription.
   */
  readonly proof?: 'token' | 'origin' | 'none'
}

/**
 * The written matrix of roles and routes. A route that is not in it cannot be mounted. A role may do what every
 * role before it may.
 */
export const permissions: Readonly<Record<string, Permission>> = {
  'GET /': { least: 'visitor', record: 'readable' },
  'GET /questions': { least: 'visitor', record: 'readable' },
  'GET /questions.:format': { least: 'visitor', record: 'readable' },
  'GET /questions/:id': { least: 'visitor', record: 'readable' },
  'GET /questions/:id/as-of/:day': { least: 'visitor', record: 'readable' },
  'GET /questions/:id/due-dates/:recipientId': { least: 'visitor', record: 'readable' },
  'GET /letters': { least: 'visitor', record: 'readable' },
  'GET /letters.:format': { least: 'visitor', record: 'readable' },
  'GET /letters/:slug': { least: 'visitor', record: 'readable' },
  'GET /organizations': { least: 'visitor', record: 'readable' },
  'GET /organizations.:format': { least: 'visitor', record: 'readable' },
  'GET /organizations/:slug': { least: 'visitor', record: 'readable' },
  'GET /signatories': { least: 'visitor', record: 'readable' },
  'GET /signatories.:format': { least: 'visitor', record: 'readable' },
  'GET /signatories/:slug': { least: 'visitor', record: 'readable' },
  'GET /topics': { least: 'visitor', record: 'readable' },
  'GET /topics.:format': { least: 'visitor', record: 'readable' },
  'GET /topics/:slug': { least: 'visitor', record: 'readable' },

  'GET /accessibility': { least: 'anyone', record: 'none' },
  'GET /search': { least: 'visitor', record: 'readable' },
  'GET /search.:format': { least: 'visitor', record: 'readable' },
  'GET /data': { least: 'visitor', record: 'readable' },
  'GET /data.ndjson': { least: 'visitor', record: 'readable' },
  'GET /sitemap.xml': { least: 'visitor', record: 'readable' },
  'GET /api/v1/openapi.json': { least: 'visitor', record: 'readable' },
  'GET /api/v1/questions': { least: 'visitor', record: 'readable' },
  'GET /api/v1/questions/:id': { least: 'visitor', record: 'readable' },
  'GET /api/v1/letters': { least: 'visitor', record: 'readable' },
  'GET /api/v1/letters/:slug': { least: 'visitor', record: 'readable' },
  'GET /api/v1/organizations': { least: 'visitor', record: 'readable' },
  'GET /api/v1/organizations/:slug': { least: 'visitor', record: 'readable' },
  'GET /api/v1/signatories': { least: 'visitor', record: 'readable' },
  'GET /api/v1/signatories/:slug': { least: 'visitor', record: 'readable' },
  'GET /api/v1/topics': { least: 'visitor', record: 'readable' },
  'GET /api/v1/topics/:slug': { least: 'visitor', record: 'readable' },
  'GET /api/v1/search': { least: 'visitor', record: 'readable' },
  'GET /api/*rest': { least: 'visitor', record: 'readable' },

  'GET /about': { least: 'anyone', record: 'none' },

  'GET /desk': { least: 'reader', record: 'own desk' },
  'GET /letters/:slug/responses/new': { least: 'editor', record: 'own desk' },
  'POST /letters/:slug/responses': { least: 'editor', record: 'own desk', body: '6mb', files: true },
  'GET /reply-readings/:id': { least: 'editor', record: 'own desk' },
  'POST /reply-readings/:id/removal': { least: 'editor', record: 'own desk', body: '10kb' },
  'GET /responses/:id': { least: 'reader', record: 'own desk' },
  'GET /responses/:id/edit': { least: 'editor', record: 'own desk' },
  'POST /responses/:id/edit': { least: 'editor', record: 'own desk', body: '6mb' },
  'GET /responses/:id/files/:sha256': { least: 'reader', record: 'own desk' },
  'POST /responses/:id/publication': { least: 'editor', record: 'keeping desk' },
  'GET /responses/:id/findings': { least: 'editor', record: 'own desk' },
  'POST /responses/:id/findings': { least: 'editor', record: 'own desk', body: '500kb' },
  'GET /letters/:slug/findings': { least: 'reader', record: 'own desk' },
  'POST /letters/:slug/checks': { least: 'editor', record: 'own desk', body: '500kb' },
  'POST /letters/:slug/quiets': { least: 'editor', record: 'own desk', body: '500kb' },
  'POST /letters/:slug/pursuits': { least: 'editor', record: 'own desk', body: '500kb' },
  'POST /letters/:slug/extensions': { least: 'editor', record: 'own desk', body: '500kb' },
  'GET /letters/:slug/publication': { least: 'editor', record: 'keeping desk' },
  'POST /letters/:slug/publication': { least: 'editor', record: 'keeping desk' },
  'POST /letters/:slug/withdrawal': { least: 'editor', record: 'keeping desk' },
  'GET /letters/:slug/topics': { least: 'editor', record: 'own desk' },
  'POST /letters/:slug/topics': { least: 'editor', record: 'own desk', body: '10kb' },
  'GET /letters/:slug/sharing': { least: 'editor', record: 'own desk' },
  'POST /letters/:slug/assignees': { least: 'editor', record: 'own desk', body: '20kb' },
  'POST /letters/:slug/shares': { least: 'editor', record: 'keeping desk', body: '10kb' },
  'POST /letters/:slug/shares/removal': { least: 'editor', record: 'keeping desk', body: '10kb' },
  'GET /letters/:slug/recipients/:recipientId': { least: 'editor', record: 'own desk' },
  'POST /letters/:slug/recipients/:recipientId': { least: 'editor', record: 'own desk' },
  'GET /letters/:slug/contacts': { least: 'reader', record: 'own desk' },
  'POST /letters/:slug/contacts': { least: 'editor', record: 'own desk' },
  'POST /letters/:slug/contacts/:contactId': { least: 'editor', record: 'keeping desk' },
  'GET /questions/:id/chain': { least: 'visitor', record: 'readable' },
  'GET /questions/:id/due-dates/:recipientId/edit': { least: 'editor', record: 'own desk' },
  'POST /questions/:id/due-dates/:recipientId': { least: 'editor', record: 'own desk', body: '10kb' },
  'GET /letters/:slug/lineage': { least: 'editor', record: 'own desk' },
  'POST /questions/:id/re-asks': { least: 'editor', record: 'own desk' },
  'POST /letters/:slug/relations': { least: 'editor', record: 'own desk' },
  'GET /questions/:id/division': { least: 'editor', record: 'own desk' },
  'POST /questions/:id/splits': { least: 'editor', record: 'own desk' },
  'POST /questions/:id/merges': { least: 'editor', record: 'own desk' },
  'POST /questions/:id/numbers': { least: 'editor', record: 'own desk' },
  'GET /letters/:slug/versions': { least: 'visitor', record: 'readable' },
  'POST /letters/:slug/versions': { least: 'editor', record: 'own desk', body: '6mb' },
  'GET /references/:id': { least: 'visitor', record: 'readable' },
  'GET /references/:id/files/:sha256': { least: 'visitor', record: 'readable' },
  'POST /references/:id/files': { least: 'editor', record: 'own desk', files: true },
  'POST /references/:id/files/:sha256/removal': { least: 'editor', record: 'own desk', body: '10kb' },
  'GET /letters/:slug/timeline': { least: 'visitor', record: 'readable' },
  'GET /letters/:slug/versions/new': { least: 'editor', record: 'own desk' },
  'GET /letters/:slug/references/new': { least: 'editor', record: 'own desk' },
  'POST /letters/:slug/references': { least: 'editor', record: 'own desk', body: '6mb', files: true },
  'GET /letters/:slug/follow-up-letter': { least: 'reader', record: 'own desk' },
  'GET /letters/:slug/follow-up-letter.txt': { least: 'reader', record: 'own desk' },
  'GET /letters/:slug/follow-up-letter.docx': { least: 'reader', record: 'own desk' },
  'POST /letters/:slug/follow-up-letter': { least: 'editor', record: 'own desk', body: '1mb' },
  'GET /organizations/:slug/record': { least: 'desk-admin', record: 'directory' },
  'POST /organizations/:slug/record': { least: 'desk-admin', record: 'directory', body: '20kb' },
  'GET /organizations/:slug/merger': { least: 'desk-admin', record: 'directory' },
  'POST /organizations/:slug/merger': { least: 'desk-admin', record: 'directory' },
  'GET /organizations/:slug/outstanding': { least: 'reader', record: 'own desk' },
  'GET /organizations/:slug/outstanding.csv': { least: 'reader', record: 'own desk' },
  'GET /organizations/:slug/outstanding.docx': { least: 'reader', record: 'own desk' },
  'GET /questions/:id/findings/:recipientId': { least: 'reader', record: 'own desk' },
  'POST /questions/:id/findings/:recipientId': { least: 'editor', record: 'own desk' },

  'GET /subscriptions/new': { least: 'visitor', record: 'readable' },
  'POST /subscriptions': { least: 'visitor', record: 'readable', body: '10kb', proof: 'origin' },
  'GET /subscriptions/asked': { least: 'visitor', record: 'none' },
  'GET /subscriptions/:id/confirmation/:until/:signature': { least: 'anyone', record: 'link' },
  'POST /subscriptions/:id/confirmation/:until/:signature': {
    least: 'anyone',
    record: 'link',
    body: '10kb',
    proof: 'none'
  },
  'GET /subscriptions/:id/settings/:signature': { least: 'anyone', record: 'link' },
  'POST /subscriptions/:id/settings/:signature': {
    least: 'anyone',
    record: 'link',
    body: '10kb',
    proof: 'none'
  },
  'GET /stops/:what/:id/:signature': { least: 'anyone', record: 'link' },
  'POST /stops/:what/:id/:signature': { least: 'anyone', record: 'link', body: '10kb', proof: 'none' },
  'GET /mail-links/:act/:letterId/:userId/:until/:signature': { least: 'anyone', record: 'link' },
  'POST /mail-links/:act/:letterId/:userId/:until/:signature': {
    least: 'anyone',
    record: 'link',
    body: '10kb',
    proof: 'none'
  },
  'GET /disputes/new': { least: 'visitor', record: 'readable' },
  'POST /disputes': { least: 'visitor', record: 'readable', body: '50kb', proof: 'origin' },
  'GET /disputes/asked': { least: 'visitor', record: 'none' },
  'GET /disputes/:id/confirmation/:until/:signature': { least: 'anyone', record: 'link' },
  'POST /disputes/:id/confirmation/:until/:signature': {
    least: 'anyone',
    record: 'link',
    body: '10kb',
    proof: 'none'
  },
  'GET /disputes': { least: 'reader', record: 'keeping desk' },
  'GET /disputes/:id': { least: 'reader', record: 'keeping desk' },
  'POST /disputes/:id/closing': { least: 'editor', record: 'keeping desk', body: '20kb' },
  'GET /mail': { least: 'reader', record: 'own desk' },
  'GET /mail/previews/:name': { least: 'desk-admin', record: 'none' },
  'GET /mail/previews/:name/html': { least: 'desk-admin', record: 'none' },

  'GET /questions/:id/reminders': { least: 'reader', record: 'own desk' },
  'POST /questions/:id/reminders': { least: 'reader', record: 'own desk', body: '10kb' },
  'POST /questions/:id/reminders/removal': { least: 'reader', record: 'own desk', body: '10kb' },

  'GET /examples': { least: 'site-admin', record: 'any' },
  'POST /examples': { least: 'site-admin', record: 'any', body: '10kb' },
  'POST /examples/removal': { least: 'site-admin', record: 'any', body: '10kb' },

  'GET /sign-in': { least: 'anyone', record: 'none' },
  'POST /sign-in': { least: 'anyone', record: 'none', body: '10kb' },
  'GET /sign-in-links/new': { least: 'anyone', record: 'none' },
  'POST /sign-in-links': { least: 'anyone', record: 'none', body: '10kb' },
  'GET /sign-in-links/:token': { least: 'anyone', record: 'link' },
  'POST /sign-in-links/:token': { least: 'anyone', record: 'link', body: '10kb' },
  'POST /sign-out': { least: 'anyone', record: 'own', body: '10kb' },
  'GET /first-account/:token': { least: 'anyone', record: 'link' },
  'POST /first-account/:token': { least: 'anyone', record: 'link', body: '10kb' },
  'GET /set-up/:token': { least: 'anyone', record: 'link' },
  'POST /set-up/:token': { least: 'anyone', record: 'link', body: '10kb' },
  'GET /account': { least: 'reader', record: 'own' },
  'POST /account/email': { least: 'reader', record: 'own', body: '10kb' },
  'GET /address-changes/:token': { least: 'reader', record: 'own' },
  'POST /address-changes/:token': { least: 'reader', record: 'own', body: '10kb' },
  'POST /account/password': { least: 'reader', record: 'own', body: '10kb' },
  'POST /account/ended-sessions': { least: 'reader', record: 'own', body: '10kb' },
  'GET /account/calendar': { least: 'reader', record: 'own' },
  'POST /account/calendar': { least: 'reader', record: 'own', body: '10kb' },
  'POST /account/calendar/removal': { least: 'reader', record: 'own', body: '10kb' },
  'GET /calendars/:secret.ics': { least: 'anyone', record: 'link' },
  'GET /audit': { least: 'desk-admin', record: 'own desk' },
  'GET /audit.:format': { least: 'desk-admin', record: 'own desk' },
  'GET /desks': { least: 'desk-admin', record: 'own desk' },
  'GET /desks/new': { least: 'site-admin', record: 'any' },
  'POST /desks': { least: 'site-admin', record: 'any' },
  'GET /desks/:slug': { least: 'desk-admin', record: 'own desk' },
  'POST /desks/:slug': { least: 'desk-admin', record: 'own desk' },
  'GET /operations': { least: 'site-admin', record: 'any' },
  'GET /operations/mail': { least: 'site-admin', record: 'any' },
  'POST /operations/mail/:id/retry': { least: 'site-admin', record: 'any', body: '10kb' },
  'POST /operations/mail/:id/cancellation': { least: 'site-admin', record: 'any', body: '10kb' },
  'GET /operations/holidays': { least: 'desk-admin', record: 'keeping desk' },
  'POST /operations/closures': { least: 'site-admin', record: 'any', body: '10kb' },
  'GET /operations/organizations': { least: 'desk-admin', record: 'directory' },
  'GET /desks/:slug/reminders': { least: 'desk-admin', record: 'own desk' },
  'POST /desks/:slug/reminders': { least: 'desk-admin', record: 'own desk', body: '10kb' },
  'GET /people': { least: 'desk-admin', record: 'own desk' },
  'GET /people/new': { least: 'desk-admin', record: 'own desk' },
  'POST /people': { least: 'desk-admin', record: 'own desk', body: '10kb' },
  'GET /people/:id': { least: 'desk-admin', record: 'own desk' },
  'POST /people/:id': { least: 'desk-admin', record: 'own desk', body: '10kb' },
  'POST /people/:id/set-up-links': { least: 'desk-admin', record: 'own desk', body: '10kb' },
  'POST /people/:id/suspension': { least: 'desk-admin', record: 'own desk', body: '10kb' },
  'POST /people/:id/reinstatement': { least: 'desk-admin', record: 'own desk', body: '10kb' },
  'GET /people/:id/hand-over': { least: 'desk-admin', record: 'keeping desk' },
  'POST /people/:id/hand-over': { least: 'desk-admin', record: 'keeping desk', body: '10kb' },
  'POST /people/:id/ended-sessions': { least: 'desk-admin', record: 'own desk', body: '10kb' },

  'GET /intake': { least: 'editor', record: 'own desk' },
  'GET /intake/new': { least: 'editor', record: 'own desk' },
  'POST /intake': { least: 'editor', record: 'own desk', body: '20mb', files: true },
  'GET /intake/:id': { least: 'editor', record: 'own desk' },
  'POST /intake/:id': { least: 'editor', record: 'own desk', body: '2mb' },
  'POST /intake/:id/questions': { least: 'editor', record: 'own desk', body: '2mb' },
  'POST /intake/:id/splits': { least: 'editor', record: 'own desk', body: '2mb' },
  'POST /intake/:id/merges': { least: 'editor', record: 'own desk', body: '2mb' },
  'POST /intake/:id/moves': { least: 'editor', record: 'own desk', body: '2mb' },
  'POST /intake/:id/drops': { least: 'editor', record: 'own desk', body: '2mb' },
  'POST /intake/:id/restorations': { least: 'editor', record: 'own desk', body: '2mb' },
  'POST /intake/:id/confirmation': { least: 'editor', record: 'own desk', body: '2mb' },
  'POST /intake/:id/removal': { least: 'editor', record: 'own desk', body: '2mb' },
  'POST /intake/:id/readings': { least: 'editor', record: 'own desk', body: '2mb' },
  'GET /intake/:id/differences/:letter': { least: 'editor', record: 'own desk' },
  'POST /intake/:id/versions': { least: 'editor', record: 'own desk' },
  'GET /intake/:id/files/:sha256': { least: 'editor', record: 'own desk' },
  'GET /imports/new': { least: 'editor', record: 'own desk' },
  'POST /imports': { least: 'editor', record: 'own desk', files: true },
  'GET /imports/:id': { least: 'editor', record: 'own desk' },
  'POST /imports/:id': { least: 'editor', record: 'own desk' },
  'POST /imports/:id/letters': { least: 'editor', record: 'own desk' },
  'GET /members.json': { least: 'editor', record: 'none' },

  'GET /robots.txt': { least: 'anyone', record: 'none' },
  'GET /.well-known/security.txt': { least: 'anyone', record: 'none' },
  'GET /healthz': { least: 'anyone', record: 'none' },
  'GET /readyz': { least: 'anyone', record: 'none' },
  'GET /metrics': { least: 'anyone', record: 'none' }
}

/** Whether a viewer's role reaches a route. Records are another matter: see the row's record rule. */
export function isAdmitted(viewer: Viewer, least: Standing, isSitePublic: boolean): boolean {
  if (least === 'anyone' || (least === 'visitor' && isSitePublic)) return true
  if (viewer.kind === 'visitor') return false
  return standings.indexOf(viewer.role) >= standings.indexOf(least)
}
