import { trusted } from 'mongoose'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { isPublicAt } from '../../models/visibility.ts'
import { mayRead } from '../web/desk-records.ts'
import type { Viewer } from '../web/viewer.ts'
import { alikeFinder } from './likeness.ts'

/** From here on two questions are worth a person's look. */
const WORTH_A_LOOK = 0.2
const MOST_CANDIDATES = 5000

export interface Proposal {
  readonly question: QuestionRecord
  readonly letter: LetterRecord
  /** 0 to 1. */
  readonly score: number
  /** The same Member signed both, so that it can be an asking again; else the letters are related. */
  readonly isSameAsker: boolean
}

/**
 * For each question of a letter, the earlier ones that look like it: questions put to one of the same offices, or
 * signed by one of the same Members. Keyed by the question's id.
 */
export async function proposalsFor(
  letter: LetterRecord,
  questions: readonly QuestionRecord[],
  viewer: Viewer,
  now: Date
): Promise<Map<string, Proposal[]>> {
  const earlier = await earlierQuestions(letter)
  const letters = await Letter.find({
    _id: trusted({ $in: [...new Map(earlier.map(({ letterId }) => [String(letterId), letterId])).values()] })
  }).lean<LetterRecord[]>()
  const readable = new Map(
    letters.filter(one => mayRead(viewer, one) || isPublicAt(one, now)).map(one => [String(one._id), one])
  )
  const byId = new Map(earlier.map(question => [String(question._id), question]))
  const candidates = earlier.filter(({ letterId }) => readable.has(String(letterId)))
  const find = alikeFinder(candidates.map(({ _id, text }) => ({ id: String(_id), text })))
  const askers = new Set(letter.signatories.map(({ slug }) => slug))
  return new Map(
    questions.map(question => [
      String(question._id),
      find(question.text, 3)
        .filter(({ score }) => score >= WORTH_A_LOOK)
        .flatMap(({ id, score }) => {
          const like = byId.get(id)
          const its = like && readable.get(String(like.letterId))
          const isKnown = question.reAsks.some(({ questionId }) => String(questionId) === id)
          return like && its && !isKnown
            ? [
                {
                  question: like,
                  letter: its,
                  score,
                  isSameAsker: its.signatories.some(({ slug }) => askers.has(slug))
                }
              ]
            : []
        })
    ])
  )
}

/** How many of a letter's questions look like earlier ones. */
export async function countLikeEarlier(letter: LetterRecord, viewer: Viewer, now: Date): Promise<number> {
  const proposals = await proposalsFor(letter, await Question.ofLetter(letter._id), viewer, now)
  return [...proposals.values()].filter(found => found.length > 0).length
}

const earlierQuestions = (letter: LetterRecord): Promise<QuestionRecord[]> =>
  Question.find({
    letterId: trusted({ $ne: letter._id }),
    movedTo: null,
    ...(letter.letterDate && { 'letter.letterDate': trusted({ $lte: letter.letterDate }) }),
    $or: [
      {
        'letter.organizationIds': trusted({
          $in: letter.recipients.map(({ organizationId }) => organizationId)
        })
      },
      { 'letter.signatorySlugs': trusted({ $in: letter.signatories.map(({ slug }) => slug) }) }
    ]
  })
    .limit(MOST_CANDIDATES)
    .lean<QuestionRecord[]>()
    .exec()
