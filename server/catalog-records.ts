import type { QueryFilter } from 'mongoose'
import { Desk, type DeskRecord } from '../models/desk.ts'
import { Letter, type LetterRecord } from '../models/letter.ts'
import { Organization, type OrganizationRecord } from '../models/organization.ts'
import { Question, type QuestionRecord } from '../models/question.ts'
import { Reference } from '../models/reference.ts'
import { Response, type ResponseRecord } from '../models/response.ts'
import type { Catalog, ListedLetter, ListedQuestion, ListedReply } from './catalog.ts'
import { type Day, laterOf } from './domain/day.ts'

// The same days and ids stand in many records: held once each, they cost less to keep, to compare and to look up.
const same = new Map<string, string>()

function held<T extends string | null>(text: T): T
function held(text: string | null): string | null {
  if (text === null) return null
  const known = same.get(text)
  if (known !== undefined) return known
  if (same.size < 100_000) same.set(text, text)
  return text
}

const heldId = (id: unknown): string => held(String(id))

/** Desks and organizations, by their ids. */
export async function readDirectory(): Promise<Pick<Catalog, 'desks' | 'organizations'>> {
  const [desks, organizations] = await Promise.all([
    Desk.find({}).lean<DeskRecord[]>(),
    Organization.find({}).lean<OrganizationRecord[]>()
  ])
  return {
    desks: new Map(desks.map(desk => [String(desk._id), desk])),
    organizations: new Map(organizations.map(organization => [String(organization._id), organization]))
  }
}

/** The letters that other documents are kept for, by their ids. */
export async function readReferenced(): Promise<ReadonlySet<string>> {
  return new Set((await Reference.distinct('letters.letterId').exec()).map(String))
}

const letterFields =
  'slug subject letterDate dateAsSaid chamber isMention visibility embargoUntil deskId sharedWith signatories.name signatories.slug signatories.isLead signersStated recipients.name recipients.title recipients.organizationId topics follows.letterId related.letterId loggedAt publishedAt revision'

export async function readLetters(filter: QueryFilter<LetterRecord>): Promise<ListedLetter[]> {
  const listed: ListedLetter[] = []
  for await (const letter of Letter.find(filter).select(letterFields).lean<LetterRecord[]>().cursor())
    listed.push(listedLetter(letter))
  return listed
}

const listedLetter = (letter: LetterRecord): ListedLetter => ({
  id: String(letter._id),
  slug: letter.slug,
  subject: letter.subject,
  letterDate: held(letter.letterDate),
  dateAsSaid: letter.dateAsSaid,
  chamber: letter.chamber,
  isMention: letter.isMention,
  visibility: letter.visibility,
  embargoUntil: letter.embargoUntil,
  deskId: heldId(letter.deskId),
  sharedWith: letter.sharedWith.map(heldId),
  signatories: letter.signatories.map(({ name, slug, isLead }) => ({
    name: held(name),
    slug: held(slug),
    isLead
  })),
  signersStated: letter.signersStated,
  recipients: letter.recipients.map(({ name, title, organizationId }) => ({
    name,
    title,
    organizationId: heldId(organizationId)
  })),
  topics: letter.topics.map(held),
  speaksOf: [...letter.follows, ...letter.related].flatMap(({ letterId }) =>
    letterId ? [String(letterId)] : []
  ),
  loggedAt: letter.loggedAt,
  publishedAt: letter.publishedAt,
  changes: letter.revision
})

const questionFields =
  'letterId position parts.start ask about letter.organizationIds standing.state standing.publicState standing.isOpen standing.isToReview standing.nextDueOn standing.nextFollowUpOn standing.longOverdueOn standing.checkedOn standing.firstAskedOn standing.lastChangedAt findings.answeredOn dueMemory loggedAt revision'

/** A question without its letter is one whose logging has not ended: it is not shown. */
export async function readQuestions(
  letterOf: (id: string) => ListedLetter | undefined,
  filter: QueryFilter<QuestionRecord>
): Promise<ListedQuestion[]> {
  const listed: ListedQuestion[] = []
  const found = Question.find({ ...filter, movedTo: null })
    .select(questionFields)
    .lean<QuestionRecord[]>()
  for await (const question of found.cursor()) {
    const letter = letterOf(String(question.letterId))
    if (letter) listed.push(listedQuestion(question, letter))
  }
  return listed
}

const listedQuestion = (question: QuestionRecord, letter: ListedLetter): ListedQuestion => ({
  id: String(question._id),
  letter,
  position: question.position,
  parts: question.parts.length,
  ask: held(question.ask),
  organizationIds: question.letter.organizationIds.map(heldId),
  aboutIds: question.about.map(heldId),
  state: held(question.standing.state),
  publicState: held(question.standing.publicState),
  isOpen: question.standing.isOpen,
  isToReview: question.standing.isToReview,
  nextDueOn: held(question.standing.nextDueOn),
  nextFollowUpOn: held(question.standing.nextFollowUpOn),
  dueMemory: question.dueMemory ?? null,
  longOverdueOn: held(question.standing.longOverdueOn),
  checkedOn: held(question.standing.checkedOn),
  firstAskedOn: held(question.standing.firstAskedOn),
  answeredOn: held(
    question.findings.reduce<Day | null>((last, { answeredOn }) => laterOf(last, answeredOn), null)
  ),
  changedAt: question.standing.lastChangedAt ?? question.loggedAt,
  loggedAt: question.loggedAt,
  changes: question.revision
})

const replyFields = 'covers.letterId kind receivedOn isMention visibility deskId'

export async function readReplies(filter: QueryFilter<ResponseRecord>): Promise<ListedReply[]> {
  const listed: ListedReply[] = []
  for await (const reply of Response.find(filter).select(replyFields).lean<ResponseRecord[]>().cursor())
    listed.push(listedReply(reply))
  return listed
}

const listedReply = (reply: ResponseRecord): ListedReply => ({
  id: String(reply._id),
  letterIds: reply.covers.map(({ letterId }) => String(letterId)),
  kind: held(reply.kind),
  receivedOn: held(reply.receivedOn),
  isMention: reply.isMention,
  visibility: reply.visibility,
  deskId: heldId(reply.deskId)
})
