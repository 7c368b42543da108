import { trusted } from 'mongoose'
import type { IntakeRecord } from '../../models/intake.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Member } from '../../models/member.ts'
import { Organization } from '../../models/organization.ts'
import type { Day } from '../domain/day.ts'
import type { FieldErrors } from '../errors.ts'
import type { Listing } from '../listing.ts'
import { choiceLabel } from '../questions/present.ts'
import { atHandOf } from './opening.ts'
import type { ReviewFacts } from './present.ts'
import { warningsOf } from './warnings.ts'

/** A chamber alone has more; the examples bring ten, who are no directory that a name could be missing from. */
const fewestOfADirectory = 50

/** What the review page says beside the draft: warnings, letters like it, names to choose from. */
export async function reviewFacts(
  intake: IntakeRecord,
  today: Day,
  listing: Listing,
  told: { typed: Readonly<Record<string, string>>; errors: FieldErrors }
): Promise<ReviewFacts> {
  // What another desk keeps to itself is none of this one's suggestions.
  const atHand = atHandOf(intake.deskId)
  const named = intake.recipients.flatMap(({ organization }) => organization ?? [])
  const bioguides = intake.signatories.flatMap(({ bioguide }) => bioguide ?? [])
  const [known, organizations, members, memberCount, letters] = await Promise.all([
    Promise.all(named.map(name => Organization.called(name))),
    Organization.find().select({ name: 1 }).sort({ name: 1 }).limit(2000).lean<{ name: string }[]>(),
    Member.find({ bioguide: trusted({ $in: bioguides }) })
      .select({ bioguide: 1, name: 1 })
      .lean<{ bioguide: string; name: string }[]>(),
    Member.estimatedDocumentCount(),
    Letter.find({
      _id: trusted({ $in: intake.alike.map(({ letterId }) => letterId) }),
      ...atHand
    })
      .select({ slug: 1, subject: 1, deskId: 1, sharedWith: 1 })
      .lean<Pick<LetterRecord, '_id' | 'slug' | 'subject' | 'deskId' | 'sharedWith'>[]>()
  ])
  const unknownOrganizations = [...new Set(named.filter((_, at) => known[at] === null))]
  return {
    today,
    warnings: warningsOf(intake, {
      today,
      unknownOrganizations,
      hasMembers: memberCount >= fewestOfADirectory
    }),
    alike: intake.alike.flatMap(({ letterId, likeness }) => {
      const letter = letters.find(({ _id }) => String(_id) === String(letterId))
      if (!letter) return []
      const isOurs = [letter.deskId, ...letter.sharedWith].some(id => id.equals(intake.deskId))
      return [{ slug: letter.slug, subject: letter.subject, likeness, isOurs }]
    }),
    organizations: organizations.map(({ name }) => name),
    topics: listing
      .valuesOf('topic')
      .map(slug => choiceLabel('topic', slug, listing))
      .sort(),
    members: new Map(members.map(({ bioguide, name }) => [bioguide, name])),
    ...told
  }
}
