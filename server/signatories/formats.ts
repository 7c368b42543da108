import type { Listing } from '../listing.ts'
import { paths } from '../paths.ts'
import { questionCountColumns, questionCounts } from '../questions/present.ts'
import type { SmallList } from '../web/formats.ts'
import { everySignatory } from './present.ts'

/** A Member as files and the API give them. */
export function signatoryFacts(
  slug: string,
  name: string,
  letters: number,
  listing: Listing,
  baseUrl: string
) {
  return {
    slug,
    url: baseUrl + paths.signatory(slug),
    name,
    letters,
    ...questionCounts(listing.by('signatory').get(slug) ?? [], listing)
  }
}

export type SignatoryFacts = ReturnType<typeof signatoryFacts>

export const signatoriesAsFile = (listing: Listing, baseUrl: string): SmallList<SignatoryFacts> => ({
  feed: {
    baseUrl,
    title: 'Members – Reply Due',
    description: 'Members of Congress who signed a letter that this record holds',
    self: '/signatories.atom',
    alternate: paths.signatories()
  },
  columns: ['slug', 'url', 'name', 'letters', ...questionCountColumns],
  rows: everySignatory(listing).map(({ slug, name, letters }) =>
    signatoryFacts(slug, name, letters, listing, baseUrl)
  ),
  entryOf: facts =>
    facts.changedAt === null
      ? null
      : {
          id: `signatory-${facts.slug}`,
          title: facts.name,
          href: paths.signatory(facts.slug),
          summary: `${facts.unanswered} of ${facts.questions} questions asked have no recorded answer.`,
          updated: new Date(facts.changedAt),
          author: 'Reply Due'
        }
})
