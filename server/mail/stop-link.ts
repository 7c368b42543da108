import type { Secrets } from '../secrets.ts'
import { isSigned, signed } from './links.ts'

/** What a link at the foot of a mail stops: a subscription, or the weekly mail to somebody who works at a desk. */
export const stoppables = ['subscription', 'digest'] as const
export type Stoppable = (typeof stoppables)[number]

export interface StopLink {
  readonly what: Stoppable
  /** The subscription's or the person's id. */
  readonly id: string
}

/** The path of a page that asks and of the one-click POST (RFC 8058). It never expires: leaving must always work. */
export const stopPath = (secrets: Secrets, { what, id }: StopLink): string =>
  signed(secrets, `/stops/${what}/${id}`)

/** What a path stops, when it is one of ours; null for any other. */
export function readStopLink(secrets: Secrets, path: string): StopLink | null {
  if (!isSigned(secrets, path)) return null
  const [, , given, id = ''] = path.split('/')
  const what = stoppables.find(one => one === given)
  return what ? { what, id } : null
}
