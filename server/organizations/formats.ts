import { groupCounts } from '../domain/roll-up.ts'
import { oldestCheck } from '../letters/present.ts'
import { type Listing, latestChange, stateFor } from '../listing.ts'
import { paths } from '../paths.ts'
import type { SmallList } from '../web/formats.ts'
import { presentOrganizations } from './present.ts'

/** An organization as files and the API give it: only what was put to it and its bureaus is counted. */
export function organizationFacts(slug: string, listing: Listing, baseUrl: string) {
  const organization = [...listing.catalog.organizations.values()].find(one => one.slug === slug)
  if (!organization) return null
  const parent = organization.parentId
    ? listing.catalog.organizations.get(String(organization.parentId))
    : null
  const questions = listing.by('organization').get(slug) ?? []
  const { counted, unanswered, groups } = groupCounts(
    questions.map(question => stateFor(question, listing.reader))
  )
  return {
    slug,
    url: baseUrl + paths.organization(slug),
    name: organization.name,
    abbreviations: organization.abbreviations,
    partOf: parent ? parent.slug : null,
    questions: counted,
    unanswered,
    noReplyRecorded: groups.no_reply,
    repliedNotAnswered: groups.replied,
    answered: groups.answered,
    refusedOrNotHeld: groups.refused,
    lastCheckedOn: oldestCheck(questions),
    changedAt: questions.length > 0 ? latestChange(questions).toISOString() : null
  }
}

export type OrganizationFacts = NonNullable<ReturnType<typeof organizationFacts>>

export const organizationsAsFile = (listing: Listing, baseUrl: string): SmallList<OrganizationFacts> => ({
  feed: {
    baseUrl,
    title: 'Organizations – Reply Due',
    description: 'Organizations that questions were put to, and how many are unanswered',
    self: '/organizations.atom',
    alternate: paths.organizations()
  },
  columns: [
    'slug',
    'url',
    'name',
    'abbreviations',
    'partOf',
    'questions',
    'unanswered',
    'noReplyRecorded',
    'repliedNotAnswered',
    'answered',
    'refusedOrNotHeld',
    'lastCheckedOn',
    'changedAt'
  ],
  rows: presentOrganizations(listing).organizations.flatMap(
    ({ slug }) => organizationFacts(slug, listing, baseUrl) ?? []
  ),
  entryOf: facts =>
    facts.changedAt === null
      ? null
      : {
          id: `organization-${facts.slug}`,
          title: facts.name,
          href: paths.organization(facts.slug),
          summary: `${facts.unanswered} of ${facts.questions} questions put to it have no recorded answer.`,
          updated: new Date(facts.changedAt),
          author: 'Reply Due'
        }
})
