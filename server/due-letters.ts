import { type QueryFilter, Types, trusted } from 'mongoose'
import { Delivery, type DeliveryRecord } from '../models/delivery.ts'
import { Desk, type DeskRecord } from '../models/desk.ts'
import { Letter, type LetterRecord } from '../models/letter.ts'
import { Member, type MemberRecord } from '../models/member.ts'
import {
  type PersonalReminderRecord,
  PersonalReminder as PersonalReminders
} from '../models/personal-reminder.ts'
import { Question, type QuestionRecord } from '../models/question.ts'
import { cellFacts, deskFacts } from '../models/reminding.ts'
import { Response, type ResponseRecord } from '../models/response.ts'
import { type Cell, cellsOf, findingFacts } from '../models/standing.ts'
import { User, type UserRecord } from '../models/user.ts'
import { findingAsOf } from './domain/as-of.ts'
import { haveAskersLeft } from './domain/askers.ts'
import { cellLabel } from './domain/cells.ts'
import { type Day, daysBetween } from './domain/day.ts'
import {
  type CellFacts,
  cellKeyOf,
  type DeskFacts,
  type LedgerView,
  type OwedFacts,
  type PersonalReminder
} from './domain/owed-facts.ts'

/** What a mail says of a letter. */
export type DueLetter = Pick<
  LetterRecord,
  '_id' | 'slug' | 'subject' | 'deskId' | 'sharedWith' | 'letterDate'
> & {
  /** The offices it was put to. */
  readonly organizationIds: readonly Types.ObjectId[]
}

/** What a mail says of a question, and by what its stored next step is moved on. */
export type DueQuestion = Pick<QuestionRecord, '_id' | 'position' | 'text' | 'revision'> & {
  readonly nextStepOn: Day | null
}

/** What a cell shows to staff, and the office it is of. */
export interface DueState {
  readonly label: string
  readonly organizationId: Types.ObjectId
}

/**
 * The facts about some letters for a reminder run, and what its mails say. Nothing is kept of the records that neither
 * needs.
 */
export interface Due {
  readonly facts: OwedFacts
  readonly desks: ReadonlyMap<string, DeskRecord>
  readonly letters: ReadonlyMap<string, DueLetter>
  readonly questions: ReadonlyMap<string, DueQuestion>
  readonly people: ReadonlyMap<string, UserRecord>
  /** By the keys of their cells. */
  readonly states: ReadonlyMap<string, DueState>
  /** What people asked to be reminded of, its day come. */
  readonly personal: readonly PersonalReminderRecord[]
}

/** Which day it is for a run, and what of the records it reads. */
export interface RunDay {
  readonly today: Day
  /** Another day stands for today, so the records are read as of it. */
  readonly isAsOf: boolean
  /** Every letter, also those whose stored next step lies ahead. */
  readonly isWhole: boolean
  /** What comes until that day as well; left out for what has come by today. */
  readonly until?: Day
  /** Only what these desks keep and what is shared with them; left out for all. */
  readonly deskIds?: readonly string[]
}

/** So many letters are read together. */
const LETTERS_AT_A_TIME = 100

/** What a run is about, before the letters themselves are read. */
export interface DueRun extends Pick<Due, 'desks' | 'people' | 'personal'> {
  readonly deskFacts: readonly DeskFacts[]
  readonly letterIds: readonly Types.ObjectId[]
  /** Reads some of the letters. */
  read(ids: readonly Types.ObjectId[]): Promise<Due>
  /** Reads them all, some at a time, so that no more of them need be held. */
  portions(): AsyncGenerator<Due>
}

/**
 * Reads what may be owed: whole letters of which a question's next step may have come, through the index of that
 * day, so that the cost follows what is due and not what is stored.
 */
export async function loadDue(day: RunDay): Promise<Due> {
  const run = await openDue(day)
  return run.read(run.letterIds)
}

