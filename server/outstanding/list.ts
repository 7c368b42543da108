import { type Types, trusted } from 'mongoose'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import type { OrganizationRecord } from '../../models/organization.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import { type Cell, cellsOf, findingFacts } from '../../models/standing.ts'
import { cellLabel, cellState, groupOfState, isOpen, lastChecked } from '../domain/cells.ts'
import type { Day } from '../domain/day.ts'
import { agoInWords, staffTimeliness } from '../domain/timeliness.ts'
import { paths } from '../paths.ts'

/** Most questions on one list; a longer one is cut, and says so. */
const MOST = 1000

export interface OutstandingItem {
  readonly question: string
  readonly href: string
  readonly text: string
  readonly label: string
  readonly code: string
  readonly checked: string
  readonly time: string
  readonly dueOn: Day | null
  readonly controlNumber: string | null
  readonly promisedOn: Day | null
}

export interface OutstandingLetter {
  readonly subject: string
  readonly href: string
  readonly on: Day | null
  readonly asked: string | null
  readonly items: readonly OutstandingItem[]
}

export interface Outstanding {
  /** Put to the organization and open, oldest letter first. */
  readonly putTo: readonly OutstandingLetter[]
  /** Referred to it by another office while no letter to it is recorded: shown, and counted for the other only. */
  readonly referred: readonly OutstandingLetter[]
  readonly count: number
  readonly isCut: boolean
}

/** What an organization has open across the letters of these desks and those shared with them, as for the weekly call. */
export async function outstandingAt(
  organization: OrganizationRecord,
  deskIds: readonly Types.ObjectId[] | null,
  today: Day
): Promise<Outstanding> {
  const ofDesks = deskIds ? await lettersOfDesks(deskIds) : {}
  const [asked, referred] = await Promise.all([
    Question.find({
      ...ofDesks,
      'letter.organizationIds': organization._id,
      movedTo: null,
      'standing.isOpen': true
    })
      .sort({ 'standing.firstAskedOn': 1, position: 1 })
      .limit(MOST)
      .lean<QuestionRecord[]>(),
    Question.find({ ...ofDesks, 'findings.referredTo': organization._id, movedTo: null })
      .limit(MOST)
      .lean<QuestionRecord[]>()
  ])
  const facts = await factsFor([...asked, ...referred])
  const putTo = lettersOf(
    asked,
    facts,
    today,
    ({ finding }) => finding.organizationId.equals(organization._id) && isOpen(finding)
  )
  return {
    putTo,
    referred: lettersOf(
      referred.filter(({ findings }) => !findings.some(one => one.organizationId.equals(organization._id))),
      facts,
      today,
      ({ finding }) => finding.referredTo?.equals(organization._id) === true && isOpen(finding)
    ),
    count: putTo.reduce((sum, { items }) => sum + items.length, 0),
    isCut: asked.length === MOST
  }
}

async function lettersOfDesks(deskIds: readonly Types.ObjectId[]) {
  const own = { deskId: trusted({ $in: [...deskIds] }) }
  const shared = await Letter.sharedWithAny(deskIds)
  return shared.length === 0 ? own : { $or: [own, { letterId: trusted({ $in: shared }) }] }
}

interface Facts {
  readonly letters: ReadonlyMap<string, LetterRecord>
  readonly desks: ReadonlyMap<string, DeskRecord>
  readonly responses: ReadonlyMap<string, readonly ResponseRecord[]>
}

async function factsFor(questions: readonly QuestionRecord[]): Promise<Facts> {
  const ids = [...new Map(questions.map(({ letterId }) => [String(letterId), letterId])).values()]
  const letters = await Letter.find({ _id: trusted({ $in: ids }) }).lean<LetterRecord[]>()
  const [desks, responses] = await Promise.all([
    Desk.find({ _id: trusted({ $in: letters.map(({ deskId }) => deskId) }) }).lean<DeskRecord[]>(),
    Response.find({ 'covers.letterId': trusted({ $in: ids }) }).lean<ResponseRecord[]>()
  ])
  return {
    letters: new Map(letters.map(letter => [String(letter._id), letter])),
    desks: new Map(desks.map(desk => [String(desk._id), desk])),
    responses: new Map(
      ids.map(id => [
        String(id),
        responses.filter(({ covers }) => covers.some(({ letterId }) => letterId.equals(id)))
      ])
    )
  }
}

function lettersOf(
  questions: readonly QuestionRecord[],
  { letters, desks, responses }: Facts,
  today: Day,
  isWanted: (cell: Cell) => boolean
): OutstandingLetter[] {
  const rows = new Map<string, OutstandingLetter & { items: OutstandingItem[] }>()
  for (const question of questions) {
    const letter = letters.get(String(question.letterId))
    const desk = letter && desks.get(String(letter.deskId))
    if (!letter || !desk) continue
    const own = responses.get(String(letter._id)) ?? []
    const items = cellsOf(question, letter, own, desk)
      .filter(isWanted)
      .map(cell => itemOf(question, cell, today))
    if (items.length === 0) continue
    const row = rows.get(String(letter._id)) ?? letterRow(letter, today)
    row.items.push(...items)
    rows.set(String(letter._id), row)
  }
  return [...rows.values()]
}

const letterRow = (letter: LetterRecord, today: Day) => ({
  subject: letter.subject,
  href: paths.letter(letter.slug),
  on: letter.letterDate,
  asked: letter.letterDate ? agoInWords(letter.letterDate, today) : null,
  items: []
})

function itemOf(question: QuestionRecord, cell: Cell, today: Day): OutstandingItem {
  const { finding, recipient, responses, due } = cell
  const facts = findingFacts(finding)
  const state = cellState(facts, responses, 'staff')
  return {
    question: `Question ${question.number ?? question.position}`,
    href: paths.question(String(question._id)),
    text: question.text,
    label: cellLabel(facts, responses, 'staff'),
    code: state === 'to_review' ? 'review' : (groupOfState(state) ?? 'withdrawn'),
    checked: lastChecked('', finding.checkedOn, today).replace(/^, /, ''),
    time: staffTimeliness({
      dueOn: due.dueOn,
      windowStart: due.windowStart,
      disposition: finding.disposition,
      answeredOn: finding.answeredOn,
      quietUntil: finding.quietUntil,
      today,
      followUpOn: recipient.followUpOn
    }).label,
    dueOn: due.dueOn,
    controlNumber: recipient.controlNumber,
    promisedOn: due.promisedOn
  }
}
