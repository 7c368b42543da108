import type { AuditedChange, AuditRecord } from '../../models/audit.ts'
import type { DeskRecord } from '../../models/desk.ts'
import type { SessionRecord } from '../../models/session.ts'
import type { UserRecord } from '../../models/user.ts'
import type { Role } from '../domain/roles.ts'
import { paths } from '../paths.ts'

/** A person as the admins of their desks see them; `href` is null where the viewer may not change them. */
export interface PersonRow {
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly desks: readonly string[]
  readonly state: 'active' | 'waiting' | 'suspended'
  readonly href: string | null
}

export const personRow = (user: UserRecord, desks: readonly DeskRecord[], mayChange: boolean): PersonRow => ({
  name: user.name,
  email: user.email,
  role: user.role,
  desks: desks.filter(({ _id }) => user.desks.some(of => of.equals(_id))).map(({ name }) => name),
  state: user.disabledAt ? 'suspended' : user.passwordHash ? 'active' : 'waiting',
  href: mayChange ? paths.person(String(user._id)) : null
})

/** One act as the admins of a desk read it. */
export interface AuditRow {
  readonly at: Date
  readonly by: string
  readonly act: string
  readonly address: string
  readonly status: number
  readonly isRefused: boolean
  readonly changes: readonly AuditedChange[]
}

export const auditRow = ({ at, by, act, address, status, changes }: AuditRecord): AuditRow => ({
  at,
  by: by?.name ?? 'Somebody not signed in',
  act: acts[act] ?? act,
  address,
  status,
  isRefused: status >= 400,
  changes: changes.map(({ what, from, to }) => ({ what, from, to }))
})

/** What routes are called in words; the others stand as they are. */
const acts: Readonly<Record<string, string>> = {
  'POST /sign-in': 'Signed in',
  'POST /sign-in-links/:token': 'Signed in by a link',
  'POST /sign-out': 'Signed out',
  'POST /first-account/:token': 'Made the first account',
  'POST /set-up/:token': 'Set a password by a link',
  'POST /account/email': 'Changed the own e-mail address',
  'POST /account/password': 'Changed the own password',
  'POST /account/ended-sessions': 'Ended an own session',
  'POST /people': 'Added a person',
  'POST /people/:id': 'Changed a person',
  'POST /people/:id/set-up-links': 'Made a set-up link',
  'POST /people/:id/suspension': 'Suspended an account',
  'POST /people/:id/reinstatement': 'Let somebody sign in again',
  'POST /people/:id/ended-sessions': 'Signed somebody out everywhere',
  'POST /desks': 'Made a desk',
  'POST /desks/:slug': 'Changed a desk',
  'POST /intake': 'Began a letter from its text',
  'POST /intake/:id/confirmation': 'Logged a letter',
  'POST /letters/:slug/responses': 'Logged a reply',
  'POST /letters/:slug/publication': 'Published a letter',
  'POST /letters/:slug/withdrawal': 'Withdrew a letter',
  'POST /letters/:slug/checks': 'Checked: still nothing',
  'POST /questions/:id/findings/:recipientId': 'Judged a question'
}

/** A session as its owner sees it. */
export interface SessionRow {
  readonly id: string
  readonly browser: string
  readonly usedAt: Date | null
  readonly isThis: boolean
}

export const sessionRow = ({ _id, session, lastModified }: SessionRecord, ownId: string): SessionRow => ({
  id: _id,
  browser: browserName(session.browser ?? ''),
  usedAt: lastModified ?? null,
  isThis: _id === ownId
})

const browsers = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari']
] as const

const systems = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'a Mac'],
  ['Linux', 'Linux']
] as const

/** `Firefox on Windows`: what a browser says of itself, as far as a person needs it to recognise it. */
export function browserName(userAgent: string): string {
  const browser = browsers.find(([sign]) => userAgent.includes(sign))?.[1] ?? 'A browser'
  const system = systems.find(([sign]) => userAgent.includes(sign))?.[1]
  return system ? `${browser} on ${system}` : browser
}
