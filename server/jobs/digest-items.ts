import { DateTime } from 'luxon'
import { type QueryFilter, type Types, trusted } from 'mongoose'
import { Letter } from '../../models/letter.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import type { ListedQuestion } from '../catalog.ts'
import type { CellState } from '../domain/cells.ts'
import { type Day, dayIn } from '../domain/day.ts'
import type { DigestItem } from '../domain/digest.ts'
import { type Disposition, dispositions } from '../domain/dispositions.ts'
import { type Listing, seesAsStaff, stateFor } from '../listing.ts'
import type { PastCatalog } from './catalog-as-of.ts'

/** The records behind what may be news: when each was judged, and when it was asked again. */
export interface News {
  readonly judgedAt: ReadonlyMap<string, Date>
  readonly reAskedAt: ReadonlyMap<string, Date>
  readonly followUpOn: ReadonlyMap<string, Day>
}

/**
 * Reads once for many readers what happened in a stretch of time, through the indexes of what changed. `deskId`: whose
 * own dates count. `past`: the stretch is over, and what came after it is not known yet.
 */
export async function newsSince(
  { from, until }: { readonly from: Date; readonly until: Date },
  zone: string,
  deskId: Types.ObjectId | null,
  past: PastCatalog | null = null
): Promise<News> {
  const changed = await Question.find({ 'standing.lastChangedAt': trusted({ $gt: from }) })
    .select({ 'findings.history.what': 1, 'findings.history.at': 1 })
    .lean<Pick<QuestionRecord, '_id' | 'findings'>[]>()
  const asked = await Question.find({ 'reAsks.on': trusted({ $gte: dayIn(from, zone) }) })
    .select({ reAsks: 1 })
    .lean<Pick<QuestionRecord, '_id' | 'reAsks'>[]>()
  const ownDates = {
    'standing.isOpen': true,
    'standing.nextFollowUpOn': trusted({ $gte: dayIn(from, zone) })
  }
  const followed = deskId
    ? [
        ...(await followedUp({ deskId, ...ownDates })),
        ...(await followedUp({
          letterId: trusted({ $in: await Letter.sharedWithAny([deskId]) }),
          ...ownDates
        }))
      ]
    : []
  // By id first: a date that was none then takes away the one of today.
  const ownDatesThen = new Map([
    ...followed.map(({ _id, standing }) => [String(_id), standing.nextFollowUpOn] as const),
    ...(deskId && past ? past.followUpOn : [])
  ])
  return {
    judgedAt: new Map(changed.flatMap(question => judgementOf(question, past ? until : null))),
    reAskedAt: new Map(
      asked.flatMap(({ reAsks }) =>
        reAsks.map(({ questionId, on }) => [String(questionId), endOf(on, zone)] as const)
      )
    ),
    followUpOn: new Map([...ownDatesThen].flatMap(([id, day]) => (day === null ? [] : [[id, day] as const])))
  }
}

const followedUp = (where: QueryFilter<QuestionRecord>) =>
  Question.find(where)
    .select({ 'standing.nextFollowUpOn': 1 })
    .lean<Pick<QuestionRecord, '_id' | 'standing'>[]>()

/** The last judgement, or the last until an instant. */
function judgementOf(
  { _id, findings }: Pick<QuestionRecord, '_id' | 'findings'>,
  until: Date | null
): [string, Date][] {
  const judged = findings
    .flatMap(({ history }) => history.filter(({ what }) => what === 'judged').map(({ at }) => at))
    .filter(at => until === null || at <= until)
  const last = judged.toSorted((a, b) => b.getTime() - a.getTime())[0]
  return last ? [[String(_id), last]] : []
}

/** Only the day is recorded. Its end is one instant for everybody, so that it falls into one week and not into two. */
const endOf = (day: Day, zone: string): Date => DateTime.fromISO(day, { zone }).endOf('day').toJSDate()

/** A question as a digest's reader may know it. */
export function digestItem(question: ListedQuestion, { reader }: Listing, news: News): DigestItem {
  const isStaff = seesAsStaff(reader, question.letter)
  const judgedAt = news.judgedAt.get(question.id) ?? null
  return {
    questionId: question.id,
    isPublic: true,
    disposition: dispositionOf(stateFor(question, reader)),
    askedOn: question.firstAskedOn,
    judgedAt: isStaff ? judgedAt : seenAt(judgedAt, question),
    publicDueOn: question.nextDueOn,
    followUpOn: news.followUpOn.get(question.id) ?? null,
    isToReview: isStaff && question.isToReview,
    reAskedAt: news.reAskedAt.get(question.id) ?? null
  }
}

/** A judgement made before its letter was public is news to the public when the letter becomes public. */
function seenAt(judgedAt: Date | null, { letter }: ListedQuestion): Date | null {
  if (judgedAt === null) return null
  const shownAt = letter.visibility === 'embargoed' ? letter.embargoUntil : letter.publishedAt
  return shownAt !== null && shownAt > judgedAt ? shownAt : judgedAt
}

/** A reply that nobody has judged, or that this reader may not know, is no judgement. */
const dispositionOf = (state: CellState): Disposition =>
  dispositions.find(disposition => disposition === state) ?? 'no_reply'
