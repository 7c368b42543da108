import type { Types } from 'mongoose'
import type { Day } from '../server/domain/day.ts'
import { Conflict } from '../server/errors.ts'
import type { DeskRecord } from './desk.ts'
import { rememberDates } from './due-memory.ts'
import type { Actor } from './history.ts'
import { Letter, type LetterRecord } from './letter.ts'
import { type FindingChangeRecord, type FindingRecord, Question, type QuestionRecord } from './question.ts'
import { Response } from './response.ts'
import { standingOf } from './standing.ts'

/** Who changes something, when, and which day that is for the desk. */
export interface ChangeOccasion {
  readonly by: Actor
  readonly at: Date
  readonly on: Day
}

/** Hears of each change made on an occasion: what, from what, to what. */
export type ChangeListener = (what: string, from: string | null, to: string | null) => void

const listeners = new WeakMap<ChangeOccasion, ChangeListener>()

/** Has somebody hear of what is changed on an occasion: how the audit trail learns what was and what is. */
export const listenTo = (occasion: ChangeOccasion, listener: ChangeListener): void =>
  void listeners.set(occasion, listener)

/** Tells who listens to an occasion of a change that is stored. */
export const tell = (occasion: ChangeOccasion, what: string, from: string | null, to: string | null): void =>
  listeners.get(occasion)?.(what, from, to)

/** One change of one cell: the fields that change, and the line of history that says so. */
export interface CellChange {
  readonly recipientId: Types.ObjectId
  readonly set: Readonly<Partial<Omit<FindingRecord, 'recipientId' | 'organizationId' | 'history'>>>
  readonly entry: Omit<FindingChangeRecord, keyof ChangeOccasion>
}

/** The question as it is after the changes; what it was stays in each cell's history. */
export function withChanges(
  question: QuestionRecord,
  changes: readonly CellChange[],
  occasion: ChangeOccasion
): QuestionRecord {
  const findings = question.findings.map(finding => {
    const own = changes.filter(change => change.recipientId.equals(finding.recipientId))
    const entries = own.map(({ entry }) => ({ ...entry, ...occasion }))
    const history = [...finding.history, ...entries]
    return own.reduce<FindingRecord>((sofar, { set }) => Object.assign(sofar, set), { ...finding, history })
  })
  return { ...question, findings, revision: question.revision + 1 }
}

/**
 * Writes changes of a question's cells, their history and what lists copy in one update. Throws Conflict, with
 * nothing stored, when the question changed since it was read.
 */
export async function changeCells(
  question: QuestionRecord,
  changes: readonly CellChange[],
  occasion: ChangeOccasion,
  { letter, desk }: { letter: LetterRecord; desk: DeskRecord }
): Promise<QuestionRecord> {
  const changed = withChanges(question, changes, occasion)
  const responses = await Response.toLetter(letter._id)
  const standing = standingOf(changed, letter, responses, desk, question.standing.firstAskedOn)
  const written = await Question.updateOne(
    { _id: question._id, revision: question.revision },
    {
      $set: {
        ...fieldsOf(question, changes),
        standing,
        dueMemory: rememberDates(question.dueMemory, question.standing, standing, occasion.at)
      },
      $push: entriesOf(question, changes, occasion),
      $inc: { revision: 1 }
    }
  )
  if (written.matchedCount === 0) throw new Conflict()
  for (const { entry } of changes)
    tell(occasion, `question ${question.position}, ${entry.what}`, entry.from, entry.to)
  return { ...changed, standing }
}

/** The same for a change that holds whatever else was changed meanwhile: read again, and written again. */
export async function changeCellsAnyway(
  questionId: Types.ObjectId,
  changesOf: (question: QuestionRecord) => readonly CellChange[],
  occasion: ChangeOccasion,
  facts: { letter: LetterRecord; desk: DeskRecord }
): Promise<QuestionRecord | null> {
  for (let tries = 1; ; tries += 1) {
    const question = await Question.findById(questionId).lean<QuestionRecord>()
    const changes = question ? changesOf(question) : []
    if (!question || changes.length === 0) return null
    try {
      return await changeCells(question, changes, occasion, facts)
    } catch (error) {
      if (!(error instanceof Conflict) || tries === 5) throw error
    }
  }
}

const placeOf = (question: QuestionRecord, recipientId: Types.ObjectId): string =>
  `findings.${question.findings.findIndex(finding => finding.recipientId.equals(recipientId))}`

const fieldsOf = (question: QuestionRecord, changes: readonly CellChange[]): Record<string, unknown> =>
  Object.fromEntries(
    changes.flatMap(({ recipientId, set }) =>
      Object.entries(set).map(([field, value]) => [`${placeOf(question, recipientId)}.${field}`, value])
    )
  )

function entriesOf(question: QuestionRecord, changes: readonly CellChange[], occasion: ChangeOccasion) {
  const entries = new Map<string, FindingChangeRecord[]>()
  for (const { recipientId, entry } of changes) {
    const place = `${placeOf(question, recipientId)}.history`
    entries.set(place, [...(entries.get(place) ?? []), { ...entry, ...occasion }])
  }
  return Object.fromEntries([...entries].map(([place, pushed]) => [place, { $each: pushed }]))
}

/** One change of a letter itself: the fields that change, and the line of history that says so. */
export interface LetterChange {
  readonly set?: Readonly<Record<string, unknown>>
  readonly push?: Readonly<Record<string, unknown>>
  readonly what: string
  readonly from: string | null
  readonly to: string | null
  readonly because: string | null
}

/** Writes a change of a letter with its history in one update; throws Conflict when it changed since it was read. */
export async function changeLetter(
  letter: Pick<LetterRecord, '_id' | 'revision'>,
  { set = {}, push = {}, ...entry }: LetterChange,
  occasion: ChangeOccasion
): Promise<void> {
  const { by, at } = occasion
  const written = await Letter.updateOne(
    { _id: letter._id, revision: letter.revision },
    { $set: set, $push: { ...push, history: { at, by, ...entry } }, $inc: { revision: 1 } }
  )
  if (written.matchedCount === 0) throw new Conflict()
  tell(occasion, entry.what, entry.from, entry.to)
}
