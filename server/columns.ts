import type { Catalog, ListedLetter, ListedQuestion } from './catalog.ts'
import { congressOf } from './domain/congress.ts'
import { compareTexts } from './domain/order.ts'
import type { QuestionSort } from './domain/question-filter.ts'
import { nameSlugOf } from './domain/slug.ts'
import { type Changes, grown, isNone, placesOf } from './places.ts'

/**
 * A facet's values as small numbers, and for each question, by its place, which combination of them it has: most
 * questions share a few. Codes and combinations are only ever added to, so that all catalogs made of one share them.
 */
export interface Column {
  readonly codes: Map<string, number>
  readonly values: string[]
  readonly combinations: (readonly number[])[]
  readonly known: Map<string, number>
  cells: Int32Array
}

export const emptyColumn = (length: number): Column => ({
  codes: new Map(),
  values: [],
  combinations: [],
  known: new Map(),
  cells: new Int32Array(length)
})

/** Puts a question into a column. The first that differs from the catalog before makes the column's own copy of it. */
export function putCell(
  column: Column,
  before: Column | null,
  place: number,
  cell: number,
  length: number
): void {
  if (column.cells[place] === cell) return
  if (column.cells === before?.cells) column.cells = grown(before.cells, length)
  column.cells[place] = cell
}

/** The number of a combination of values. */
export function combinationOf(
  { codes, values, combinations, known }: Column,
  given: readonly string[]
): number {
  const key = given.join('\n')
  const number = known.get(key)
  if (number !== undefined) return number
  const own = [...new Set(given)].map(value => {
    const code = codes.get(value) ?? values.push(value) - 1
    codes.set(value, code)
    return code
  })
  known.set(key, combinations.length)
  return combinations.push(own) - 1
}

/** What depends on the record alone; what a question shows and how it stands in time depend on who asks and when. */
const letterFacets = ['signatory', 'topic', 'chamber', 'congress', 'letter', 'desk'] as const
/** `check` is no facet: the day of an open question's last check is counted, and not filtered by. */
const ownFacets = ['organization', 'about', 'open', 'ask', 'check'] as const
type LetterFacet = (typeof letterFacets)[number]
type OwnFacet = (typeof ownFacets)[number]
export const sharedFacets = [...letterFacets, ...ownFacets] as const
export type SharedFacet = LetterFacet | OwnFacet

/** Columns and orders of a catalog's questions, the same for all readers. */
export interface Columns {
  readonly byFacet: Readonly<Record<SharedFacet, Column>>
  /** The places of all questions in the order of a sort, made when it is first asked for. */
  readonly orders: Map<QuestionSort, Int32Array>
  /** The places of all letters, the latest first. */
  readonly letters: { latest?: Int32Array }
}

const known = new WeakMap<Catalog, Columns>()

export function columnsOf(catalog: Catalog): Columns {
  const columns = known.get(catalog) ?? makeColumns(catalog)
  known.set(catalog, columns)
  return columns
}

function makeColumns(catalog: Catalog): Columns {
  const { letters, questions } = catalog
  const byFacet = perShared(() => emptyColumn(questions.length))
  const columns: Columns = { byFacet, orders: new Map(), letters: {} }
  const { letterOf } = placesOf(catalog)
  const ofLetters = letters.map(letter => letterCombinations(letter, byFacet))
  const put = filler(catalog, byFacet, null)
  questions.forEach((question, place) => {
    const shared = ofLetters[letterOf[place] ?? -1]
    if (shared) put(question, place, shared)
  })
  return columns
}

/** Takes over the columns of an earlier catalog, but for what changed. */
export function carryColumns(before: Catalog, after: Catalog, changed: Changes): void {
  const earlier = known.get(before)
  if (!earlier) return
  if (isNone(changed)) return void known.set(after, earlier)
  const byFacet = perShared(name => ({ ...earlier.byFacet[name] }))
  const put = filler(after, byFacet, earlier.byFacet)
  for (const place of changed.questions) {
    const question = after.questions[place]
    if (question) put(question, place, letterCombinations(question.letter, byFacet))
  }
  const orders = [...earlier.orders].map(
    ([sort, order]) =>
      [sort, reordered(order, movedBy(sort, before, after, changed), byQuestion(after, sort))] as const
  )
  const { latest } = earlier.letters
  known.set(after, {
    byFacet,
    orders: new Map(orders),
    letters: latest ? { latest: reordered(latest, redated(before, after, changed), latestFirst(after)) } : {}
  })
}

