import { type Types, trusted } from 'mongoose'
import type { DeskRecord } from '../../models/desk.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { uncheckedAfterDays } from '../domain/cells.ts'
import { addDays, type Day } from '../domain/day.ts'

/** Most questions that are read for one section; the counts are of all of them. */
const MOST = 500

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

/** What a desk's questions ask of it on a day, each list by one of the indexes in models/question.ts. */
export async function workOf(desks: readonly DeskRecord[], today: Day): Promise<Work> {
  const deskId = trusted({ $in: desks.map(({ _id }) => _id) })
  const open = { deskId, movedTo: null, 'standing.isOpen': true }
  const week = addDays(today, 7)
  const before = addDays(today, -uncheckedAfterDays)
  const [toReview, overdue, dueThisWeek, unchecked, officeIds] = await Promise.all([
    listOf({ deskId, movedTo: null, 'standing.isToReview': true }, 'standing.lastChangedAt'),
    listOf(
      {
        ...open,
        $or: [
          { 'standing.nextDueOn': trusted({ $lt: today }) },
          { 'standing.nextDueOn': null, 'standing.nextFollowUpOn': trusted({ $lt: today }) }
        ]
      },
      'standing.nextDueOn'
    ),
    listOf(
      {
        ...open,
        $or: [
          { 'standing.nextDueOn': trusted({ $gte: today, $lte: week }) },
          { 'standing.nextDueOn': null, 'standing.nextFollowUpOn': trusted({ $gte: today, $lte: week }) }
        ]
      },
      'standing.nextDueOn'
    ),
    // What was never checked counts from the letter's own date: a letter logged today is not a neglected one.
    listOf(
      {
        ...open,
        $or: [
          { 'standing.checkedOn': trusted({ $lt: before }) },
          { 'standing.checkedOn': null, 'letter.letterDate': trusted({ $lt: before }) }
        ]
      },
      'standing.checkedOn'
    ),
    Question.distinct('letter.organizationIds', open)
  ])
  return { toReview, overdue, dueThisWeek, unchecked, officeIds }
}

async function listOf(filter: Record<string, unknown>, sort: string): Promise<WorkList> {
  const [questions, total] = await Promise.all([
    Question.find(filter)
      .sort({ [sort]: 1, letterId: 1, position: 1 })
      .limit(MOST)
      .lean<QuestionRecord[]>(),
    Question.countDocuments(filter)
  ])
  return { questions, total }
}