/** Finds what may be owed, as `loadDue` does, and leaves it to the run to go through the letters. */
export async function openDue(run: RunDay): Promise<DueRun> {
  const { today, isWhole, until = today, deskIds } = run
  const shared = deskIds ? await Letter.sharedWithAny(deskIds) : []
  const asked = (await PersonalReminders.dueOn(until)).filter(
    ({ deskId, letterId }) =>
      !deskIds || deskIds.includes(String(deskId)) || shared.some(id => id.equals(letterId))
  )
  const stepping = (where: QueryFilter<QuestionRecord>) =>
    Question.distinct('letterId', {
      ...(isWhole ? { movedTo: null } : { 'standing.nextStepOn': trusted({ $lte: until }) }),
      ...where
    })
  const ofDesks = deskIds ? { deskId: trusted({ $in: deskIds.map(id => new Types.ObjectId(id)) }) } : {}
  const due = [
    ...(await stepping(ofDesks)),
    ...(shared.length > 0 ? await stepping({ letterId: trusted({ $in: shared }) }) : []),
    ...asked.map(({ letterId }) => letterId)
  ]
  const letterIds = [...new Map(due.map(id => [String(id), id])).values()]
  const desks = byId(await Desk.find().lean<DeskRecord[]>())
  const people = byId(await User.find({ disabledAt: null }).lean<UserRecord[]>())
  const same = {
    people: [...people.values()].flatMap(placesOf),
    desks: [...desks.values()].map(desk => deskFacts(copiedWithin(desk, people))),
    ledger: await ledgerOf(Delivery.aboutLetters(letterIds), today)
  }
  const read = async (ids: readonly Types.ObjectId[]): Promise<Due> => {
    const found: Found = { cells: [], letters: new Map(), questions: new Map(), states: new Map() }
    for (const some of portionsOf(ids)) await readLetters(some, { desks, people, run }, found)
    const { cells, ...words } = found
    const personal = asked
      .filter(({ personId, letterId }) =>
        isAt(people.get(String(personId)), words.letters.get(String(letterId)))
      )
      .flatMap(reminder => personalFacts(reminder, words.questions))
    return { facts: { ...same, cells, personal }, ...words, desks, people, personal: asked }
  }
  async function* portions() {
    for (const some of portionsOf(letterIds)) yield await read(some)
  }
  return { desks, people, personal: asked, deskFacts: same.desks, letterIds, read, portions }
}

const portionsOf = (ids: readonly Types.ObjectId[]): Types.ObjectId[][] =>
  Array.from({ length: Math.ceil(ids.length / LETTERS_AT_A_TIME) }, (_, at) =>
    ids.slice(at * LETTERS_AT_A_TIME, (at + 1) * LETTERS_AT_A_TIME)
  )

interface Found {
  readonly cells: CellFacts[]
  readonly letters: Map<string, DueLetter>
  readonly questions: Map<string, DueQuestion>
  readonly states: Map<string, DueState>
}

/** What all letters of a run are read beside. */
interface Around {
  readonly desks: ReadonlyMap<string, DeskRecord>
  readonly people: People
  readonly run: RunDay
}

/** Reads some letters with all that belongs to them, and keeps of it what a run needs. */
async function readLetters(
  ids: readonly Types.ObjectId[],
  { desks, people, run: { today, isAsOf } }: Around,
  { cells, letters, questions, states }: Found
): Promise<void> {
  const among = trusted({ $in: ids })
  const [letterList, questionList, responses] = await Promise.all([
    Letter.find({ _id: among }).select({ text: 0, versions: 0, history: 0 }).lean<LetterRecord[]>(),
    Question.find({ letterId: among, movedTo: null }).lean<QuestionRecord[]>(),
    Response.find({ 'covers.letterId': among }).select({ text: 0, formerTexts: 0 }).lean<ResponseRecord[]>()
  ])
  const [reAskedBy, left] = await Promise.all([laterAskings(questionList), withoutAskers(letterList, today)])
  const isThere = (response: ResponseRecord) => !isAsOf || (response.receivedOn ?? response.loggedOn) <= today
  const repliesTo = groupedByLetter(responses.filter(isThere))
  const asOf = isAsOf ? today : null
  const read = byId(letterList.map(letter => toldWithin(letter, people)))
  for (const { _id, slug, subject, deskId, sharedWith, letterDate, recipients } of letterList) {
    const organizationIds = recipients.map(({ organizationId }) => organizationId)
    letters.set(String(_id), { _id, slug, subject, deskId, sharedWith, letterDate, organizationIds })
  }
  for (const question of questionList) {
    const { _id, position, text, revision, standing } = question
    questions.set(String(_id), { _id, position, text, revision, nextStepOn: standing.nextStepOn })
    const letter = read.get(String(question.letterId))
    const desk = letter && desks.get(String(letter.deskId))
    if (!letter || !desk) continue
    const id = String(letter._id)
    const pursuing = { reAskedBy: reAskedBy.get(String(_id)) ?? null, hasAskerLeft: left.has(id) }
    for (const cell of cellsOf(question, letter, repliesTo.get(id) ?? [], desk, asOf)) {
      const known = cellFacts(cell, question, letter, pursuing, asOf)
      cells.push(known)
      const { organizationId } = cell.recipient
      states.set(cellKeyOf(known), { label: labelOf(cell, asOf), organizationId })
    }
  }
}

function labelOf({ finding, responses }: Cell, asOf: Day | null): string {
  const facts = findingFacts(finding)
  return cellLabel(asOf === null ? facts : findingAsOf(facts, finding.history, asOf), responses, 'staff')
}

type People = ReadonlyMap<string, UserRecord>

