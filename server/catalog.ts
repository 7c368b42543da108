import { type QueryFilter, trusted } from 'mongoose'
import { Desk, type DeskRecord } from '../models/desk.ts'
import type { DueMemoryRecord } from '../models/due-memory.ts'
import { Letter, type LetterRecord } from '../models/letter.ts'
import { Organization, type OrganizationRecord } from '../models/organization.ts'
import { Question, type QuestionRecord } from '../models/question.ts'
import { currentRevision, type Touched, touchedSince } from '../models/revision.ts'
import type { Ask } from './domain/asks.ts'
import type { CellState } from './domain/cells.ts'
import type { Day } from './domain/day.ts'
import type { Chamber, Visibility } from './domain/letters.ts'

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
  readonly changedAt: Date
  readonly loggedAt: Date
  /** Grows with every change of the question. */
  readonly changes: number
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

async function patched(catalog: Catalog, touched: Touched, revision: string): Promise<Catalog> {
  const letterIds = new Set(touched.letters)
  const questionIds = new Set(touched.questions)
  const [directory, letters] = await Promise.all([
    readDirectory(),
    readLetters({ _id: trusted({ $in: touched.letters }) })
  ])
  const all = [...catalog.letters.filter(({ id }) => !letterIds.has(id)), ...letters]
  if (letterIds.size + questionIds.size === 0) return { ...catalog, ...directory, revision }
  const byId = new Map(all.map(letter => [letter.id, letter]))
  const fresh = await readQuestions(byId, {
    $or: [{ _id: trusted({ $in: touched.questions }) }, { letterId: trusted({ $in: touched.letters }) }]
  })
  const kept = catalog.questions.filter(({ id, letter }) => !questionIds.has(id) && !letterIds.has(letter.id))
  return { ...directory, revision, letters: all, questions: [...kept, ...fresh], embargoes: embargoesOf(all) }
}

/** A read that has not begun yet will do for everybody who asks meanwhile. */
export function sharedRevision(): Promise<string> {
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

/** The whole of it from the store. */
export async function readCatalog(revision: string): Promise<Catalog> {
  const [directory, letters] = await Promise.all([readDirectory(), readLetters({})])
  const byId = new Map(letters.map(letter => [letter.id, letter]))
  return {
    ...directory,
    revision,
    letters,
    questions: await readQuestions(byId, {}),
    embargoes: embargoesOf(letters)
  }
}

async function readDirectory(): Promise<Pick<Catalog, 'desks' | 'organizations'>> {
  const [desks, organizations] = await Promise.all([
    Desk.find({}).lean<DeskRecord[]>(),
    Organization.find({}).lean<OrganizationRecord[]>()
  ])
  return {
    desks: new Map(desks.map(desk => [String(desk._id), desk])),
    organizations: new Map(organizations.map(organization => [String(organization._id), organization]))
  }
}

const embargoesOf = (letters: readonly ListedLetter[]): Date[] =>
  letters.flatMap(({ visibility, embargoUntil }) =>
    visibility === 'embargoed' && embargoUntil ? [embargoUntil] : []
  )

const letterFields =
  'slug subject letterDate dateAsSaid chamber isMention visibility embargoUntil deskId sharedWith signatories.name signatories.slug signatories.isLead signersStated recipients.name recipients.title recipients.organizationId topics follows.letterId related.letterId loggedAt publishedAt revision'

async function readLetters(filter: QueryFilter<LetterRecord>): Promise<ListedLetter[]> {
  const listed: ListedLetter[] = []
  for await (const letter of Letter.find(filter).select(letterFields).lean<LetterRecord[]>().cursor())
    listed.push(listedLetter(letter))
  return listed
}

const listedLetter = (letter: LetterRecord): ListedLetter => ({
  id: String(letter._id),
  slug: letter.slug,
  subject: letter.subject,
  letterDate: letter.letterDate,
  dateAsSaid: letter.dateAsSaid,
  chamber: letter.chamber,
  isMention: letter.isMention,
  visibility: letter.visibility,
  embargoUntil: letter.embargoUntil,
  deskId: String(letter.deskId),
  sharedWith: letter.sharedWith.map(String),
  signatories: letter.signatories.map(({ name, slug, isLead }) => ({ name, slug, isLead })),
  signersStated: letter.signersStated,
  recipients: letter.recipients.map(({ name, title, organizationId }) => ({
    name,
    title,
    organizationId: String(organizationId)
  })),
  topics: letter.topics,
  speaksOf: [...letter.follows, ...letter.related].flatMap(({ letterId }) =>
    letterId ? [String(letterId)] : []
  ),
  loggedAt: letter.loggedAt,
  publishedAt: letter.publishedAt,
  changes: letter.revision
})

const questionFields =
  'letterId position parts.start ask about letter.organizationIds standing.state standing.publicState standing.isOpen standing.isToReview standing.nextDueOn standing.nextFollowUpOn standing.longOverdueOn standing.checkedOn standing.firstAskedOn standing.lastChangedAt dueMemory loggedAt revision'

/** A question without its letter is one whose logging has not ended: it is not shown. */
async function readQuestions(
  letters: ReadonlyMap<string, ListedLetter>,
  filter: QueryFilter<QuestionRecord>
): Promise<ListedQuestion[]> {
  const listed: ListedQuestion[] = []
  const found = Question.find({ ...filter, movedTo: null })
    .select(questionFields)
    .lean<QuestionRecord[]>()
  for await (const question of found.cursor()) {
    const letter = letters.get(String(question.letterId))
    if (letter) listed.push(listedQuestion(question, letter))
  }
  return listed
}

const listedQuestion = (question: QuestionRecord, letter: ListedLetter): ListedQuestion => ({
  id: String(question._id),
  letter,
  position: question.position,
  parts: question.parts.length,
  ask: question.ask,
  organizationIds: question.letter.organizationIds.map(String),
  aboutIds: question.about.map(String),
  state: question.standing.state,
  publicState: question.standing.publicState,
  isOpen: question.standing.isOpen,
  isToReview: question.standing.isToReview,
  nextDueOn: question.standing.nextDueOn,
  nextFollowUpOn: question.standing.nextFollowUpOn,
  dueMemory: question.dueMemory ?? null,
  longOverdueOn: question.standing.longOverdueOn,
  checkedOn: question.standing.checkedOn,
  firstAskedOn: question.standing.firstAskedOn,
  changedAt: question.standing.lastChangedAt ?? question.loggedAt,
  loggedAt: question.loggedAt,
  changes: question.revision
})
