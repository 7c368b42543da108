import type { ListedQuestion } from './catalog.ts'
import { type Column, orderOf } from './columns.ts'
import {
  type FacetName,
  facetNames,
  isNarrowed,
  type QuestionFilter,
  type QuestionSort
} from './domain/question-filter.ts'
import { type Counted, columnOf, countsOf, isSeen, perCounted, type View } from './view.ts'

/** A list of questions. What is asked of it is found when it is asked: a page of it, all, or how many there are. */
export interface FoundQuestions extends Iterable<ListedQuestion> {
  readonly total: number
  /** Every question of the list, in its order. */
  readonly questions: readonly ListedQuestion[]
  /** Those from one place in the list up to and without another. */
  slice(from: number, to: number): readonly ListedQuestion[]
  /** How many of the list each choice of a facet has, the other facets kept; values without any are left out. */
  readonly counts: FacetCounts
  /** How many of the list pictures draw alike: see `readDrawn`. */
  readonly drawn: ReadonlyMap<string, number>
  /** How many of the list were last checked on each day. */
  readonly check: ReadonlyMap<string, number>
}

export type FacetCounts = Readonly<Record<FacetName, ReadonlyMap<string, number>>>

export const findIn = (view: View, filter: QuestionFilter): FoundQuestions =>
  isNarrowed(filter) ? narrowed(view, filter) : whole(view, filter.sort)

/** Everything that the reader sees: its counts are carried from one state of the record to the next. */
function whole(view: View, sort: QuestionSort): FoundQuestions {
  const total = view.counts.open.reduce((sum, count) => sum + count, 0)
  const counts = new Counts(name => ({ column: columnOf(view, name), counts: view.counts[name] }))
  return new Found(
    view,
    sort,
    place => isSeen(view, place),
    () => ({ total, counts })
  )
}

/** One pass finds all of it: a question that fails one facet only is still counted among that facet's own choices. */
function narrowed(view: View, filter: QuestionFilter): FoundQuestions {
  const { letterOf } = view
  const within = lettersWithin(view, filter)
  const columns = perCounted(name => columnOf(view, name))
  const chosen = facetNames.flatMap(facet => {
    const choices = filter.choices[facet]
    return choices ? [{ facet, cells: columns[facet].cells, passes: passing(columns[facet], choices) }] : []
  })
  const isIn = (place: number): boolean => {
    if (within[letterOf[place] ?? -1] !== 1) return false
    for (const { cells, passes } of chosen) if (passes[cells[place] ?? -1] !== 1) return false
    return true
  }
  const pass = () => {
    const all = new Int32Array(letterOf.length)
    const failing = chosen.map(() => new Int32Array(letterOf.length))
    const failures = chosen.map(() => 0)
    let total = 0
    for (let place = 0; place < letterOf.length; place += 1) {
      if (within[letterOf[place] ?? -1] !== 1) continue
      let failed = -1
      let failedTwice = false
      for (let at = 0; at < chosen.length && !failedTwice; at += 1) {
        const one = chosen[at]
        if (!one || one.passes[one.cells[place] ?? -1] === 1) continue
        failedTwice = failed >= 0
        failed = at
      }
      if (failedTwice) continue
      if (failed < 0) all[total++] = place
      else {
        const at = failures[failed] ?? 0
        const places = failing[failed]
        if (places) places[at] = place
        failures[failed] = at + 1
      }
    }
    const counts = new Counts(name => {
      const tally = new Int32Array(columns[name].combinations.length)
      addTo(tally, columns[name].cells, all.subarray(0, total))
      const at = chosen.findIndex(({ facet }) => facet === name)
      addTo(tally, columns[name].cells, failing[at]?.subarray(0, failures[at] ?? 0) ?? none)
      return { column: columns[name], counts: countsOf(columns[name], tally) }
    })
    return { total, counts }
  }
  return new Found(view, filter.sort, isIn, pass)
}

/** The first pages of a list are looked for as they are asked; who turns further has all places found, once. */
const firstFew = 100

class Found implements FoundQuestions {
  readonly #view: View
  readonly #sort: QuestionSort
  readonly #isIn: (place: number) => boolean
  readonly #count: () => { total: number; counts: Counts }
  #counted: { total: number; counts: Counts } | undefined
  #places: Int32Array | undefined
  #questions: readonly ListedQuestion[] | undefined

