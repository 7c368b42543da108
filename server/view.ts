import type { Catalog, ListedLetter, ListedQuestion } from './catalog.ts'
import { type Column, columnsOf, combinationOf, emptyColumn, putCell, type SharedFacet } from './columns.ts'
import { type AgeBucket, ageBucketOf, ageBuckets } from './domain/answers.ts'
import { type CellState, groupOfState } from './domain/cells.ts'
import type { Day } from './domain/day.ts'
import { type PublicGroup, publicGroups } from './domain/dispositions.ts'
import { facetNames, perFacet } from './domain/question-filter.ts'
import { type Changes, grown, placesOf } from './places.ts'
import { mayRead, type Reader, seesAsStaff, timelinessFor } from './reading.ts'

/** A catalog as one reader sees it on one day, by the places of its records. */
export interface View {
  readonly catalog: Catalog
  readonly reader: Reader
  /** 1 for each letter that the reader may see. */
  readonly seen: Uint8Array
  readonly letterOf: Int32Array
  /** The facets that depend on the reader and the day. */
  readonly answer: Column
  readonly timeliness: Column
  /** What pictures are drawn from: how long ago it was asked, in which year, and what came back, and when. */
  readonly drawn: Column
  /** How many of the seen questions have each value, by its code. */
  readonly counts: Readonly<Record<Counted, Int32Array>>
}

/** What questions are counted by: the facets, and what pictures and the first page say beside. */
export const counted = [...facetNames, 'drawn', 'check'] as const
export type Counted = (typeof counted)[number]

export const perCounted = <T>(make: (name: Counted) => T): Record<Counted, T> => ({
  ...perFacet(make),
  drawn: make('drawn'),
  check: make('check')
})

export const isSeen = ({ seen, letterOf }: Pick<View, 'seen' | 'letterOf'>, question: number): boolean =>
  seen[letterOf[question] ?? -1] === 1

type Columned = Pick<View, 'catalog' | 'answer' | 'timeliness' | 'drawn'>

export const columnOf = (view: Columned, name: Counted): Column =>
  name === 'answer' || name === 'timeliness' || name === 'drawn'
    ? view[name]
    : columnsOf(view.catalog).byFacet[name]

export function makeView(catalog: Catalog, reader: Reader): View {
  const { letters, questions } = catalog
  const { letterOf } = placesOf(catalog)
  const seen = Uint8Array.from(letters, letter => (mayRead(letter, reader) ? 1 : 0))
  const answer = emptyColumn(questions.length)
  const timeliness = emptyColumn(questions.length)
  const drawn = emptyColumn(questions.length)
  const put = filler({ catalog, reader, answer, timeliness, drawn }, null)
  for (let place = 0; place < questions.length; place += 1) put(place)
  const counts = perCounted(name => {
    const column = columnOf({ catalog, answer, timeliness, drawn }, name)
    const tally = new Int32Array(column.combinations.length)
    for (let place = 0; place < questions.length; place += 1) {
      if (seen[letterOf[place] ?? -1] !== 1) continue
      const cell = column.cells[place] ?? 0
      tally[cell] = (tally[cell] ?? 0) + 1
    }
    return countsOf(column, tally)
  })
  return { catalog, reader, seen, letterOf, answer, timeliness, drawn, counts }
}

/** How often each value is there, by its code, where each combination is there so often. */
export function countsOf({ values, combinations }: Column, tally: Int32Array): Int32Array {
  const counts = new Int32Array(values.length)
  tally.forEach((count, combination) => {
    if (count > 0)
      for (const code of combinations[combination] ?? []) counts[code] = (counts[code] ?? 0) + count
  })
  return counts
}

/**
 * The view of a catalog that was made of an earlier one, for the same reader on the same day. `isNamedAlike` says
 * whether every name in it is as it was.
 */
export function carryView(
  before: View,
  catalog: Catalog,
  reader: Reader,
  changed: Changes
): { view: View; isNamedAlike: boolean } {
  const { letters } = catalog
  const seen = new Uint8Array(letters.length)
  seen.set(before.seen)
  for (const place of changed.letters) {
    const letter = letters[place]
    seen[place] = letter && mayRead(letter, reader) ? 1 : 0
  }
  const [answer, timeliness, drawn] = [{ ...before.answer }, { ...before.timeliness }, { ...before.drawn }]
  const put = filler({ catalog, reader, answer, timeliness, drawn }, before)
  for (const place of changed.questions) put(place)
  const { letterOf } = placesOf(catalog)
  const draft = { catalog, reader, seen, letterOf, answer, timeliness, drawn }
  const view: View = {
    ...draft,
    counts: perCounted(name => {
      const [was, is] = [columnOf(before, name), columnOf(draft, name)]
      const differs = (place: number): boolean =>
        was.cells[place] !== is.cells[place] || isSeen(before, place) !== isSeen(draft, place)
      const places = [...changed.questions].filter(differs)
      if (places.length === 0) return before.counts[name]
      const counts = grown(before.counts[name], is.values.length)
      for (const place of places) {
        count(before, was, place, counts, -1)
        count(draft, is, place, counts, 1)
      }
      return counts
    })
  }
  return { view, isNamedAlike: isNamedAlike(before, view, changed) }
}

