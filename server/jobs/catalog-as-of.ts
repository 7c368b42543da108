import { DateTime } from 'luxon'
import { type Types, trusted } from 'mongoose'
import type { DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import {
  type FindingRecord,
  Question,
  type QuestionRecord,
  type StandingRecord
} from '../../models/question.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import { findingFacts, standingOf } from '../../models/standing.ts'
import type { Catalog, ListedQuestion } from '../catalog.ts'
import { findingAsOf } from '../domain/as-of.ts'
import type { Day } from '../domain/day.ts'

/** The record in brief as it stood at the end of a day. */
export interface PastCatalog {
  readonly catalog: Catalog
  /** The desk's own next date of each question that stood otherwise than it does now. */
  readonly followUpOn: ReadonlyMap<string, Day | null>
}

const made = new WeakMap<Catalog, Map<Day, Promise<PastCatalog>>>()

/**
 * For a digest of a past day: only what was received, judged or checked by then exists. What changed since is worked
 * out anew from the findings' history; all else stands as it does now. Made once for all who ask for the same day.
 */
export function catalogAsOf(catalog: Catalog, day: Day): Promise<PastCatalog> {
  const days = made.get(catalog) ?? new Map<Day, Promise<PastCatalog>>()
  made.set(catalog, days)
  const known = days.get(day) ?? readAsOf(catalog, day)
  days.set(day, known)
  return known
}

async function readAsOf(catalog: Catalog, day: Day): Promise<PastCatalog> {
  const standings = await standingsAsOf(catalog.desks, day)
  const isThere = (letterDate: Day | null) => letterDate === null || letterDate <= day
  return {
    catalog: {
      ...catalog,
      letters: catalog.letters.filter(({ letterDate }) => isThere(letterDate)),
      questions: catalog.questions
        .filter(({ letter }) => isThere(letter.letterDate))
        .map(question => asStood(question, standings.get(question.id)))
    },
    followUpOn: new Map([...standings].map(([id, { nextFollowUpOn }]) => [id, nextFollowUpOn]))
  }
}

const asStood = (question: ListedQuestion, standing: StandingRecord | undefined): ListedQuestion =>
  standing
    ? {
        ...question,
        state: standing.state,
        publicState: standing.publicState,
        isOpen: standing.isOpen,
        isToReview: standing.isToReview,
        nextDueOn: standing.nextDueOn,
        longOverdueOn: standing.longOverdueOn
      }
    : question

/** Of the questions that were judged, checked or written to since, how they stood. */
async function standingsAsOf(
  desks: ReadonlyMap<string, DeskRecord>,
  day: Day
): Promise<Map<string, StandingRecord>> {
  const answeredSince = await Response.distinct('covers.letterId', {
    $or: [
      { receivedOn: trusted({ $gt: day }) },
      { receivedOn: null, datedOn: trusted({ $gt: day }) },
      { receivedOn: null, datedOn: null, loggedOn: trusted({ $gt: day }) }
    ]
  })
  // The day itself is another stretch of time at each desk: a question too many costs no more than a look.
  const changedSince = {
    'standing.lastChangedAt': trusted({ $gte: DateTime.fromISO(day, { zone: 'utc' }).toJSDate() })
  }
  const questions = await Question.find({
    $or: [changedSince, { letterId: trusted({ $in: answeredSince }) }],
    movedTo: null
  }).lean<QuestionRecord[]>()
  const letterIds = [...new Map(questions.map(({ letterId }) => [String(letterId), letterId])).values()]
  const letters = await Letter.find({ _id: trusted({ $in: letterIds }) }).lean<LetterRecord[]>()
  const replies = await repliesBy(letterIds, day)
  const byId = new Map(letters.map(letter => [String(letter._id), letterAsOf(letter, day)]))
  return new Map(
    questions.flatMap(question => {
      const letter = byId.get(String(question.letterId))
      const desk = letter && desks.get(String(letter.deskId))
      if (!letter || !desk) return []
      const then = { ...question, findings: question.findings.map(finding => recordAsOf(finding, day)) }
      const standing = standingOf(then, letter, replies, desk, question.standing.firstAskedOn)
      return [[String(question._id), standing] as const]
    })
  )
}

async function repliesBy(letterIds: readonly Types.ObjectId[], day: Day): Promise<ResponseRecord[]> {
  const replies = await Response.find({ 'covers.letterId': trusted({ $in: [...letterIds] }) }).lean<
    ResponseRecord[]
  >()
  return replies.filter(({ receivedOn, datedOn, loggedOn }) => (receivedOn ?? datedOn ?? loggedOn) <= day)
}

const letterAsOf = (letter: LetterRecord, day: Day): LetterRecord => ({
  ...letter,
  recipients: letter.recipients.map(recipient => ({
    ...recipient,
    receivedOn: recipient.receivedOn && recipient.receivedOn <= day ? recipient.receivedOn : null,
    extensions: recipient.extensions.filter(({ on }) => on <= day)
  }))
})

const recordAsOf = (finding: FindingRecord, day: Day): FindingRecord => {
  const { disposition, judgedOn, checkedOn, pursuit, judgedResponses } = findingAsOf(
    findingFacts(finding),
    finding.history,
    day
  )
  return {
    ...finding,
    disposition,
    judgedOn,
    checkedOn,
    pursuit,
    judgedResponses: judgedResponses.length === 0 ? [] : finding.judgedResponses,
    extensions: finding.extensions.filter(({ on }) => on <= day),
    history: finding.history.filter(({ on }) => on <= day)
  }
}
