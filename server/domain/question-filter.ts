import { askCodes } from './asks.ts'
import { type Day, isDay } from './day.ts'
import { publicGroups } from './dispositions.ts'
import { chambers } from './letters.ts'

/** What a list of questions can be narrowed by; the names are those of the address's parameters, in its order. */
export const facetNames = [
  'answer',
  'open',
  'timeliness',
  'organization',
  'about',
  'signatory',
  'topic',
  'ask',
  'chamber',
  'congress',
  'letter',
  'desk'
] as const
export type FacetName = (typeof facetNames)[number]

/** Something for each facet. */
export const perFacet = <T>(make: (facet: FacetName) => T): Record<FacetName, T> => ({
  answer: make('answer'),
  open: make('open'),
  timeliness: make('timeliness'),
  organization: make('organization'),
  about: make('about'),
  signatory: make('signatory'),
  topic: make('topic'),
  ask: make('ask'),
  chamber: make('chamber'),
  congress: make('congress'),
  letter: make('letter'),
  desk: make('desk')
})

/** Unanswered is every group but `answered`: silence, a reply that does not answer, a refusal. */
export const answerChoices = ['unanswered', ...publicGroups] as const
export const openChoices = ['yes', 'no'] as const

/** Said of open questions, against a date that is on record; a desk's follow-up date is not among these. */
export const timelinessChoices = [
  'overdue',
  'long_overdue',
  'due_today',
  'due_soon',
  'upcoming',
  'no_deadline'
] as const

export const questionSorts = ['age', 'due', 'asked', 'recorded'] as const
export type QuestionSort = (typeof questionSorts)[number]

export const questionSortLabels: Record<QuestionSort, string> = {
  age: 'Asked longest ago first',
  due: 'Due first',
  asked: 'Asked last first',
  recorded: 'Recorded last first'
}

/** A list of questions as its address says it. Within a facet any choice will do; every facet has to be met. */
export interface QuestionFilter {
  readonly choices: Readonly<Partial<Record<FacetName, readonly string[]>>>
  readonly from: Day | null
  readonly until: Day | null
  readonly sort: QuestionSort
}

export const everyQuestion: QuestionFilter = { choices: {}, from: null, until: null, sort: 'age' }

export interface ReadFilter {
  readonly filter: QuestionFilter
  /** What the address asked for and nobody knows, each as a person reads it; short, and of any text. */
  readonly ignored: readonly string[]
}

/** More choices than this of one facet are no filter that a person made. */
const mostChoices = 20

const fixedChoices: Readonly<Partial<Record<FacetName, readonly string[]>>> = {
  answer: answerChoices,
  open: openChoices,
  timeliness: timelinessChoices,
  ask: askCodes,
  chamber: chambers
}

/** Parameters of a list's address that are no filter. */
const otherNames: readonly string[] = ['page', 'cursor', 'limit']

/**
 * Reads a filter from an address's parameters. `isKnown` tells whether a value of an open facet (an organization's
 * slug ...) names something this reader can see. Nothing throws: what is not known is left out and named.
 */
export function readQuestionFilter(
  query: Readonly<Record<string, unknown>>,
  isKnown: (facet: FacetName, value: string) => boolean
): ReadFilter {
  const ignored: string[] = []
  const choices: Partial<Record<FacetName, readonly string[]>> = {}
  const days: { from: Day | null; until: Day | null } = { from: null, until: null }
  let sort: QuestionSort = everyQuestion.sort
  for (const [name, given] of Object.entries(query)) {
    const values = textsOf(given)
    const facet = facetNames.find(one => one === name)
    if (facet) {
      const known = values.filter(value => fixedChoices[facet]?.includes(value) ?? isKnown(facet, value))
      const kept = [...new Set(known)].slice(0, mostChoices).sort()
      if (kept.length > 0) choices[facet] = kept
      for (const value of values) if (!kept.includes(value)) ignored.push(`${facet}: ${cut(value)}`)
    } else if (name === 'from' || name === 'until') {
      const value = values[0]
      if (value !== undefined && isDay(value)) days[name] = value
      else if (value !== undefined) ignored.push(`${name}: ${cut(value)}`)
    } else if (name === 'sort') {
      const value = values[0]
      const known = questionSorts.find(one => one === value)
      if (known) sort = known
      else if (value !== undefined) ignored.push(`sort: ${cut(value)}`)
    } else if (!otherNames.includes(name)) ignored.push(cut(name))
  }
  return { filter: { choices, ...days, sort }, ignored: ignored.slice(0, 10) }
}

/** The one way to write a filter, so that one list has one address: without `?`, empty for every question. */
export function filterQuery(filter: QuestionFilter, page = 1): string {
  const params = new URLSearchParams()
  for (const facet of facetNames) for (const value of filter.choices[facet] ?? []) params.append(facet, value)
  if (filter.from) params.append('from', filter.from)
  if (filter.until) params.append('until', filter.until)
  if (filter.sort !== everyQuestion.sort) params.append('sort', filter.sort)
  if (page > 1) params.append('page', String(page))
  return params.toString()
}

export const isNarrowed = (filter: QuestionFilter): boolean =>
  Object.keys(filter.choices).length > 0 || filter.from !== null || filter.until !== null

/** The same list with one choice taken out if it was in, or put in if it was not. */
export function toggled(filter: QuestionFilter, facet: FacetName, value: string): QuestionFilter {
  const chosen = filter.choices[facet] ?? []
  const next = chosen.includes(value) ? chosen.filter(one => one !== value) : [...chosen, value].sort()
  const { [facet]: _dropped, ...others } = filter.choices
  return { ...filter, choices: next.length > 0 ? { ...others, [facet]: next } : others }
}

/** Texts that were given, empty ones left out; anything else that a parser may make of an address is not a text. */
const textsOf = (given: unknown): string[] =>
  (Array.isArray(given) ? given : [given])
    .filter((one): one is string => typeof one === 'string')
    .map(one => one.trim())
    .filter(one => one !== '')

const cut = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