  constructor(
    view: View,
    sort: QuestionSort,
    isIn: (place: number) => boolean,
    count: () => { total: number; counts: Counts }
  ) {
    this.#view = view
    this.#sort = sort
    this.#isIn = isIn
    this.#count = count
  }

  *[Symbol.iterator](): Generator<ListedQuestion> {
    const { catalog } = this.#view
    for (const place of orderOf(catalog, this.#sort)) {
      const question = this.#isIn(place) ? catalog.questions[place] : undefined
      if (question) yield question
    }
  }

  slice(from: number, to: number): readonly ListedQuestion[] {
    if (to > firstFew) return this.#at(this.#allPlaces.subarray(from, to))
    const some: ListedQuestion[] = []
    for (const question of this) {
      if (some.length >= to) break
      some.push(question)
    }
    return some.slice(from)
  }

  get questions() {
    this.#questions ??= this.#at(this.#allPlaces)
    return this.#questions
  }
  get #allPlaces() {
    this.#places ??= orderOf(this.#view.catalog, this.#sort).filter(this.#isIn)
    return this.#places
  }
  #at(places: Int32Array): readonly ListedQuestion[] {
    const { questions } = this.#view.catalog
    return Array.from(places).flatMap(place => questions[place] ?? [])
  }
  get #made() {
    this.#counted ??= this.#count()
    return this.#counted
  }
  get total() {
    return this.#made.total
  }
  get counts() {
    return this.#made.counts
  }
  get drawn() {
    return this.#made.counts.of('drawn')
  }
  get check() {
    return this.#made.counts.of('check')
  }
}

const none = new Int32Array(0)

function addTo(tally: Int32Array, cells: Int32Array, places: Int32Array): void {
  for (let at = 0; at < places.length; at += 1) {
    const cell = cells[places[at] ?? 0] ?? 0
    tally[cell] = (tally[cell] ?? 0) + 1
  }
}

/** 1 for each letter that the reader may see and that was asked in the time. */
function lettersWithin({ seen, catalog }: View, { from, until }: QuestionFilter): Uint8Array {
  if (from === null && until === null) return seen
  return seen.map((isSeen, place) => {
    const day = catalog.letters[place]?.letterDate ?? null
    return isSeen && day !== null && (from === null || day >= from) && (until === null || day <= until)
      ? 1
      : 0
  })
}

/** 1 for each combination that has one of the values. */
function passing({ codes, combinations }: Column, values: readonly string[]): Uint8Array {
  const wanted = new Set(values.map(value => codes.get(value) ?? -1))
  return Uint8Array.from(combinations, combination => (combination.some(code => wanted.has(code)) ? 1 : 0))
}

/** The counts of each facet, made when they are first asked for: a facet may have as many values as there are letters. */
class Counts implements FacetCounts {
  readonly #countsOf: (name: Counted) => { column: Column; counts: Int32Array }
  readonly #made = new Map<Counted, ReadonlyMap<string, number>>()

  constructor(countsOf: (name: Counted) => { column: Column; counts: Int32Array }) {
    this.#countsOf = countsOf
  }

  of(name: Counted): ReadonlyMap<string, number> {
    const known = this.#made.get(name)
    if (known) return known
    const { column, counts } = this.#countsOf(name)
    const made = new Map<string, number>()
    counts.forEach((count, code) => {
      const value = column.values[code]
      if (count > 0 && value !== undefined) made.set(value, count)
    })
    this.#made.set(name, made)
    return made
  }

  get answer() {
    return this.of('answer')
  }
  get open() {
    return this.of('open')
  }
  get timeliness() {
    return this.of('timeliness')
  }
  get organization() {
    return this.of('organization')
  }
  get about() {
    return this.of('about')
  }
  get signatory() {
    return this.of('signatory')
  }
  get topic() {
    return this.of('topic')
  }
  get ask() {
    return this.of('ask')
  }
  get chamber() {
    return this.of('chamber')
  }
  get congress() {
    return this.of('congress')
  }
  get letter() {
    return this.of('letter')
  }
  get desk() {
    return this.of('desk')
  }
}