type Seen = Pick<View, 'seen' | 'letterOf'>

function count(
  view: Seen,
  { cells, combinations }: Column,
  place: number,
  counts: Int32Array,
  by: 1 | -1
): void {
  if (!isSeen(view, place)) return
  for (const code of combinations[cells[place] ?? -1] ?? []) counts[code] = (counts[code] ?? 0) + by
}

type Filled = Pick<View, 'answer' | 'timeliness' | 'drawn'>

function filler(
  { catalog, reader, answer, timeliness, drawn }: Filled & Pick<View, 'catalog' | 'reader'>,
  before: Filled | null
) {
  const { length } = catalog.questions
  const isStaff = new Map<ListedLetter, boolean>()
  const draw = drawer(drawn, reader)
  const ofState = new Map<CellState, number>()
  return (place: number): void => {
    const question = catalog.questions[place]
    if (!question) return
    const { letter } = question
    const staff = isStaff.get(letter) ?? seesAsStaff(reader, letter)
    isStaff.set(letter, staff)
    const state = staff ? question.state : question.publicState
    const known = ofState.get(state) ?? combinationOf(answer, answersOf(state))
    ofState.set(state, known)
    putCell(answer, before?.answer ?? null, place, known, length)
    const timely = timelinessFor(question, reader)
    const times = timely === null ? [] : timely === 'long_overdue' ? ['overdue', 'long_overdue'] : [timely]
    putCell(timeliness, before?.timeliness ?? null, place, combinationOf(timeliness, times), length)
    putCell(drawn, before?.drawn ?? null, place, draw(question, state), length)
  }
}

/** What pictures say of a question: none where it is not counted. */
export interface Drawn {
  readonly age: AgeBucket
  readonly group: PublicGroup
  /** The year of its letter, and that in which its answer came. */
  readonly year: number | null
  readonly answeredIn: number | null
}

/** The combination of a question in the column that pictures are drawn from; many questions share an age and a year. */
function drawer(drawn: Column, reader: Reader) {
  const ages = new Map<string, AgeBucket>()
  return ({ firstAskedOn, answeredOn, letter }: ListedQuestion, state: CellState): number => {
    const group = groupOfState(state)
    if (group === null) return combinationOf(drawn, [])
    const today = reader.todayAt(letter.deskId)
    const key = `${today} ${firstAskedOn}`
    const age = ages.get(key) ?? ageBucketOf(firstAskedOn, today)
    ages.set(key, age)
    const answered = group === 'answered' ? inYear(answeredOn) : ''
    return combinationOf(drawn, [`${age} ${group} ${inYear(letter.letterDate)} ${answered}`])
  }
}

const inYear = (day: Day | null): string => day?.slice(0, 4) ?? ''

export function readDrawn(value: string): Drawn {
  const [age, group, year, answeredIn] = value.split(' ')
  return {
    age: ageBuckets.find(one => one === age) ?? 'no_date',
    group: publicGroups.find(one => one === group) ?? 'no_reply',
    year: year ? Number(year) : null,
    answeredIn: answeredIn ? Number(answeredIn) : null
  }
}

function answersOf(state: CellState): readonly string[] {
  const group = groupOfState(state)
  return group === null ? [] : group === 'answered' ? ['answered'] : ['unanswered', group]
}

const naming = [
  'organization',
  'about',
  'signatory',
  'topic',
  'congress',
  'letter',
  'desk'
] as const satisfies SharedFacet[]

function isNamedAlike(before: View, after: View, changed: Changes): boolean {
  for (const place of changed.letters) {
    const [was, is] = [before.catalog.letters[place], after.catalog.letters[place]]
    if (!was || !is || before.seen[place] !== after.seen[place] || namesIn(was) !== namesIn(is)) return false
  }
  for (const place of changed.questions) {
    if (place >= before.catalog.questions.length) return false
    for (const facet of naming)
      if (columnOf(before, facet).cells[place] !== columnOf(after, facet).cells[place]) return false
  }
  return true
}

const namesIn = ({ slug, subject, signatories, recipients, topics, letterDate }: ListedLetter): string =>
  JSON.stringify([slug, subject, signatories, recipients, topics, letterDate])
