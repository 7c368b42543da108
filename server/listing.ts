import { createHash } from 'node:crypto'
import type { Catalog, ListedLetter, ListedQuestion, ListedReply } from './catalog.ts'
import { type Column, latestLetters } from './columns.ts'
import type { Day } from './domain/day.ts'
import { type FacetName, filterQuery, type QuestionFilter } from './domain/question-filter.ts'
import { type FoundQuestions, findIn } from './finding.ts'
import { type Changes, isNone, placesOf } from './places.ts'
import { type Reader, seesAsStaff } from './reading.ts'
import { carryView, columnOf, isSeen, makeView, type View } from './view.ts'

export { neverChecked, notOpen, topicSlug } from './columns.ts'
export type { FoundQuestions } from './finding.ts'
export { isUnansweredFor, mayRead, type Reader, seesAsStaff, stateFor, timelinessFor } from './reading.ts'
export { type Drawn, readDrawn } from './view.ts'

/** What one reader may see of the record, ready to be narrowed, counted and sorted. */
export interface Listing {
  readonly catalog: Catalog
  readonly reader: Reader
  readonly letters: readonly ListedLetter[]
  readonly questions: readonly ListedQuestion[]
  /** The letters, the latest first, undated ones last. */
  latestLetters(): readonly ListedLetter[]
  /** Whether a value of a facet names something that this reader can see. */
  isKnown(facet: FacetName, value: string): boolean
  /** The values of a facet that a question has which this reader can see. */
  valuesOf(facet: FacetName): readonly string[]
  find(filter: QuestionFilter): FoundQuestions
  /** The questions of each value of a facet: of each organization, of each signatory. */
  by(facet: FacetName): ReadonlyMap<string, readonly ListedQuestion[]>
  /** A letter's questions that the reader may see, in their order. */
  questionsOf(letter: ListedLetter): readonly ListedQuestion[]
  /** The letters that say they follow this one, or that a person related to it. */
  speakingOf(letterId: string): readonly ListedLetter[]
  /** The replies to a letter that this reader may see. */
  repliesTo(letter: ListedLetter): readonly ListedReply[]
  /** All replies to a letter, also those that this reader does not see. */
  allRepliesTo(letterId: string): readonly ListedReply[]
  /** A record that the reader may see, by its id. */
  letter(id: string): ListedLetter | undefined
  question(id: string): ListedQuestion | undefined
  /** Changes with what this reader can see and with the day, and with nothing else: what is hidden leaves no trace. */
  fingerprint(): string
  /** The same for as long as no name does that this reader can find: what is made of names is kept by it. */
  readonly names: object
}

/** When the last of these questions changed; the beginning of time where there is none. */
export const latestChange = (questions: readonly ListedQuestion[]): Date =>
  new Date(questions.reduce((latest, { changedAt }) => Math.max(latest, changedAt.getTime()), 0))

const kept = new WeakMap<Catalog, Map<string, Listing>>()

/** The listings of an earlier catalog, with all that changed since they were made. */
const inherited = new WeakMap<Catalog, Map<string, { listing: Listing; changed: Changes }>>()

