import { createHash } from 'node:crypto'
import { isPublicAt } from '../models/visibility.ts'
import type { Catalog, ListedLetter, ListedQuestion } from './catalog.ts'
import { type CellState, groupOfState } from './domain/cells.ts'
import { congressOf } from './domain/congress.ts'
import type { Day } from './domain/day.ts'
import { daysBetween } from './domain/day.ts'
import {
  type FacetName,
  facetNames,
  filterQuery,
  perFacet,
  type QuestionFilter,
  type QuestionSort
} from './domain/question-filter.ts'
import { nameSlugOf } from './domain/slug.ts'
import { isOverdue } from './domain/timeliness.ts'

/** Who a list is for, as far as lists need to know. */
export interface Reader {
  /** Names readers that see the same records. */
  readonly key: string
  readonly now: Date
  seesDesk(deskId: string): boolean
  /** The desk's today. */
  todayAt(deskId: string): Day
}

/** What one reader may see of the record, ready to be narrowed, counted and sorted. */
export interface Listing {
  readonly catalog: Catalog
  readonly reader: Reader
  readonly letters: readonly ListedLetter[]
  readonly questions: readonly ListedQuestion[]
  /** Whether a value of a facet names something that this reader can see. */
  isKnown(facet: FacetName, value: string): boolean
  find(filter: QuestionFilter): FoundQuestions
  /** The questions of each value of a facet: of each organization, of each signatory. */
  by(facet: FacetName): ReadonlyMap<string, readonly ListedQuestion[]>
  /** A letter's questions that the reader may see, in their order. */
  questionsOf(letter: ListedLetter): readonly ListedQuestion[]
  /** The letters that say they follow this one, or that a person related to it. */
  speakingOf(letterId: string): readonly ListedLetter[]
  /** A record that the reader may see, by its id. */
  letter(id: string): ListedLetter | undefined
  question(id: string): ListedQuestion | undefined
  /** Changes with what this reader can see and with the day, and with nothing else: what is hidden leaves no trace. */
  fingerprint(): string
}

export interface FoundQuestions {
  /** Every question of the list, in its order. */
  readonly questions: readonly ListedQuestion[]
  /** How many of the list each choice of a facet has, the other facets kept; values without any are left out. */
  readonly counts: Readonly<Record<FacetName, ReadonlyMap<string, number>>>
}

export const mayRead = (
  letter: Pick<ListedLetter, 'visibility' | 'embargoUntil' | 'deskId' | 'sharedWith'>,
  reader: Reader
): boolean => isPublicAt(letter, reader.now) || seesAsStaff(reader, letter)

/** Whether a reader works on a letter: at the desk that keeps it, or at one it is shared with. */
export const seesAsStaff = (
  reader: Reader,
  { deskId, sharedWith }: { readonly deskId: unknown; readonly sharedWith: readonly unknown[] }
): boolean => [deskId, ...sharedWith].some(id => reader.seesDesk(String(id)))

/** What a question shows to this reader: its desk's staff see replies that are not public. */
export const stateFor = (question: ListedQuestion, reader: Reader): CellState =>
  seesAsStaff(reader, question.letter) ? question.state : question.publicState

/** Unanswered is everything but answered and withdrawn, as this reader is told it. */
export const isUnansweredFor = (question: ListedQuestion, reader: Reader): boolean => {
  const group = groupOfState(stateFor(question, reader))
  return group !== null && group !== 'answered'
}

/** How an open question stands in time against a date on record; null for one that is not open. */
export function timelinessFor(question: ListedQuestion, reader: Reader): OpenTimeliness | null {
  if (!question.isOpen) return null
  const { nextDueOn, longOverdueOn } = question
  if (nextDueOn === null) return 'no_deadline'
  const today = reader.todayAt(question.letter.deskId)
  if (isOverdue(nextDueOn, today))
    return longOverdueOn !== null && today >= longOverdueOn ? 'long_overdue' : 'overdue'
  if (nextDueOn === today) return 'due_today'
  return daysBetween(today, nextDueOn) <= 7 ? 'due_soon' : 'upcoming'
}
type OpenTimeliness = 'no_deadline' | 'long_overdue' | 'overdue' | 'due_today' | 'due_soon' | 'upcoming'

