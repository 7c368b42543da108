import { trusted } from 'mongoose'
import type { DeskRecord } from '../models/desk.ts'
import type { DueMemoryRecord } from '../models/due-memory.ts'
import type { OrganizationRecord } from '../models/organization.ts'
import { currentRevision, knownRevision, type Touched, touchedSince } from '../models/revision.ts'
import { changedCatalog, embargoesOf } from './catalog-changes.ts'
import { readDirectory, readLetters, readQuestions, readReferenced, readReplies } from './catalog-records.ts'
import type { Ask } from './domain/asks.ts'
import type { CellState } from './domain/cells.ts'
import type { Day } from './domain/day.ts'
import type { Chamber, Visibility } from './domain/letters.ts'
import type { ResponseKind } from './domain/responses.ts'
import { placesOf } from './places.ts'

/** What lists say of a letter without opening it. */
export interface ListedLetter {
  readonly id: string
  readonly slug: string
  readonly subject: string
  readonly letterDate: Day | null
  readonly dateAsSaid: string | null
  readonly chamber: Chamber | null
  readonly isMention: boolean
  readonly visibility: Visibility
  readonly embargoUntil: Date | null
  readonly deskId: string
  readonly sharedWith: readonly string[]
  readonly signatories: readonly { name: string; slug: string; isLead: boolean }[]
  readonly signersStated: number | null
  readonly recipients: readonly { name: string | null; title: string | null; organizationId: string }[]
  readonly topics: readonly string[]
  /** The letters that it says it follows, or that a person related to it. */
  readonly speaksOf: readonly string[]
  readonly loggedAt: Date
  readonly publishedAt: Date | null
  /** Grows with every change of the letter. */
  readonly changes: number
}

/** What lists filter, sort and count a question by. */
export interface ListedQuestion {
  readonly id: string
  readonly letter: ListedLetter
  readonly position: number
  readonly parts: number
  readonly ask: Ask
  readonly organizationIds: readonly string[]
  readonly aboutIds: readonly string[]
  readonly state: CellState
  readonly publicState: CellState
  readonly isOpen: boolean
  readonly isToReview: boolean
  readonly nextDueOn: Day | null
  /** The desk's own date, for its staff alone. */
  readonly nextFollowUpOn: Day | null
  /** What calendars were told before; null where its dates never changed. */
  readonly dueMemory: DueMemoryRecord | null
  readonly longOverdueOn: Day | null
  readonly checkedOn: Day | null
  readonly firstAskedOn: Day | null
  /** The day of the latest reply that answered it; it says nothing of a question that is not answered. */
  readonly answeredOn: Day | null
  readonly changedAt: Date
  readonly loggedAt: Date
  /** Grows with every change of the question. */
  readonly changes: number
}

/** What figures about replies need of one. */
export interface ListedReply {
  readonly id: string
  readonly letterIds: readonly string[]
  readonly kind: ResponseKind
  readonly receivedOn: Day | null
  readonly isMention: boolean
  readonly visibility: 'internal' | 'public'
  readonly deskId: string
}

/**
 * The whole record in brief, held in memory: what lists, counts and charts are made of. Counting a hundred thousand
 * questions by ten facets takes milliseconds here; the questions a page shows are then read by their ids.
 */
export interface Catalog {
  readonly revision: string
  readonly desks: ReadonlyMap<string, DeskRecord>
  readonly organizations: ReadonlyMap<string, OrganizationRecord>
  readonly letters: readonly ListedLetter[]
  readonly questions: readonly ListedQuestion[]
  readonly replies: readonly ListedReply[]
  /** The letters that have references, by their ids. */
  readonly referenced: ReadonlySet<string>
  /** The moments at which letters become public by themselves. */
  readonly embargoes: readonly Date[]
}

let held: Promise<Catalog> | undefined
let heldRevision = ''

/** The catalog as the store has it now; of what changed since it was last asked for, only that is read anew. */
export async function currentCatalog(): Promise<Catalog> {
  const revision = await sharedRevision()
  if (!held || revision !== heldRevision) {
    const before = held
    heldRevision = revision
    held = (before ? changed(before) : readCatalog(revision)).catch(error => {
      held = undefined
      throw error
    })
  }
  return held
}

/** What is read is at least as new as the revision it is kept by: a later write gives a later revision. */
async function changed(before: Promise<Catalog>): Promise<Catalog> {
  const catalog = await before.catch(() => null)
  const { revision, touched } = await touchedSince(catalog?.revision ?? '')
  return catalog && touched ? patched(catalog, touched, revision) : readCatalog(revision)
}

/** The whole of it from the store. */
export async function readCatalog(revision: string): Promise<Catalog> {
  const [directory, letters, replies, referenced] = await Promise.all([
    readDirectory(),
    readLetters({}),
    readReplies({}),
    readReferenced()
  ])
  const byId = new Map(letters.map(letter => [letter.id, letter]))
  const questions = await readQuestions(id => byId.get(id), {})
  return { ...directory, revision, letters, questions, replies, referenced, embargoes: embargoesOf(letters) }
}

async function patched(catalog: Catalog, touched: Touched, revision: string): Promise<Catalog> {
  const [{ desks, organizations }, letters, replies, referenced] = await Promise.all([
    touched.directory ? readDirectory() : catalog,
    touched.letters.length > 0 ? readLetters(among(touched.letters)) : [],
    touched.replies.length > 0 ? readReplies(among(touched.replies)) : [],
    touched.references ? readReferenced() : catalog.referenced
  ])
  const { letters: place } = placesOf(catalog)
  const fresh = new Map(letters.map(letter => [letter.id, letter]))
  const gone = new Set(touched.letters.filter(id => !fresh.has(id)))
  const letterOf = (id: string) =>
    gone.has(id) ? undefined : (fresh.get(id) ?? catalog.letters[place.get(id) ?? -1])
  const questions =
    touched.letters.length + touched.questions.length > 0
      ? await readQuestions(letterOf, {
          $or: [among(touched.questions), { letterId: trusted({ $in: touched.letters }) }]
        })
      : []
  const directory = { desks, organizations }
  return changedCatalog(catalog, touched, { ...directory, revision, letters, questions, replies, referenced })
}

const among = (ids: readonly string[]) => ({ _id: trusted({ $in: ids }) })

/** The revision of the records as the store has it now. */
export async function sharedRevision(): Promise<string> {
  return knownRevision() ?? nextRead()
}

/** A read that has not begun yet will do for everybody who asks meanwhile. */
function nextRead(): Promise<string> {
  next ??= running.then(() => {
    next = undefined
    const read = currentRevision()
    running = read.then(
      () => undefined,
      () => undefined
    )
    return read
  })
  return next
}
let running: Promise<void> = Promise.resolve()
let next: Promise<string> | undefined
