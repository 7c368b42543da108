import type { Listing } from '../listing.ts'
import { paths } from '../paths.ts'
import { questionCountColumns, questionCounts } from '../questions/present.ts'
import type { SmallList } from '../web/formats.ts'
import { presentOrganizations } from './present.ts'

/** An organization as files and the API give it: only what was put to it and its bureaus is counted. */
export function organizationFacts(slug: string, listing: Listing, baseUrl: string) {
  const organization = [...listing.catalog.organizations.values()].find(one => one.slug === slug)
  if (!organization) return null
  const parent = organization.parentId
    ? listing.catalog.organizations.get(String(organization.parentId))
    : null
  return {
    slug,
    url: baseUrl + paths.organization(slug),
    name: organization.name,
    abbreviations: organization.abbreviations,
    partOf: parent ? parent.slug : null,
    ...questionCounts(listing.by('organization').get(slug) ?? [], listing)
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
  columns: ['slug', 'url', 'name', 'abbreviations', 'partOf', ...questionCountColumns],
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