/** Whether somebody still belongs to a desk that the letter is at: who left one is told of nothing there any more. */
const isAt = (
  person: UserRecord | undefined,
  letter: Pick<LetterRecord, 'deskId' | 'sharedWith'> | undefined
): boolean =>
  person !== undefined &&
  letter !== undefined &&
  (person.role === 'site-admin' ||
    [letter.deskId, ...letter.sharedWith].some(at => person.desks.some(desk => desk.equals(at))))

const toldWithin = (letter: LetterRecord, people: People): LetterRecord => ({
  ...letter,
  assignees: letter.assignees.filter(id => isAt(people.get(String(id)), letter))
})

const copiedWithin = (desk: DeskRecord, people: People): DeskRecord => {
  const second = desk.secondPersonId && people.get(String(desk.secondPersonId))
  return isAt(second ?? undefined, { deskId: desk._id, sharedWith: [] })
    ? desk
    : { ...desk, secondPersonId: null }
}

/** Nothing of one whose question is gone. */
function personalFacts(
  { personId, deskId, letterId, questionId, on }: PersonalReminderRecord,
  questions: ReadonlyMap<string, DueQuestion>
): PersonalReminder[] {
  const position = questions.get(String(questionId))?.position
  if (position === undefined) return []
  const ids = { personId: String(personId), deskId: String(deskId), letterId: String(letterId) }
  return [{ ...ids, questionId: String(questionId), position, on }]
}

const byId = <R extends { _id: Types.ObjectId }>(records: readonly R[]): Map<string, R> =>
  new Map(records.map(record => [String(record._id), record]))

function groupedByLetter(responses: readonly ResponseRecord[]): Map<string, ResponseRecord[]> {
  const grouped = new Map<string, ResponseRecord[]>()
  for (const response of responses)
    for (const { letterId } of response.covers)
      grouped.set(String(letterId), [...(grouped.get(String(letterId)) ?? []), response])
  return grouped
}

const placesOf = ({ _id, desks, role }: UserRecord) =>
  desks.map(deskId => ({ id: String(_id), deskId: String(deskId), role }))

/**
 * The later question at which each is pursued, where its own desk asked again: what another desk says of its letters
 * does not end this desk's reminders.
 */
async function laterAskings(questions: readonly QuestionRecord[]): Promise<Map<string, string>> {
  const later = await Question.find({
    'reAsks.questionId': trusted({ $in: questions.map(({ _id }) => _id) })
  })
    .select({ reAsks: 1, deskId: 1 })
    .lean<Pick<QuestionRecord, '_id' | 'reAsks' | 'deskId'>[]>()
  const deskOf = new Map(questions.map(({ _id, deskId }) => [String(_id), String(deskId)]))
  return new Map(
    later.flatMap(({ _id, deskId, reAsks }) =>
      reAsks
        .filter(({ questionId }) => deskOf.get(String(questionId)) === String(deskId))
        .map(({ questionId }) => [String(questionId), String(_id)] as const)
    )
  )
}

/** The letters nobody of whose signers is in Congress any more. */
async function withoutAskers(letters: readonly LetterRecord[], today: Day): Promise<Set<string>> {
  const ids = letters.flatMap(({ signatories }) => signatories.flatMap(({ bioguide }) => bioguide ?? []))
  const members = await Member.find({ bioguide: trusted({ $in: ids }) })
    .select({ bioguide: 1, terms: 1 })
    .lean<Pick<MemberRecord, 'bioguide' | 'terms'>[]>()
  const lastEnds = new Map(
    members.map(({ bioguide, terms }) => [
      bioguide,
      terms
        .map(({ end }) => end)
        .sort()
        .at(-1)
    ])
  )
  const hasNone = ({ signatories, signersStated }: LetterRecord) =>
    haveAskersLeft(
      {
        lastTermEnds: signatories.map(({ bioguide }) => lastEnds.get(bioguide ?? '') ?? null),
        stated: signersStated
      },
      today
    )
  return new Set(letters.filter(hasNone).map(({ _id }) => String(_id)))
}

/** What was claimed already, and for each person and letter the mention nearest to the day of the run. */
async function ledgerOf(
  deliveries: AsyncIterable<Pick<DeliveryRecord, 'keys' | 'mentions'>>,
  today: Day
): Promise<LedgerView> {
  const keys = new Set<string>()
  const nearest = new Map<string, Day>()
  const distance = (day: Day) => Math.abs(daysBetween(day, today))
  for await (const delivery of deliveries) {
    for (const key of delivery.keys) keys.add(key)
    for (const { personId, letterId, day } of delivery.mentions) {
      const key = `${personId}|${letterId}`
      const known = nearest.get(key)
      if (known === undefined || distance(day) < distance(known)) nearest.set(key, day)
    }
  }
  return {
    isClaimed: key => keys.has(key),
    lastMentionOn: (personId, letterId) => nearest.get(`${personId}|${letterId}`) ?? null
  }
}
