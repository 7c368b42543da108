import { trusted } from 'mongoose'
import type { OrganizationRecord } from '../../models/organization.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import { findingFacts, responseFacts, responsesFor } from '../../models/standing.ts'
import { cellState } from '../domain/cells.ts'
import { type Listing, seesAsStaff } from '../listing.ts'
import { paths } from '../paths.ts'

const MOST = 50

/**
 * Questions that another office referred to this one. They are shown here and counted for the office that was asked;
 * what rests on a reply that this reader may not see is left out.
 */
export async function referredTo(organization: OrganizationRecord, listing: Listing) {
  const found = await Question.find({ 'findings.referredTo': organization._id, movedTo: null })
    .sort({ 'letter.letterDate': 1 })
    .limit(MOST)
    .lean<QuestionRecord[]>()
  const questions = found.filter(({ _id }) => listing.question(String(_id)) !== undefined)
  const responses = await Response.find({
    'covers.letterId': trusted({ $in: questions.map(({ letterId }) => letterId) })
  }).lean<ResponseRecord[]>()
  return questions.flatMap(question => {
    const listed = listing.question(String(question._id))
    const audience = listed && seesAsStaff(listing.reader, listed.letter) ? 'staff' : 'public'
    const asked = question.findings.filter(finding => {
      const own = responsesFor(question.letterId, finding.recipientId, responses).map(responseFacts)
      return (
        finding.referredTo?.equals(organization._id) === true &&
        cellState(findingFacts(finding), own, audience) === 'referred'
      )
    })
    if (asked.length === 0) return []
    return [
      {
        href: paths.question(String(question._id)),
        text: question.text,
        letterHref: paths.letter(question.letter.slug),
        subject: question.letter.subject,
        on: question.letter.letterDate,
        by: asked.map(
          ({ organizationId }) =>
            listing.catalog.organizations.get(String(organizationId))?.name ?? 'an office'
        ),
        isAskedToo: question.findings.some(({ organizationId }) => organizationId.equals(organization._id))
      }
    ]
  })
}
