import { Types, trusted } from 'mongoose'
import type { DeskRecord } from '../../models/desk.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import type { Catalog, ListedQuestion } from '../catalog.ts'
import { uncheckedAfterDays } from '../domain/cells.ts'
import { addDays, type Day } from '../domain/day.ts'
import { compareTexts } from '../domain/order.ts'

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
  const found = foundFor(new Set(desks.map(({ _id }) => String(_id))), today, catalog)
  const { toReview, overdue, dueThisWeek, unchecked } = found
  const shown = await readShown([toReview, overdue, dueThisWeek, unchecked])
  const list = (questions: Shortlist): WorkList => ({
    questions: questions.first().flatMap(({ id }) => shown.get(id) ?? []),
    total: questions.total
  })
  return {
    toReview: list(toReview),
    overdue: list(overdue),
    dueThisWeek: list(dueThisWeek),
    unchecked: list(unchecked),
    officeIds: [...found.officeIds].map(id => new Types.ObjectId(id))
  }
}

interface FoundWork {
  readonly toReview: Shortlist
  readonly overdue: Shortlist
  readonly dueThisWeek: Shortlist
  readonly unchecked: Shortlist
  readonly officeIds: ReadonlySet<string>
}

/** The page is opened more often than something is written: a catalog is gone through once for the same desks and day. */
const kept = new WeakMap<Catalog, Map<string, FoundWork>>()

function foundFor(deskIds: ReadonlySet<string>, today: Day, catalog: Catalog): FoundWork {
  const ofCatalog = kept.get(catalog) ?? new Map<string, FoundWork>()
  kept.set(catalog, ofCatalog)
  const key = [today, ...[...deskIds].sort()].join(' ')
  const found = ofCatalog.get(key) ?? findWork(deskIds, today, catalog)
  ofCatalog.set(key, found)
  return found
}

function findWork(deskIds: ReadonlySet<string>, today: Day, { questions }: Catalog): FoundWork {
  const [yesterday, week] = [addDays(today, -1), addDays(today, 7)]
  const neglected = addDays(today, -uncheckedAfterDays - 1)
  const officeIds = new Set<string>()
  const found = {
    toReview: new Shortlist((one, other) => one.changedAt.getTime() - other.changedAt.getTime()),
    overdue: new Shortlist((one, other) => compareTexts(dayOf(one) ?? '', dayOf(other) ?? '')),
    dueThisWeek: new Shortlist((one, other) => compareTexts(dayOf(one) ?? '', dayOf(other) ?? '')),
    unchecked: new Shortlist((one, other) =>
      compareTexts(lookedAfterOn(one) ?? '', lookedAfterOn(other) ?? '')
    )
  }
  for (const question of questions) {
    const { letter } = question
    // Letters that another desk shares with these are theirs to work on as well.
    if (!deskIds.has(letter.deskId) && !letter.sharedWith.some(id => deskIds.has(id))) continue
    if (question.isToReview) found.toReview.add(question)
    if (!question.isOpen) continue
    for (const id of question.organizationIds) officeIds.add(id)
    const day = dayOf(question)
    if (isWithin(day, null, yesterday)) found.overdue.add(question)
    if (isWithin(day, today, week)) found.dueThisWeek.add(question)
    if (isWithin(lookedAfterOn(question), null, neglected)) found.unchecked.add(question)
  }
  return { ...found, officeIds }
}

/** The day it is due on; the desk's own date where the letter states none. */
const dayOf = ({ nextDueOn, nextFollowUpOn }: ListedQuestion): Day | null => nextDueOn ?? nextFollowUpOn

/** What was never checked counts from the letter's own date: a letter logged today is not a neglected one. */
const lookedAfterOn = ({ checkedOn, letter }: ListedQuestion): Day | null => checkedOn ?? letter.letterDate

const isWithin = (day: Day | null, from: Day | null, until: Day): boolean =>
  day !== null && (from === null || day >= from) && day <= until

/** Counts questions and keeps the first of them in an order; a letter's stay together and in their own. */
class Shortlist {
  total = 0
  private best: ListedQuestion[] = []
  /** What comes after it is not among the first. */
  private last: ListedQuestion | undefined
  private readonly order: (one: ListedQuestion, other: ListedQuestion) => number

  constructor(by: (one: ListedQuestion, other: ListedQuestion) => number) {
    this.order = (one, other) =>
      by(one, other) || compareTexts(one.letter.id, other.letter.id) || one.position - other.position
  }

  add(question: ListedQuestion): void {
    this.total += 1
    if (this.last && this.order(question, this.last) > 0) return
    this.best.push(question)
    if (this.best.length > MOST * 2) this.cut()
  }

  first(): readonly ListedQuestion[] {
    this.cut()
    return this.best
  }

  private cut(): void {
    this.best = this.best.sort(this.order).slice(0, MOST)
    if (this.best.length === MOST) this.last = this.best.at(-1)
  }
}

async function readShown(lists: readonly Shortlist[]): Promise<Map<string, QuestionRecord>> {
  const ids = [...new Set(lists.flatMap(list => list.first().map(({ id }) => id)))]
  const read = await Question.find({ _id: trusted({ $in: ids }) }).lean<QuestionRecord[]>()
  return new Map(read.map(question => [String(question._id), question]))
}
