import type { ListedQuestion } from './catalog.ts'
import { type Column, orderOf } from './columns.ts'
import {
  type FacetName,
  facetNames,
  isNarrowed,
  perFacet,
  type QuestionFilter
} from './domain/question-filter.ts'
import { columnOf, type View } from './view.ts'

export interface FoundQuestions {
  /** Every question of the list, in its order. */
  readonly questions: readonly ListedQuestion[]
  /** How many of the list each choice of a facet has, the other facets kept; values without any are left out. */
  readonly counts: FacetCounts
}

export type FacetCounts = Readonly<Record<FacetName, ReadonlyMap<string, number>>>

/** One pass: a question that fails one facet only is still counted among that facet's own choices. */
export function findIn(view: View, filter: QuestionFilter): FoundQuestions {
  const { questions } = view.catalog
  const { letterOf } = view
  const order = orderOf(view.catalog, filter.sort)
  const within = lettersWithin(view, filter)
  const found: ListedQuestion[] = []
  if (!isNarrowed(filter)) {
    for (const place of order) {
      const question = within[letterOf[place] ?? -1] === 1 ? questions[place] : undefined
      if (question) found.push(question)
    }
    return { questions: found, counts: new Counts(view, view.tallies) }
  }
  const columns = perFacet(facet => columnOf(view, facet))
  const cells = facetNames.map(facet => columns[facet].cells)
  const tallies = facetNames.map(facet => new Int32Array(columns[facet].combinations.length))
  const chosen = facetNames.flatMap((facet, at) => {
    const choices = filter.choices[facet]
    return choices ? [{ at, cells: columns[facet].cells, passes: passing(columns[facet], choices) }] : []
  })
  for (const place of order) {
    if (within[letterOf[place] ?? -1] !== 1) continue
    let failures = 0
    let failed = -1
    for (const one of chosen) {
      if (one.passes[one.cells[place] ?? -1] === 1) continue
      failures += 1
      failed = one.at
      if (failures > 1) break
    }
    if (failures > 1) continue
    if (failures === 1) {
      add(tallies[failed], cells[failed]?.[place])
      continue
    }
    const question = questions[place]
    if (question) found.push(question)
    for (let facet = 0; facet < tallies.length; facet += 1) add(tallies[facet], cells[facet]?.[place])
  }
  const none = new Int32Array(0)
  return {
    questions: found,
    counts: new Counts(
      view,
      perFacet(facet => tallies[facetNames.indexOf(facet)] ?? none)
    )
  }
}

function add(tally: Int32Array | undefined, cell: number | undefined): void {
  if (tally && cell !== undefined) tally[cell] = (tally[cell] ?? 0) + 1
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

/** How often each value of a facet is there, by its code. */
export function countsOf({ values, combinations }: Column, tally: Int32Array): Int32Array {
  const counts = new Int32Array(values.length)
  tally.forEach((count, combination) => {
    if (count > 0)
      for (const code of combinations[combination] ?? []) counts[code] = (counts[code] ?? 0) + count
  })
  return counts
}

/** The counts of each facet, made when they are first asked for: a facet may have as many values as there are letters. */
class Counts implements FacetCounts {
  readonly #view: View
  readonly #tallies: Readonly<Record<FacetName, Int32Array>>
  readonly #made = new Map<FacetName, ReadonlyMap<string, number>>()

  constructor(view: View, tallies: Readonly<Record<FacetName, Int32Array>>) {
    this.#view = view
    this.#tallies = tallies
  }

  #of(facet: FacetName): ReadonlyMap<string, number> {
    const known = this.#made.get(facet)
    if (known) return known
    const column = columnOf(this.#view, facet)
    const counts = countsOf(column, this.#tallies[facet])
    const made = new Map<string, number>()
    counts.forEach((count, code) => {
      const value = column.values[code]
      if (count > 0 && value !== undefined) made.set(value, count)
    })
    this.#made.set(facet, made)
    return made
  }

  get answer() {
    return this.#of('answer')
  }
  get open() {
    return this.#of('open')
  }
  get timeliness() {
    return this.#of('timeliness')
  }
  get organization() {
    return this.#of('organization')
  }
  get about() {
    return this.#of('about')
  }
  get signatory() {
    return this.#of('signatory')
  }
  get topic() {
    return this.#of('topic')
  }
  get ask() {
    return this.#of('ask')
  }
  get chamber() {
    return this.#of('chamber')
  }
  get congress() {
    return this.#of('congress')
  }
  get letter() {
    return this.#of('letter')
  }
  get desk() {
    return this.#of('desk')
  }
}
