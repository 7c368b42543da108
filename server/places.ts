import type { Catalog } from './catalog.ts'

/**
 * Where the records of a catalog stand in its lists. A record keeps its place from one catalog to the next that was
 * made of it, and what is new comes last: so the maps serve all of them, and an older one finds nothing behind its end.
 */
export interface Places {
  /** Each by its id. */
  readonly letters: Map<string, number>
  readonly questions: Map<string, number>
  readonly replies: Map<string, number>
  /** The place of each question's letter. */
  readonly letterOf: Int32Array
  /** By the place of a letter, the places of its questions in their order. */
  readonly ofLetter: readonly (readonly number[])[]
  /** By the id of a letter, the letters that name it, or once did; the replies to it, or once held to be. */
  readonly speakingOf: Map<string, Set<number>>
  readonly answering: Map<string, Set<number>>
}

/** The places that changed from one catalog to the next. */
export interface Changes {
  readonly letters: ReadonlySet<number>
  readonly questions: ReadonlySet<number>
  readonly replies: ReadonlySet<number>
}

export const isNone = ({ letters, questions, replies }: Changes): boolean =>
  letters.size + questions.size + replies.size === 0

const known = new WeakMap<Catalog, Places>()

export function placesOf(catalog: Catalog): Places {
  const places = known.get(catalog) ?? findPlaces(catalog)
  known.set(catalog, places)
  return places
}

function findPlaces({ letters, questions, replies }: Catalog): Places {
  const places: Places = {
    letters: placesById(letters),
    questions: placesById(questions),
    replies: placesById(replies),
    letterOf: new Int32Array(questions.length),
    ofLetter: [],
    speakingOf: new Map(),
    answering: new Map()
  }
  const ofLetter = letters.map((): number[] => [])
  questions.forEach(({ letter }, place) => {
    const at = places.letters.get(letter.id) ?? -1
    places.letterOf[place] = at
    ofLetter[at]?.push(place)
  })
  const position = (place: number): number => questions[place]?.position ?? 0
  for (const own of ofLetter) own.sort((one, other) => position(one) - position(other))
  letters.forEach(({ speaksOf }, place) => {
    note(places.speakingOf, speaksOf, place)
  })
  replies.forEach(({ letterIds }, place) => {
    note(places.answering, letterIds, place)
  })
  return { ...places, ofLetter }
}

const placesById = (records: readonly { readonly id: string }[]): Map<string, number> =>
  new Map(records.map(({ id }, place) => [id, place]))

function note(noted: Map<string, Set<number>>, ids: readonly string[], place: number): void {
  for (const id of ids) noted.set(id, (noted.get(id) ?? new Set()).add(place))
}

/** Notes the places of a catalog made of an earlier one by changing these. */
export function carryPlaces(before: Catalog, after: Catalog, changed: Changes): void {
  const earlier = placesOf(before)
  if (isNone(changed)) return void known.set(after, earlier)
  const { letters, replies, speakingOf, answering } = earlier
  const isMoved = (place: number): boolean => {
    const [was, is] = [before.questions[place], after.questions[place]]
    return was?.letter.id !== is?.letter.id || was?.position !== is?.position
  }
  const moved = [...changed.questions].filter(isMoved)
  const isAlike = moved.length === 0 && after.letters.length === before.letters.length
  for (const place of changed.letters) {
    const letter = after.letters[place]
    if (!letter) continue
    letters.set(letter.id, place)
    note(speakingOf, letter.speaksOf, place)
  }
  for (const place of changed.replies) {
    const reply = after.replies[place]
    if (!reply) continue
    replies.set(reply.id, place)
    note(answering, reply.letterIds, place)
  }
  known.set(after, isAlike ? earlier : { ...earlier, ...movedPlaces(earlier, after, moved) })
}

/** The questions of each letter, with some that are new or stand elsewhere in it now. */
function movedPlaces(
  earlier: Places,
  after: Catalog,
  moved: readonly number[]
): Pick<Places, 'letterOf' | 'ofLetter'> {
  const { letters, questions } = earlier
  const letterOf = grown(earlier.letterOf, after.questions.length)
  const ofLetter = after.letters.map((_, place) => earlier.ofLetter[place] ?? [])
  const position = (place: number): number => after.questions[place]?.position ?? 0
  for (const place of moved) {
    const question = after.questions[place]
    const at = letters.get(question?.letter.id ?? '')
    if (!question || at === undefined) continue
    questions.set(question.id, place)
    letterOf[place] = at
    const others = (ofLetter[at] ?? []).filter(one => one !== place)
    ofLetter[at] = [...others, place].sort((one, other) => position(one) - position(other))
  }
  return { letterOf, ofLetter }
}

/** A longer copy of numbers, the new ones 0. */
export function grown(numbers: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(length)
  copy.set(numbers)
  return copy
}
