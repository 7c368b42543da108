import type { Touched } from '../models/revision.ts'
import type { Catalog, ListedLetter } from './catalog.ts'
import { carryColumns } from './columns.ts'
import { carryListings } from './listing.ts'
import { type Changes, carryPlaces, placesOf } from './places.ts'

/** What was read of a catalog's records because a write touched them. */
type Fresh = Omit<Catalog, 'embargoes'>

/**
 * A catalog with the touched records as they are now. They are put in their places, and what was made of the earlier
 * catalog is carried over where they do not bear on it: so a write costs what it touched, and not what is stored.
 */
export function changedCatalog(catalog: Catalog, touched: Touched, fresh: Fresh): Catalog {
  if (hasLost(catalog, touched, fresh)) return rebuilt(catalog, touched, fresh)
  const { letters: letterAt, questions: questionAt, replies: replyAt } = placesOf(catalog)
  const letters = replaced(catalog.letters, fresh.letters, letterAt)
  const questions = replaced(catalog.questions, fresh.questions, questionAt)
  const replies = replaced(catalog.replies, fresh.replies, replyAt)
  const after: Catalog = {
    ...fresh,
    letters: letters.all,
    questions: questions.all,
    replies: replies.all,
    embargoes: bearsOnEmbargoes(catalog, letters) ? embargoesOf(letters.all) : catalog.embargoes
  }
  const changed: Changes = {
    letters: letters.places,
    questions: questions.places,
    replies: replies.places
  }
  carryPlaces(catalog, after, changed)
  // A desk's time zone and an organization's parent bear on all that belongs to them.
  if (!touched.directory) {
    carryColumns(catalog, after, changed)
    carryListings(catalog, after, changed)
  }
  return after
}

/** Whether a letter that changed is or was under an embargo. */
const bearsOnEmbargoes = (before: Catalog, { all, places }: Replaced<ListedLetter>): boolean =>
  [...places].some(place =>
    [before.letters[place], all[place]].some(letter => letter?.visibility === 'embargoed')
  )

/** A list with some of its records replaced and new ones at its end; `places` says which. */
interface Replaced<T> {
  readonly all: readonly T[]
  readonly places: ReadonlySet<number>
}

interface Named {
  readonly id: string
}

function replaced<T extends Named>(
  before: readonly T[],
  fresh: readonly T[],
  placeOf: ReadonlyMap<string, number>
): Replaced<T> {
  if (fresh.length === 0) return { all: before, places: new Set() }
  const all = [...before]
  const places = new Set<number>()
  for (const one of fresh) {
    const place = placeOf.get(one.id) ?? all.length
    all[place] = one
    places.add(place)
  }
  return { all, places }
}

/** Whether something that was there is not any more, or has gone to another letter: then no place is sure. */
function hasLost(catalog: Catalog, touched: Touched, fresh: Fresh): boolean {
  const { letters, questions, replies, ofLetter } = placesOf(catalog)
  const ownerOf = new Map(fresh.questions.map(({ id, letter }) => [id, letter.id]))
  const isLost = (id: string, owner: string): boolean => questions.has(id) && ownerOf.get(id) !== owner
  const there = new Set([...fresh.letters, ...fresh.replies].map(({ id }) => id))
  const before = (place: number | undefined) => catalog.questions[place ?? -1]
  return (
    touched.letters.some(id => letters.has(id) && !there.has(id)) ||
    touched.replies.some(id => replies.has(id) && !there.has(id)) ||
    touched.questions.some(id => isLost(id, before(questions.get(id))?.letter.id ?? '')) ||
    touched.letters.some(letterId =>
      ofLetter[letters.get(letterId) ?? -1]?.some(place => isLost(before(place)?.id ?? '', letterId))
    )
  )
}

function rebuilt(catalog: Catalog, touched: Touched, fresh: Fresh): Catalog {
  const letterIds = new Set(touched.letters)
  const questionIds = new Set(touched.questions)
  const replyIds = new Set(touched.replies)
  const letters = [...catalog.letters.filter(({ id }) => !letterIds.has(id)), ...fresh.letters]
  const questions = catalog.questions.filter(
    ({ id, letter }) => !questionIds.has(id) && !letterIds.has(letter.id)
  )
  const replies = catalog.replies.filter(({ id }) => !replyIds.has(id))
  return {
    ...fresh,
    letters,
    questions: [...questions, ...fresh.questions],
    replies: [...replies, ...fresh.replies],
    embargoes: embargoesOf(letters)
  }
}

export const embargoesOf = (letters: readonly ListedLetter[]): Date[] =>
  letters.flatMap(({ visibility, embargoUntil }) =>
    visibility === 'embargoed' && embargoUntil ? [embargoUntil] : []
  )
