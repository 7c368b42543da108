import { trusted } from 'mongoose'
import { Question, type QuestionRecord } from '../../models/question.ts'
import type { ListedQuestion } from '../catalog.ts'
import { type Day, daysBetween } from '../domain/day.ts'
import type { Listing } from '../listing.ts'
import { paths } from '../paths.ts'
import { type CalendarEntry, isStillTold } from '../web/calendar-file.ts'
import { questionFacts } from './formats.ts'
import { withTexts } from './texts.ts'

/** Most entries of one calendar: those nearest to today. */
const MOST = 1000

/**
 * The days by which answers to these questions are due. What is answered, rested, withdrawn by its asker, split or
 * without a date by now is told as cancelled for a while. What this reader may not see any more is not told of at
 * all, not even as cancelled: calendars drop what is gone, and an entry that stays would say that something was there.
 */
export async function dueEntries(
  questions: readonly ListedQuestion[],
  listing: Listing,
  baseUrl: string
): Promise<CalendarEntry[]> {
  const { now } = listing.reader
  const told = questions.flatMap(listed => {
    const { nextDueOn, dueMemory } = listed
    if (nextDueOn !== null && listed.isOpen) return [{ listed, on: nextDueOn, isCancelled: false }]
    const isTold = dueMemory?.dueWas != null && isStillTold(dueMemory.changedAt, now)
    return isTold && dueMemory.dueWas ? [{ listed, on: dueMemory.dueWas, isCancelled: true }] : []
  })
  const nearest = told.toSorted(byDistance(listing)).slice(0, MOST)
  const texts = new Map<string, string>()
  // The store compares each record with every id it was asked for: many small batches cost less than few large ones.
  for (let at = 0; at < nearest.length; at += 50)
    for (const { listed, record } of await withTexts(nearest.slice(at, at + 50).map(one => one.listed)))
      texts.set(listed.id, record.text)
  const entries = nearest.flatMap(({ listed, on, isCancelled }) => {
    const text = texts.get(listed.id)
    if (text === undefined) return []
    const facts = questionFacts(listed, text, listing, baseUrl)
    return [
      {
        id: `question-${listed.id}`,
        sequence: sequenceOf(listed),
        on,
        summary: `Answer due: ${facts.putTo.join(', ')}, question ${listed.position}`,
        description: `${text}\n\n${facts.stateLabel}. ${facts.url}`,
        url: facts.url,
        changedAt: latest(listed.changedAt, listed.dueMemory?.changedAt),
        isCancelled
      }
    ]
  })
  return [...entries, ...(await movedEntries(nearest, now, baseUrl))]
}

/** Everything that changes an entry makes one of these grow, and none of them ever shrinks. */
const sequenceOf = ({ changes, letter, dueMemory }: ListedQuestion): number =>
  changes + letter.changes + (dueMemory?.changes ?? 0)

/** What was split or merged into questions of the list: its own entry is cancelled, theirs stand in its place. */
async function movedEntries(
  told: readonly { listed: ListedQuestion; isCancelled: boolean }[],
  now: Date,
  baseUrl: string
): Promise<CalendarEntry[]> {
  const ids = told.map(({ listed }) => listed.id)
  if (ids.length === 0) return []
  const moved = await Question.find({ 'movedTo.questionIds': trusted({ $in: ids }) })
    .select({ standing: 1, position: 1, movedTo: 1, revision: 1, dueMemory: 1 })
    .lean<QuestionRecord[]>()
  return moved.flatMap(({ _id, standing, position, movedTo, revision, dueMemory }) => {
    const on: Day | null = standing.nextDueOn ?? dueMemory?.dueWas ?? null
    const into = told.find(({ listed }) => movedTo?.questionIds.some(id => String(id) === listed.id))
    const changedAt = latest(standing.lastChangedAt ?? new Date(0), dueMemory?.changedAt)
    if (on === null || !into || !isStillTold(changedAt, now)) return []
    const url = baseUrl + paths.question(String(_id))
    return [
      {
        id: `question-${String(_id)}`,
        sequence: revision + into.listed.letter.changes + (dueMemory?.changes ?? 0),
        on,
        summary: `Answer due, question ${position}`,
        description: `It was split or merged since. ${url}`,
        url,
        changedAt,
        isCancelled: true
      }
    ]
  })
}

const byDistance = (listing: Listing) => {
  const distance = (one: { listed: ListedQuestion; on: Day }) =>
    Math.abs(daysBetween(listing.reader.todayAt(one.listed.letter.deskId), one.on))
  return (one: { listed: ListedQuestion; on: Day }, other: { listed: ListedQuestion; on: Day }) =>
    distance(one) - distance(other)
}

const latest = (one: Date, other: Date | undefined): Date => (other && other > one ? other : one)