/** The changed questions that may stand elsewhere now. */
function movedBy(
  sort: QuestionSort,
  before: Catalog,
  after: Catalog,
  { questions }: Changes
): ReadonlySet<number> {
  const isMoved = (place: number): boolean => {
    const [was, is] = [before.questions[place], after.questions[place]]
    return (
      !was ||
      !is ||
      sortKeys[sort](was, is) !== 0 ||
      was.letter.id !== is.letter.id ||
      was.position !== is.position
    )
  }
  return new Set([...questions].filter(isMoved))
}

/** The changed letters that have another day now, or are new. */
const redated = (before: Catalog, after: Catalog, { letters }: Changes): ReadonlySet<number> =>
  new Set(
    [...letters].filter(place => {
      const was = before.letters[place]
      return !was || was.letterDate !== after.letters[place]?.letterDate
    })
  )

type LetterCombinations = Readonly<Record<LetterFacet, number>>

function letterCombinations(
  letter: ListedLetter,
  columns: Readonly<Record<SharedFacet, Column>>
): LetterCombinations {
  const of = (facet: LetterFacet, values: readonly string[]) => combinationOf(columns[facet], values)
  return {
    signatory: of(
      'signatory',
      letter.signatories.map(({ slug }) => slug)
    ),
    topic: of('topic', letter.topics.map(topicSlug)),
    chamber: of('chamber', letter.chamber ? [letter.chamber] : []),
    congress: of('congress', letter.letterDate ? [String(congressOf(letter.letterDate))] : []),
    letter: of('letter', [letter.slug]),
    desk: of('desk', [letter.deskId])
  }
}

export const topicSlug = (topic: string): string => nameSlugOf(topic)

type SharedColumns = Readonly<Record<SharedFacet, Column>>

function filler(catalog: Catalog, columns: SharedColumns, before: SharedColumns | null) {
  const fill = (name: SharedFacet, place: number, cell: number): void =>
    putCell(columns[name], before?.[name] ?? null, place, cell, catalog.questions.length)
  const withParents = slugsWithParents(catalog)
  const slugsOf = (ids: readonly string[]): string[] => ids.flatMap(id => withParents.get(id) ?? [])
  return (question: ListedQuestion, place: number, shared: LetterCombinations): void => {
    for (const name of letterFacets) fill(name, place, shared[name])
    const own: Readonly<Record<OwnFacet, readonly string[]>> = {
      organization: slugsOf(question.organizationIds),
      about: slugsOf(question.aboutIds),
      open: [question.isOpen ? 'yes' : 'no'],
      ask: [question.ask],
      check: [checkOf(question)]
    }
    for (const name of ownFacets) fill(name, place, combinationOf(columns[name], own[name]))
  }
}

/** What stands in the place of a day where a question is not open, and where nobody has looked yet. */
export const [notOpen, neverChecked] = ['closed', 'never'] as const

const checkOf = ({ isOpen, checkedOn }: ListedQuestion): string =>
  isOpen ? (checkedOn ?? neverChecked) : notOpen

const slugs = new WeakMap<Catalog['organizations'], ReadonlyMap<string, readonly string[]>>()

/** An organization's slug and those of the departments it belongs to: a department's list holds its bureaus'. */
function slugsWithParents({ organizations }: Catalog): ReadonlyMap<string, readonly string[]> {
  const known = slugs.get(organizations)
  if (known) return known
  const chain = (id: string | null, above: number): string[] => {
    const organization = id === null ? undefined : organizations.get(id)
    if (!organization || above > 5) return []
    const parent = organization.parentId ? String(organization.parentId) : null
    return [organization.slug, ...chain(parent, above + 1)]
  }
  const made = new Map([...organizations.keys()].map(id => [id, chain(id, 0)]))
  slugs.set(organizations, made)
  return made
}