/** When the last of these questions changed; the beginning of time where there is none. */
export const latestChange = (questions: readonly ListedQuestion[]): Date =>
  new Date(questions.reduce((latest, { changedAt }) => Math.max(latest, changedAt.getTime()), 0))

export const topicSlug = (topic: string): string => nameSlugOf(topic)

const kept = new WeakMap<Catalog, Map<string, Listing>>()

/** The listing for a reader, made once for all readers that see the same records on the same day. */
export function listingFor(catalog: Catalog, reader: Reader): Listing {
  const listings = kept.get(catalog) ?? new Map<string, Listing>()
  kept.set(catalog, listings)
  const key = [reader.key, liftedBy(catalog, reader.now), ...daysOf(catalog, reader)].join(' ')
  const known = listings.get(key)
  if (known) return known
  const made = makeListing(catalog, reader)
  if (listings.size >= 30) listings.clear()
  listings.set(key, made)
  return made
}

/** How many embargoes have lifted: the only way in which time alone shows a record. */
const liftedBy = (catalog: Catalog, now: Date): number =>
  catalog.embargoes.filter(until => until <= now).length

const daysOf = (catalog: Catalog, reader: Reader): Day[] => [
  ...new Set([...catalog.desks.keys()].map(deskId => reader.todayAt(deskId)))
]

function makeListing(catalog: Catalog, reader: Reader): Listing {
  const letters = catalog.letters.filter(letter => mayRead(letter, reader))
  const readable = new Set(letters)
  const questions = catalog.questions.filter(question => readable.has(question.letter))
  const columns = makeColumns(catalog, questions, reader)
  const orders = new Map<QuestionSort, readonly number[]>()
  const found = new Map<string, FoundQuestions>()
  const groups = new Map<FacetName, ReadonlyMap<string, readonly ListedQuestion[]>>()
  let print: string | undefined
  let lettersById: ReadonlyMap<string, ListedLetter> | undefined
  let questionsById: ReadonlyMap<string, ListedQuestion> | undefined
  let speaking: ReadonlyMap<string, readonly ListedLetter[]> | undefined
  const by = (facet: FacetName) => {
    const known = groups.get(facet) ?? grouped(questions, columns[facet])
    groups.set(facet, known)
    return known
  }
  return {
    catalog,
    reader,
    letters,
    questions,
    isKnown: (facet, value) => columns[facet].codes.has(value),
    find: filter => {
      const order = orders.get(filter.sort) ?? ordered(questions, filter.sort)
      orders.set(filter.sort, order)
      return lately(found, filterQuery(filter), () => findIn(questions, columns, order, filter))
    },
    by,
    questionsOf: letter => by('letter').get(letter.slug) ?? [],
    speakingOf: letterId => {
      speaking ??= bySpokenOf(letters)
      return speaking.get(letterId) ?? []
    },
    letter: id => {
      lettersById ??= new Map(letters.map(letter => [letter.id, letter]))
      return lettersById.get(id)
    },
    question: id => {
      questionsById ??= new Map(questions.map(question => [question.id, question]))
      return questionsById.get(id)
    },
    fingerprint: () => {
      print ??= fingerprintOf(letters, questions, [reader.key, ...daysOf(catalog, reader)])
      return print
    }
  }
}

function bySpokenOf(letters: readonly ListedLetter[]): ReadonlyMap<string, readonly ListedLetter[]> {
  const speaking = new Map<string, ListedLetter[]>()
  for (const letter of letters)
    for (const id of letter.speaksOf) speaking.set(id, [...(speaking.get(id) ?? []), letter])
  return speaking
}

/** The pages of a list, its feed and its pictures ask for the same in a row: the last few are kept. */
function lately(kept: Map<string, FoundQuestions>, key: string, make: () => FoundQuestions): FoundQuestions {
  const known = kept.get(key)
  if (known) return known
  const made = make()
  const oldest = kept.size >= 16 ? kept.keys().next().value : undefined
  if (oldest !== undefined) kept.delete(oldest)
  kept.set(key, made)
  return made
}

