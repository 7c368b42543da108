import { askLabels } from '../domain/asks.ts'
import { congressBegan, ordinal } from '../domain/congress.ts'
import { longDay, yearOf } from '../domain/day.ts'
import { publicGroupLabels } from '../domain/dispositions.ts'
import { chamberLabels } from '../domain/letters.ts'
import {
  type FacetName,
  facetNames,
  isNarrowed,
  type QuestionFilter,
  questionSortLabels,
  questionSorts,
  toggled
} from '../domain/question-filter.ts'
import { timelinessLabels } from '../domain/timeliness.ts'
import { type Listing, topicSlug } from '../listing.ts'

/** What each facet is called on pages. `Put to` and `About` are two: who was asked, and whom it concerns. */
export const facetLabels: Record<FacetName, string> = {
  answer: 'What came back',
  open: 'Pursued',
  timeliness: 'Due date',
  organization: 'Put to',
  about: 'About',
  signatory: 'Signed by',
  topic: 'Topic',
  ask: 'Asks for',
  chamber: 'Chamber',
  congress: 'Congress',
  letter: 'Letter',
  desk: 'Kept by'
}

/** More choices of one facet than this are a wall; the rest is found through the lists of their own. */
const shownChoices = 8

/** The words for a choice of a facet. */
export function choiceLabel(facet: FacetName, value: string, listing: Listing): string {
  return fixedLabels[facet]?.[value] ?? namesOf(listing)[facet]?.get(value) ?? value
}

const fixedLabels: Partial<Record<FacetName, Readonly<Record<string, string>>>> = {
  answer: { unanswered: 'Unanswered', ...publicGroupLabels },
  open: { yes: 'Open: still being pressed', no: 'Not open' },
  timeliness: timelinessLabels,
  ask: askLabels,
  chamber: chamberLabels
}

type Names = Partial<Record<FacetName, ReadonlyMap<string, string>>>

const keptNames = new WeakMap<Listing['names'], Names>()

function namesOf(listing: Listing): Names {
  const known = keptNames.get(listing.names)
  if (known) return known
  const organizations = new Map([...listing.catalog.organizations.values()].map(one => [one.slug, one.name]))
  const names: Names = {
    organization: organizations,
    about: organizations,
    signatory: new Map(
      listing.letters.flatMap(({ signatories }) => signatories.map(one => [one.slug, one.name]))
    ),
    topic: new Map(listing.letters.flatMap(({ topics }) => topics.map(topic => [topicSlug(topic), topic]))),
    letter: new Map(listing.letters.map(({ slug, subject }) => [slug, subject])),
    desk: new Map([...listing.catalog.desks].map(([id, { name }]) => [id, name])),
    congress: new Map(
      [...new Set(listing.letters.flatMap(({ letterDate }) => (letterDate ? [yearOf(letterDate)] : [])))]
        .flatMap(year => [Math.floor((year - 1789) / 2), Math.floor((year - 1789) / 2) + 1])
        .map(number => [String(number), congressWords(number)])
    )
  }
  keptNames.set(listing.names, names)
  return names
}

/** `117th Congress (2021–2022)`. */
const congressWords = (number: number): string => {
  const first = yearOf(congressBegan(number))
  return `${ordinal(number)} Congress (${first}–${first + 1})`
}

/** The facets with their counts, the chips that take a choice out, and the sorts, as links to the same list. */
export function presentFilter(
  filter: QuestionFilter,
  ignored: readonly string[],
  listing: Listing,
  hrefOf: (filter: QuestionFilter) => string
) {
  const { counts } = listing.find(filter)
  const choice = (facet: FacetName, value: string, count: number) => ({
    label: choiceLabel(facet, value, listing),
    count,
    isChosen: filter.choices[facet]?.includes(value) ?? false,
    href: hrefOf(toggled(filter, facet, value))
  })
  const facets = facetNames.flatMap(facet => {
    // A letter is no choice that is offered: there are as many as there are letters.
    if (facet === 'letter') return []
    const all = counts[facet]
    if (facet === 'desk' && all.size < 2) return []
    const choices = mostCounted(all, shownChoices).map(([value, count]) => choice(facet, value, count))
    const more = all.size - choices.length
    return choices.length > 0 ? [{ name: facet, label: facetLabels[facet], choices, more }] : []
  })
  return {
    ignored,
    isNarrowed: isNarrowed(filter),
    chips: chipsOf(filter, listing, hrefOf),
    everyHref: hrefOf({ ...filter, choices: {}, from: null, until: null }),
    facets,
    period: {
      from: filter.from,
      until: filter.until,
      kept: facetNames.flatMap(name => (filter.choices[name] ?? []).map(value => ({ name, value })))
    },
    sorts: questionSorts.map(sort => ({
      label: questionSortLabels[sort],
      isChosen: sort === filter.sort,
      href: hrefOf({ ...filter, sort })
    })),
    sort: filter.sort
  }
}

/** The values with the largest counts, the largest first; of equal ones the first of the alphabet. */
function mostCounted(counts: ReadonlyMap<string, number>, most: number): (readonly [string, number])[] {
  const top: (readonly [string, number])[] = []
  for (const entry of counts) {
    const last = top.at(-1)
    if (top.length === most && last && !isBefore(entry, last)) continue
    const place = top.findIndex(other => isBefore(entry, other))
    top.splice(place < 0 ? top.length : place, 0, entry)
    if (top.length > most) top.pop()
  }
  return top
}

const isBefore = (
  [value, count]: readonly [string, number],
  [otherValue, otherCount]: readonly [string, number]
): boolean => count > otherCount || (count === otherCount && value < otherValue)

function chipsOf(filter: QuestionFilter, listing: Listing, hrefOf: (filter: QuestionFilter) => string) {
  const chosen = facetNames.flatMap(facet =>
    (filter.choices[facet] ?? []).map(value => ({
      label: `${facetLabels[facet]}: ${choiceLabel(facet, value, listing)}`,
      href: hrefOf(toggled(filter, facet, value))
    }))
  )
  const from = filter.from && {
    label: `Asked from ${longDay(filter.from)}`,
    href: hrefOf({ ...filter, from: null })
  }
  const until = filter.until && {
    label: `Asked until ${longDay(filter.until)}`,
    href: hrefOf({ ...filter, until: null })
  }
  return [...chosen, ...(from ? [from] : []), ...(until ? [until] : [])]
}
