import type { Request } from 'express'
import type { Types } from 'mongoose'
import { Letter } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import { Forbidden } from '../errors.ts'
import { mayReadDesk, signedIn } from './viewer.ts'

/**
 * The directory of organizations is shared by all desks: renaming one, or merging it into another, changes what every
 * letter shows that names it. Throws Forbidden where letters of desks that are not the viewer's do; a site admin may.
 */
export async function mayChangeOrganization(req: Request, id: Types.ObjectId): Promise<void> {
  const viewer = signedIn(req)
  if (viewer.role === 'site-admin') return
  const desks = await Promise.all([
    Letter.distinct('deskId', { 'recipients.organizationId': id }),
    Question.distinct('deskId', { $or: [{ about: id }, { 'findings.referredTo': id }] })
  ])
  if (desks.flat().some(deskId => !mayReadDesk(viewer, String(deskId))))
    throw new Forbidden(
      'Letters of other desks name this organization. Ask whoever runs the site to change it.'
    )
}
