import MiniSearch from 'minisearch'
import type { Listing } from '../listing.ts'
import { topicSlug } from '../listing.ts'
import { paths } from '../paths.ts'

/** A name that leads somewhere: an organization, a Member, a topic, a person to whom letters are addressed. */
export interface FoundName {
  readonly id: string
  readonly kind: 'Organization' | 'Member' | 'Topic' | 'Addressee of letters'
  readonly name: string
  readonly href: string
}

const indexes = new WeakMap<Listing['names'], MiniSearch<FoundName & { also: string }>>()

/** Names that a query may mean, typing errors forgiven; only what the reader can see. */
export function namesLike(query: string, listing: Listing): FoundName[] {
  const index = indexes.get(listing.names) ?? indexOf(listing)
  indexes.set(listing.names, index)
  const words = query
    .replace(/["“”„«»]/g, ' ')
    .trim()
    .split(/\s+/)
    .slice(0, 8)
  const found = index.search(words.join(' '), { combineWith: 'AND', fuzzy: mistakes, prefix: true })
  // A misspelt name among other words: `firearms Leahhy`.
  const some =
    found.length > 0 ? found : index.search(words.filter(isNameLike).join(' '), { fuzzy: mistakes })
  return some.slice(0, found.length > 0 ? 8 : 3).map(({ id, kind, name, href }) => ({ id, kind, name, href }))
}

/** Of a long word every fourth letter may be wrong. */
const mistakes = (term: string): number => (term.length > 4 ? 0.25 : 0)

/** Short and very common words are in too many names to mean one. */
const isNameLike = (word: string): boolean =>
  word.length > 4 &&
  !/^(?:department|office|bureau|united|states|national|federal|question|letter)s?$/i.test(word)

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
  index.addAll([
    ...organizations(listing),
    ...signatories(listing),
    ...topics(listing),
    ...addressees(listing)
  ])
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

/** There is no page of a person addressed: a question is put to the office. Their letters are found by their name. */
const addressees = ({ letters }: Listing) =>
  [...new Set(letters.flatMap(letter => letter.recipients.flatMap(({ name }) => name ?? [])))].map(name => ({
    id: `addressee ${name}`,
    kind: 'Addressee of letters' as const,
    name,
    also: '',
    href: paths.search(name)
  }))
