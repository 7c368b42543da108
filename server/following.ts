import type { Catalog, ListedQuestion } from './catalog.ts'
import { askLabels } from './domain/asks.ts'
import { longDay } from './domain/day.ts'
import { chamberLabels } from './domain/letters.ts'
import {
  everyQuestion,
  type FacetName,
  facetNames,
  filterQuery,
  type QuestionFilter,
  readQuestionFilter
} from './domain/question-filter.ts'
import type { Listing } from './listing.ts'
import { topicSlug } from './listing.ts'

/** States change and are what a follower waits for; only what a question is about can be followed. */
const states: readonly FacetName[] = ['answer', 'open', 'timeliness']
const followable = facetNames.filter(facet => !states.includes(facet))

/** What of a list's filter can be followed: the same subject, whatever became of the questions. */
export function followableFilter(filter: QuestionFilter): QuestionFilter {
  const choices = Object.fromEntries(
    followable.flatMap(facet => {
      const chosen = filter.choices[facet]
      return chosen ? [[facet, chosen] as const] : []
    })
  )
  return { ...everyQuestion, choices, from: filter.from, until: filter.until }
}

/** The one way to write down what is followed, so that asking twice for the same is one subscription. */
export const followQuery = (filter: QuestionFilter): string => filterQuery(followableFilter(filter))

/** Reads what was written down; what does not exist any more is left out. */
export const readFollowed = (query: string, listing: Listing): QuestionFilter => {
  const given: Record<string, string[]> = {}
  for (const [name, value] of new URLSearchParams(query)) given[name] = [...(given[name] ?? []), value]
  return followableFilter(readQuestionFilter(given, listing.isKnown).filter)
}

/** `questions put to the Department of State, signed by Patrick Leahy`. */
export function followedInWords(filter: QuestionFilter, { catalog, letters }: Listing): string {
  const said = followable.flatMap(facet => {
    const chosen = filter.choices[facet]
    return chosen
      ? [`${words[facet] ?? ''} ${chosen.map(value => nameOf(facet, value, catalog, letters)).join(' or ')}`]
      : []
  })
  const period = [
    ...(filter.from ? [`asked from ${longDay(filter.from)}`] : []),
    ...(filter.until ? [`asked until ${longDay(filter.until)}`] : [])
  ]
  return said.length + period.length === 0 ? 'every question' : `questions ${[...said, ...period].join(', ')}`
}

const words: Readonly<Partial<Record<FacetName, string>>> = {
  organization: 'put to',
  about: 'about',
  signatory: 'signed by',
  topic: 'on',
  ask: 'that ask for',
  chamber: 'from',
  congress: 'of the Congress',
  letter: 'of the letter',
  desk: 'kept by'
}

function nameOf(facet: FacetName, value: string, catalog: Catalog, letters: Listing['letters']): string {
  switch (facet) {
    case 'organization':
    case 'about':
      return [...catalog.organizations.values()].find(({ slug }) => slug === value)?.name ?? value
    case 'signatory':
      return (
        letters.flatMap(({ signatories }) => signatories).find(({ slug }) => slug === value)?.name ?? value
      )
    case 'topic':
      return letters.flatMap(({ topics }) => topics).find(topic => topicSlug(topic) === value) ?? value
    case 'letter':
      return letters.find(({ slug }) => slug === value)?.subject ?? value
    case 'desk':
      return catalog.desks.get(value)?.name ?? value
    case 'ask':
      return labelIn(askLabels, value)
    case 'chamber':
      return labelIn(chamberLabels, value)
    default:
      return value
  }
}

const labelIn = (labels: Readonly<Record<string, string>>, code: string): string => labels[code] ?? code

/** More than this a week is a lot of mail, and is said before somebody agrees to it. */
export const MANY_A_WEEK = 50

/** How many of these questions changed or were added in a week, on average over the last four. */
export function itemsAWeek(questions: readonly ListedQuestion[], now: Date): number {
  const since = now.getTime() - 28 * 24 * 60 * 60 * 1000
  return Math.round(questions.filter(({ changedAt }) => changedAt.getTime() > since).length / 4)
}