function grouped(
  questions: readonly ListedQuestion[],
  column: Column
): ReadonlyMap<string, readonly ListedQuestion[]> {
  const groups = column.values.map((): ListedQuestion[] => [])
  questions.forEach((question, index) => {
    for (const code of column.cells[index] ?? []) groups[code]?.push(question)
  })
  return new Map(column.values.map((value, code) => [value, groups[code] ?? []]))
}

function fingerprintOf(
  letters: readonly ListedLetter[],
  questions: readonly ListedQuestion[],
  seeds: readonly string[]
): string {
  const hash = createHash('sha256').update(seeds.join('\n'))
  for (const { id, changes, visibility } of letters) hash.update(`${id} ${changes} ${visibility}\n`)
  for (const { id, changes, publicState, dueMemory } of questions)
    hash.update(`${id} ${changes} ${publicState} ${dueMemory?.changes ?? 0}\n`)
  return hash.digest('base64url').slice(0, 22)
}

/** A facet's values as small numbers, and for each question the numbers it has. */
interface Column {
  readonly codes: Map<string, number>
  readonly values: string[]
  readonly cells: (readonly number[])[]
}

type Columns = Readonly<Record<FacetName, Column>>

function makeColumns(catalog: Catalog, questions: readonly ListedQuestion[], reader: Reader): Columns {
  const columns = perFacet((): Column => ({ codes: new Map(), values: [], cells: [] }))
  const slugs = slugsWithParents(catalog)
  const ofLetter = new Map<ListedLetter, Readonly<Record<LetterFacet, readonly number[]>>>()
  for (const question of questions) {
    const { letter } = question
    let shared = ofLetter.get(letter)
    if (!shared) {
      shared = lettersCodes(letter, columns)
      ofLetter.set(letter, shared)
    }
    for (const name of letterFacets) columns[name].cells.push(shared[name])
    const own = ownValues(question, reader, slugs)
    for (const name of ownFacets) columns[name].cells.push(codesOf(columns[name], own[name]))
  }
  return columns
}

const letterFacets = ['signatory', 'topic', 'chamber', 'congress', 'letter', 'desk'] as const
type LetterFacet = (typeof letterFacets)[number]
const ownFacets = ['answer', 'open', 'timeliness', 'organization', 'about', 'ask'] as const

function lettersCodes(letter: ListedLetter, columns: Columns): Record<LetterFacet, readonly number[]> {
  const values: Record<LetterFacet, readonly string[]> = {
    signatory: letter.signatories.map(({ slug }) => slug),
    topic: letter.topics.map(topicSlug),
    chamber: letter.chamber ? [letter.chamber] : [],
    congress: letter.letterDate ? [String(congressOf(letter.letterDate))] : [],
    letter: [letter.slug],
    desk: [letter.deskId]
  }
  const codes = (name: LetterFacet) => codesOf(columns[name], values[name])
  return {
    signatory: codes('signatory'),
    topic: codes('topic'),
    chamber: codes('chamber'),
    congress: codes('congress'),
    letter: codes('letter'),
    desk: codes('desk')
  }
}

function ownValues(
  question: ListedQuestion,
  reader: Reader,
  slugs: ReadonlyMap<string, readonly string[]>
): Record<(typeof ownFacets)[number], readonly string[]> {
  const group = groupOfState(stateFor(question, reader))
  const timely = timelinessFor(question, reader)
  return {
    answer: group === null ? [] : group === 'answered' ? ['answered'] : ['unanswered', group],
    open: [question.isOpen ? 'yes' : 'no'],
    timeliness: timely === null ? [] : timely === 'long_overdue' ? ['overdue', 'long_overdue'] : [timely],
    organization: question.organizationIds.flatMap(id => slugs.get(id) ?? []),
    about: question.aboutIds.flatMap(id => slugs.get(id) ?? []),
    ask: [question.ask]
  }
}

