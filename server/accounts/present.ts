import type { SessionRecord } from '../../models/session.ts'

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
