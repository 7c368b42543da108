import { Types, trusted } from 'mongoose'
import type { DeskRecord } from '../../models/desk.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import type { Catalog, ListedQuestion } from '../catalog.ts'
import { uncheckedAfterDays } from '../domain/cells.ts'
import { addDays, type Day } from '../domain/day.ts'

/** So many questions of a section are shown: a morning's work. The counts are of all of them. */
const MOST = 100

export interface WorkList {
  readonly questions: readonly QuestionRecord[]
  readonly total: number
}

export interface Work {
  readonly toReview: WorkList
  readonly overdue: WorkList
  readonly dueThisWeek: WorkList
  readonly unchecked: WorkList
  /** The offices that something open was put to. */
  readonly officeIds: readonly Types.ObjectId[]
}

/** What desks' questions ask of them on a day: found in the catalog, and read from the store where they are shown. */
export async function workOf(desks: readonly DeskRecord[], today: Day, catalog: Catalog): Promise<Work> {
  const deskIds = new Set(desks.map(({ _id }) => String(_id)))
  // Letters that another desk shares with these are theirs to work on as well.
  const isOwn = ({ letter }: ListedQuestion): boolean =>
    deskIds.has(letter.deskId) || letter.sharedWith.some(id => deskIds.has(id))
  const own = catalog.questions.filter(isOwn)
  const open = own.filter(({ isOpen }) => isOpen)
  const week = addDays(today, 7)
  const before = addDays(today, -uncheckedAfterDays)
  const found = {
    toReview: sorted(
      own.filter(({ isToReview }) => isToReview),
      ({ changedAt }) => changedAt.toISOString()
    ),
    overdue: sorted(
      open.filter(question => isWithin(dayOf(question), null, addDays(today, -1))),
      dayOf
    ),
    dueThisWeek: sorted(
      open.filter(question => isWithin(dayOf(question), today, week)),
      dayOf
    ),
    unchecked: sorted(
      open.filter(question => isWithin(lookedAfterOn(question), null, addDays(before, -1))),
      lookedAfterOn
    )
  }
  const shown = await readShown(Object.values(found))
  const list = (questions: readonly ListedQuestion[]): WorkList => ({
    questions: questions.slice(0, MOST).flatMap(({ id }) => shown.get(id) ?? []),
    total: questions.length
  })
  return {
    toReview: list(found.toReview),
    overdue: list(found.overdue),
    dueThisWeek: list(found.dueThisWeek),
    unchecked: list(found.unchecked),
    officeIds: [...new Set(open.flatMap(({ organizationIds }) => organizationIds))].map(
      id => new Types.ObjectId(id)
    )
  }
}

/** The day it is due on; the desk's own date where the letter states none. */
const dayOf = ({ nextDueOn, nextFollowUpOn }: ListedQuestion): Day | null => nextDueOn ?? nextFollowUpOn

/** What was never checked counts from the letter's own date: a letter logged today is not a neglected one. */
const lookedAfterOn = ({ checkedOn, letter }: ListedQuestion): Day | null => checkedOn ?? letter.letterDate

const isWithin = (day: Day | null, from: Day | null, until: Day): boolean =>
  day !== null && (from === null || day >= from) && day <= until

/** The earliest first; a letter's questions together and in their order. */
const sorted = (
  questions: readonly ListedQuestion[],
  keyOf: (question: ListedQuestion) => string | null
): ListedQuestion[] =>
  questions
    .map(question => ({ question, key: keyOf(question) ?? '' }))
    .sort(
      (one, other) =>
        compare(one.key, other.key) ||
        compare(one.question.letter.id, other.question.letter.id) ||
        one.question.position - other.question.position
    )
    .map(({ question }) => question)

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

async function readShown(
  lists: readonly (readonly ListedQuestion[])[]
): Promise<Map<string, QuestionRecord>> {
  const ids = [...new Set(lists.flatMap(list => list.slice(0, MOST).map(({ id }) => id)))]
  const read = await Question.find({ _id: trusted({ $in: ids }) }).lean<QuestionRecord[]>()
  return new Map(read.map(question => [String(question._id), question]))
}
