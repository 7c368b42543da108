import type { Catalog, ListedLetter } from './catalog.ts'
import { type Column, columnsOf, combinationOf, emptyColumn, type SharedFacet } from './columns.ts'
import { type CellState, groupOfState } from './domain/cells.ts'
import type { FacetName } from './domain/question-filter.ts'
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
  /** For each facet and combination how many of the seen questions have it. */
  readonly tallies: Readonly<Record<FacetName, Int32Array>>
}

export const isSeen = ({ seen, letterOf }: View, question: number): boolean =>
  seen[letterOf[question] ?? -1] === 1

export const columnOf = (view: Pick<View, 'catalog' | 'answer' | 'timeliness'>, facet: FacetName): Column =>
  facet === 'answer' || facet === 'timeliness' ? view[facet] : columnsOf(view.catalog).byFacet[facet]

export function makeView(catalog: Catalog, reader: Reader): View {
  const { letters, questions } = catalog
  const { letterOf } = placesOf(catalog)
  const seen = Uint8Array.from(letters, letter => (mayRead(letter, reader) ? 1 : 0))
  const answer = emptyColumn(questions.length)
  const timeliness = emptyColumn(questions.length)
  const put = filler({ catalog, reader, answer, timeliness })
  for (let place = 0; place < questions.length; place += 1) put(place)
  const columns = perFacet(facet => columnOf({ catalog, answer, timeliness }, facet))
  const tallies = perFacet(facet => new Int32Array(columns[facet].combinations.length))
  const view = { catalog, reader, seen, letterOf, answer, timeliness, tallies }
  for (const facet of facetNames) {
    const { cells } = columns[facet]
    const tally = tallies[facet]
    for (let place = 0; place < questions.length; place += 1) {
      if (seen[letterOf[place] ?? -1] !== 1) continue
      const cell = cells[place] ?? 0
      tally[cell] = (tally[cell] ?? 0) + 1
    }
  }
  return view
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
  const { letters, questions } = catalog
  const seen = new Uint8Array(letters.length)
  seen.set(before.seen)
  for (const place of changed.letters) {
    const letter = letters[place]
    seen[place] = letter && mayRead(letter, reader) ? 1 : 0
  }
  const answer = { ...before.answer, cells: grown(before.answer.cells, questions.length) }
  const timeliness = { ...before.timeliness, cells: grown(before.timeliness.cells, questions.length) }
  const put = filler({ catalog, reader, answer, timeliness })
  for (const place of changed.questions) put(place)
  const { letterOf } = placesOf(catalog)
  const draft = { catalog, reader, seen, letterOf, answer, timeliness }
  const tallies = perFacet(facet => grown(before.tallies[facet], columnOf(draft, facet).combinations.length))
  const view: View = { ...draft, tallies }
  for (const facet of facetNames)
    for (const place of changed.questions) {
      count(before, facet, place, tallies[facet], -1)
      count(view, facet, place, tallies[facet], 1)
    }
  return { view, isNamedAlike: isNamedAlike(before, view, changed) }
}

function count(view: View, facet: FacetName, place: number, tally: Int32Array, by: 1 | -1): void {
  const cell = isSeen(view, place) ? columnOf(view, facet).cells[place] : undefined
  if (cell !== undefined) tally[cell] = (tally[cell] ?? 0) + by
}

function filler({
  catalog,
  reader,
  answer,
  timeliness
}: Pick<View, 'catalog' | 'reader' | 'answer' | 'timeliness'>) {
  const isStaff = new Map<ListedLetter, boolean>()
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
    answer.cells[place] = known
    const timely = timelinessFor(question, reader)
    timeliness.cells[place] = combinationOf(
      timeliness,
      timely === null ? [] : timely === 'long_overdue' ? ['overdue', 'long_overdue'] : [timely]
    )
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
