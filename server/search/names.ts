import MiniSearch from 'minisearch'
import type { Listing } from '../listing.ts'
import { topicSlug } from '../listing.ts'
import { paths } from '../paths.ts'

/** A name that leads somewhere: an organization, a Member, a topic. */
export interface FoundName {
  readonly id: string
  readonly kind: 'Organization' | 'Member' | 'Topic'
  readonly name: string
  readonly href: string
}

const indexes = new WeakMap<Listing, MiniSearch<FoundName & { also: string }>>()

/** Names that a query may mean, typing errors forgiven; only what the reader can see. */
export function namesLike(query: string, listing: Listing): FoundName[] {
  const index = indexes.get(listing) ?? indexOf(listing)
  indexes.set(listing, index)
  const words = query.split(/\s+/).slice(0, 8).join(' ')
  return index
    .search(words, { combineWith: 'AND', fuzzy: term => (term.length > 4 ? 0.25 : 0), prefix: true })
    .slice(0, 8)
    .map(({ id, kind, name, href }) => ({ id, kind, name, href }))
}

function indexOf(listing: Listing): MiniSearch<FoundName & { also: string }> {
  const index = new MiniSearch<FoundName & { also: string }>({
    fields: ['name', 'also'],
    storeFields: ['kind', 'name', 'href'],
    searchOptions: { boost: { name: 2 } },
    processTerm: term =>
      term
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '')
        .toLowerCase()
  })
  index.addAll([...organizations(listing), ...signatories(listing), ...topics(listing)])
  return index
}

const organizations = ({ catalog, isKnown }: Listing) =>
  [...catalog.organizations.values()]
    .filter(({ slug }) => isKnown('organization', slug) || isKnown('about', slug))
    .map(({ slug, name, abbreviations, alsoCalled }) => ({
      id: `organization ${slug}`,
      kind: 'Organization' as const,
      name,
      also: [...abbreviations, ...alsoCalled].join(' '),
      href: paths.organization(slug)
    }))

const signatories = ({ letters }: Listing) =>
  [...new Map(letters.flatMap(letter => letter.signatories.map(one => [one.slug, one.name] as const)))].map(
    ([slug, name]) => ({
      id: `signatory ${slug}`,
      kind: 'Member' as const,
      name,
      also: '',
      href: paths.signatory(slug)
    })
  )

const topics = ({ letters }: Listing) =>
  [...new Map(letters.flatMap(letter => letter.topics.map(topic => [topicSlug(topic), topic] as const)))]
    .filter(([slug]) => slug !== '')
    .map(([slug, name]) => ({
      id: `topic ${slug}`,
      kind: 'Topic' as const,
      name,
      also: '',
      href: paths.topic(slug)
    }))