const perShared = <T>(make: (facet: SharedFacet) => T): Record<SharedFacet, T> => ({
  signatory: make('signatory'),
  topic: make('topic'),
  chamber: make('chamber'),
  congress: make('congress'),
  letter: make('letter'),
  desk: make('desk'),
  organization: make('organization'),
  about: make('about'),
  open: make('open'),
  ask: make('ask'),
  check: make('check')
})

/** The places of a catalog's questions in the order of a sort. */
export function orderOf(catalog: Catalog, sort: QuestionSort): Int32Array {
  const { orders } = columnsOf(catalog)
  const order = orders.get(sort) ?? inOrder(catalog.questions.length, byQuestion(catalog, sort))
  orders.set(sort, order)
  return order
}

/** The places of a catalog's letters, the latest first, undated ones last. */
export function latestLetters(catalog: Catalog): Int32Array {
  const { letters } = columnsOf(catalog)
  letters.latest ??= inOrder(catalog.letters.length, latestFirst(catalog))
  return letters.latest
}

type Compare = (one: number, other: number) => number

const inOrder = (length: number, compare: Compare): Int32Array =>
  Int32Array.from({ length }, (_, place) => place).sort(compare)

/** An order in which some places are put where they belong now, and all others stay as they are. */
function reordered(order: Int32Array, changed: ReadonlySet<number>, compare: Compare): Int32Array {
  if (changed.size === 0) return order
  const kept = without(order, changed)
  const result = new Int32Array(kept.length + changed.size)
  let from = 0
  let at = 0
  for (const place of [...changed].sort(compare)) {
    const until = lowerBound(kept, place, compare)
    result.set(kept.subarray(from, until), at)
    at += until - from
    from = until
    result[at] = place
    at += 1
  }
  result.set(kept.subarray(from), at)
  return result
}

function without(order: Int32Array, places: ReadonlySet<number>): Int32Array {
  const isLeft = new Uint8Array(order.length + 1)
  for (const place of places) isLeft[Math.min(place, order.length)] = 1
  const kept = new Int32Array(order.length)
  let length = 0
  for (const place of order) {
    if (isLeft[place] === 1) continue
    kept[length] = place
    length += 1
  }
  return kept.subarray(0, length)
}

function lowerBound(order: Int32Array, place: number, compare: Compare): number {
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compare(order[middle] ?? 0, place) < 0) low = middle + 1
    else high = middle
  }
  return low
}

const lastDay = '9999-12-31'

const sortKeys: Record<QuestionSort, (one: ListedQuestion, other: ListedQuestion) => number> = {
  age: (one, other) => compareTexts(one.firstAskedOn ?? lastDay, other.firstAskedOn ?? lastDay),
  due: (one, other) =>
    compareTexts(one.nextDueOn ?? lastDay, other.nextDueOn ?? lastDay) ||
    compareTexts(one.firstAskedOn ?? lastDay, other.firstAskedOn ?? lastDay),
  asked: (one, other) => compareTexts(other.letter.letterDate ?? '', one.letter.letterDate ?? ''),
  recorded: (one, other) => other.loggedAt.getTime() - one.loggedAt.getTime()
}

/** A letter's questions stay together and in their order where the sort does not part them. */
function byQuestion({ questions }: Catalog, sort: QuestionSort): Compare {
  const by = sortKeys[sort]
  return (one, other) => {
    const [a, b] = [questions[one], questions[other]]
    if (!a || !b) return one - other
    return by(a, b) || compareTexts(a.letter.id, b.letter.id) || a.position - b.position || one - other
  }
}

function latestFirst({ letters }: Catalog): Compare {
  const dateOf = (place: number): string => letters[place]?.letterDate ?? ''
  return (one, other) => compareTexts(dateOf(other), dateOf(one)) || one - other
}