/** An organization's slug and those of the departments it belongs to: a department's list holds its bureaus'. */
function slugsWithParents({ organizations }: Catalog): Map<string, readonly string[]> {
  const chain = (id: string | null, above: number): string[] => {
    const organization = id === null ? undefined : organizations.get(id)
    if (!organization || above > 5) return []
    const parent = organization.parentId ? String(organization.parentId) : null
    return [organization.slug, ...chain(parent, above + 1)]
  }
  return new Map([...organizations.keys()].map(id => [id, chain(id, 0)]))
}

// Most questions share a few combinations of codes; one array serves all that have the same.
const combinations = new Map<string, readonly number[]>()

function codesOf(column: Column, values: readonly string[]): readonly number[] {
  const codes = [...new Set(values)].map(value => {
    const known = column.codes.get(value)
    if (known !== undefined) return known
    const code = column.values.push(value) - 1
    column.codes.set(value, code)
    return code
  })
  const key = codes.join(',')
  const same = combinations.get(key)
  if (same) return same
  if (combinations.size < 100_000) combinations.set(key, codes)
  return codes
}

const lastDay = '9999-12-31'

const sortKeys: Record<QuestionSort, (one: ListedQuestion, other: ListedQuestion) => number> = {
  age: (one, other) => compare(one.firstAskedOn ?? lastDay, other.firstAskedOn ?? lastDay),
  due: (one, other) =>
    compare(one.nextDueOn ?? lastDay, other.nextDueOn ?? lastDay) ||
    compare(one.firstAskedOn ?? lastDay, other.firstAskedOn ?? lastDay),
  asked: (one, other) => compare(other.letter.letterDate ?? '', one.letter.letterDate ?? ''),
  recorded: (one, other) => other.loggedAt.getTime() - one.loggedAt.getTime()
}

/** A letter's questions stay together and in their order where the sort does not part them. */
const ordered = (questions: readonly ListedQuestion[], sort: QuestionSort): readonly number[] => {
  const by = sortKeys[sort]
  const at = (index: number): ListedQuestion => questions[index] as ListedQuestion
  return questions
    .map((_, index) => index)
    .sort((one, other) => {
      const [a, b] = [at(one), at(other)]
      return by(a, b) || compare(a.letter.id, b.letter.id) || a.position - b.position
    })
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** One pass: a question that fails one facet only is still counted among that facet's own choices. */
function findIn(
  questions: readonly ListedQuestion[],
  columns: Columns,
  order: readonly number[],
  filter: QuestionFilter
): FoundQuestions {
  const wanted = facetNames.map(name => {
    const chosen = filter.choices[name]
    return chosen && new Set(chosen.map(value => columns[name].codes.get(value) ?? -1))
  })
  const cells = facetNames.map(name => columns[name].cells)
  const tallies = facetNames.map(name => new Int32Array(columns[name].values.length))
  const found: ListedQuestion[] = []
  for (const index of order) {
    const question = questions[index]
    if (!question || !isAskedWithin(question, filter)) continue
    let failed = -1
    let failures = 0
    for (let facet = 0; facet < wanted.length && failures < 2; facet++) {
      const set = wanted[facet]
      if (set && !cells[facet]?.[index]?.some(code => set.has(code))) {
        failures += 1
        failed = facet
      }
    }
    if (failures > 1) continue
    if (failures === 0) found.push(question)
    for (let facet = 0; facet < tallies.length; facet++) {
      if (failures === 1 && facet !== failed) continue
      const tally = tallies[facet]
      for (const code of cells[facet]?.[index] ?? []) if (tally) tally[code] = (tally[code] ?? 0) + 1
    }
  }
  return { questions: found, counts: countsOf(columns, tallies) }
}

const isAskedWithin = ({ letter }: ListedQuestion, { from, until }: QuestionFilter): boolean =>
  (from === null || (letter.letterDate !== null && letter.letterDate >= from)) &&
  (until === null || (letter.letterDate !== null && letter.letterDate <= until))

const countsOf = (columns: Columns, tallies: readonly Int32Array[]): FoundQuestions['counts'] =>
  perFacet(name => {
    const tally = tallies[facetNames.indexOf(name)]
    const counted = columns[name].values.map((value, code): [string, number] => [value, tally?.[code] ?? 0])
    return new Map(counted.filter(([, count]) => count > 0))
  })