/** The listing for a reader, made once for all readers that see the same records on the same day. */
export function listingFor(catalog: Catalog, reader: Reader): Listing {
  const listings = kept.get(catalog) ?? new Map<string, Listing>()
  kept.set(catalog, listings)
  const key = [reader.key, liftedBy(catalog, reader.now), ...daysOf(catalog, reader)].join(' ')
  const known = listings.get(key)
  if (known) return known
  const made = carriedListing(catalog, reader, key) ?? listingOf(makeView(catalog, reader))
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

const views = new WeakMap<Listing, View>()

/** More than these are made anew from the start, which then costs less than carrying them on. */
const [mostInherited, mostChanged] = [12, 2000]

/** Lets the listings of a catalog be made of those of the one before, at the cost of what changed. */
export function carryListings(before: Catalog, after: Catalog, changed: Changes): void {
  const heirs = new Map(
    [...(inherited.get(before) ?? [])].map(
      ([key, one]) => [key, { listing: one.listing, changed: together(one.changed, changed) }] as const
    )
  )
  for (const [key, listing] of kept.get(before) ?? []) heirs.set(key, { listing, changed })
  const few = [...heirs].filter(([, one]) => one.changed.questions.size <= mostChanged).slice(-mostInherited)
  inherited.set(after, new Map(few))
}

const together = (one: Changes, other: Changes): Changes => ({
  letters: new Set([...one.letters, ...other.letters]),
  questions: new Set([...one.questions, ...other.questions]),
  replies: new Set([...one.replies, ...other.replies])
})

function carriedListing(catalog: Catalog, reader: Reader, key: string): Listing | null {
  const heir = inherited.get(catalog)?.get(key)
  const view = heir && views.get(heir.listing)
  if (!view || hasLifted(view.catalog, view.reader.now, reader.now)) return null
  if (isNone(heir.changed) && view.catalog.referenced === catalog.referenced) return heir.listing
  const carried = carryView(view, catalog, reader, heir.changed)
  return listingOf(carried.view, carried.isNamedAlike ? heir.listing.names : {})
}

/** Whether an embargo of a catalog lifts between two moments: then more has changed than what was written. */
const hasLifted = ({ embargoes }: Catalog, one: Date, other: Date): boolean =>
  embargoes.some(lift => lift > one !== lift > other)

function listingOf(view: View, names: object = {}): Listing {
  const { catalog, reader } = view
  const places = placesOf(catalog)
  const found = new Map<string, FoundQuestions>()
  const groups = new Map<FacetName, ReadonlyMap<string, readonly ListedQuestion[]>>()
  const letters = once(() => catalog.letters.filter((_, place) => view.seen[place] === 1))
  const questions = once(() => catalog.questions.filter((_, place) => isSeen(view, place)))
  const latest = once(() => {
    const order = latestLetters(catalog).filter(place => view.seen[place] === 1)
    return Array.from(order).flatMap(place => catalog.letters[place] ?? [])
  })
  const print = once(() => fingerprintOf(letters(), questions(), [reader.key, ...daysOf(catalog, reader)]))
  const letterAt = (place: number | undefined): ListedLetter | undefined =>
    place !== undefined && view.seen[place] === 1 ? catalog.letters[place] : undefined
  const allRepliesTo = (letterId: string): ListedReply[] =>
    [...(places.answering.get(letterId) ?? [])]
      .flatMap(place => catalog.replies[place] ?? [])
      .filter(({ letterIds }) => letterIds.includes(letterId))
  const listing: Listing = {
    catalog,
    reader,
    names,
    get letters() {
      return letters()
    },
    get questions() {
      return questions()
    },
    latestLetters: latest,
    isKnown: (facet, value) => (view.counts[facet][columnOf(view, facet).codes.get(value) ?? -1] ?? 0) > 0,
    valuesOf: facet => columnOf(view, facet).values.filter((_, code) => (view.counts[facet][code] ?? 0) > 0),
    find: filter => lately(found, filterQuery(filter), () => findIn(view, filter)),
    by: facet => {
      const known = groups.get(facet) ?? grouped(view, columnOf(view, facet))
      groups.set(facet, known)
      return known
    },
    questionsOf: ({ id }) => {
      const place = places.letters.get(id)
      if (!letterAt(place)) return []
      return (places.ofLetter[place ?? -1] ?? []).flatMap(one => catalog.questions[one] ?? [])
    },
    speakingOf: letterId =>
      [...(places.speakingOf.get(letterId) ?? [])]
        .sort((one, other) => one - other)
        .flatMap(place => letterAt(place) ?? [])
        .filter(({ speaksOf }) => speaksOf.includes(letterId)),
    allRepliesTo,
    repliesTo: letter => {
      const isStaff = seesAsStaff(reader, letter)
      return allRepliesTo(letter.id).filter(
        ({ visibility, deskId }) => isStaff || visibility === 'public' || reader.seesDesk(deskId)
      )
    },
    letter: id => letterAt(places.letters.get(id)),
    question: id => {
      const place = places.questions.get(id) ?? -1
      return isSeen(view, place) ? catalog.questions[place] : undefined
    },
    fingerprint: print
  }
  views.set(listing, view)
  return listing
}

/** What is made of a whole listing is made once for all its pages. */
export function oncePer<T>(make: (listing: Listing) => T): (listing: Listing) => T {
  const made = new WeakMap<Listing, { value: T }>()
  return listing => {
    const known = made.get(listing) ?? { value: make(listing) }
    made.set(listing, known)
    return known.value
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** The pages of a list, its feed and its pictures ask for the same in a row: the last few are kept. */
function lately(found: Map<string, FoundQuestions>, key: string, make: () => FoundQuestions): FoundQuestions {
  const known = found.get(key)
  if (known) return known
  const made = make()
  const oldest = found.size >= 16 ? found.keys().next().value : undefined
  if (oldest !== undefined) found.delete(oldest)
  found.set(key, made)
  return made
}

function grouped(view: View, column: Column): ReadonlyMap<string, readonly ListedQuestion[]> {
  const groups = column.values.map((): ListedQuestion[] => [])
  view.catalog.questions.forEach((question, place) => {
    if (!isSeen(view, place)) return
    for (const code of column.combinations[column.cells[place] ?? -1] ?? []) groups[code]?.push(question)
  })
  return new Map(
    column.values.flatMap((value, code) => {
      const group = groups[code] ?? []
      return group.length > 0 ? [[value, group] as const] : []
    })
  )
}

function fingerprintOf(
  letters: readonly ListedLetter[],
  questions: readonly ListedQuestion[],
  seeds: readonly string[]
): string {
  const hash = createHash('sha256').update(seeds.join('\n'))
  // A line at a time costs the hash more than the lines do.
  const batch = 1000
  for (let at = 0; at < letters.length; at += batch) {
    const lines = letters.slice(at, at + batch)
    hash.update(lines.map(({ id, changes, visibility }) => `${id} ${changes} ${visibility}\n`).join(''))
  }
  for (let at = 0; at < questions.length; at += batch) {
    const lines = questions.slice(at, at + batch)
    hash.update(
      lines
        .map(
          ({ id, changes, publicState, dueMemory }) =>
            `${id} ${changes} ${publicState} ${dueMemory?.changes ?? 0}\n`
        )
        .join('')
    )
  }
  return hash.digest('base64url').slice(0, 22)
}
