import { type Types, trusted } from 'mongoose'
import { pursued } from '../../models/cell-changes.ts'
import { type ChangeOccasion, changeCellsAnyway } from '../../models/changing.ts'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { restandLetter } from '../../models/restanding.ts'
import { isOpen } from '../domain/cells.ts'
import { longDay } from '../domain/day.ts'
import { Conflict, Invalid } from '../errors.ts'

export interface ReAsk {
  readonly statedByAsker: boolean
  readonly because: string
  /** Whether who records it may change the earlier letter too: else what its desk pursues stays as that desk has it. */
  readonly mayRest: boolean
}

/**
 * Records that a question asks again what an earlier one asked. The earlier one keeps its answer and stays
 * unanswered; what is open of it for the same offices is pursued at the later question from now on, where that is the
 * recorder's to say. Throws Invalid for a loop, for an earlier question that is not earlier, and for other askers: those letters are related.
 */
export async function recordReAsk(
  question: QuestionRecord,
  letter: LetterRecord,
  earlier: QuestionRecord,
  { statedByAsker, because, mayRest }: ReAsk,
  occasion: ChangeOccasion
): Promise<void> {
  const earlierLetter = await Letter.findById(earlier.letterId).orFail().lean<LetterRecord>()
  await refuseUnsound(question, letter, earlier, earlierLetter)
  const { by, on } = occasion
  const written = await Question.updateOne(
    { _id: question._id, revision: question.revision },
    {
      $push: { reAsks: { questionId: earlier._id, statedByAsker, because, by, on } },
      $inc: { revision: 1 }
    }
  )
  if (written.matchedCount === 0) throw new Conflict()
  if (mayRest) await pursueAtTheLater(earlier, earlierLetter, question, letter, occasion)
  for (const id of await lettersAskingAgain(question)) await restandLetter(id)
}

async function refuseUnsound(
  question: QuestionRecord,
  letter: LetterRecord,
  earlier: QuestionRecord,
  earlierLetter: LetterRecord
): Promise<void> {
  if (earlier._id.equals(question._id)) throw new Invalid({ earlier: 'A question cannot ask itself again.' })
  if (question.reAsks.some(({ questionId }) => questionId.equals(earlier._id)))
    throw new Invalid({ earlier: 'That is on record already.' })
  if ((await askedBefore(earlier)).some(({ _id }) => _id.equals(question._id)))
    throw new Invalid({
      earlier: 'That would be a loop: the earlier question is recorded as asking this one again.'
    })
  if (letter.letterDate && earlierLetter.letterDate && earlierLetter.letterDate > letter.letterDate)
    throw new Invalid({
      earlier: `It was asked later, on ${longDay(earlierLetter.letterDate)}. Record it from that question.`
    })
  const askers = new Set(earlierLetter.signatories.map(({ slug }) => slug))
  if (!letter.signatories.some(({ slug }) => askers.has(slug)))
    throw new Invalid({
      earlier: 'No Member signed both letters. What different askers ask is related, not asked again.'
    })
}

/** The open cells of the earlier question, where the later one was put to the same office, rest from now on. */
async function pursueAtTheLater(
  earlier: QuestionRecord,
  earlierLetter: LetterRecord,
  question: QuestionRecord,
  letter: LetterRecord,
  occasion: ChangeOccasion
): Promise<void> {
  const desk = await Desk.findById(earlierLetter.deskId).orFail().lean<DeskRecord>()
  const offices = question.findings.map(({ organizationId }) => organizationId)
  const when = letter.letterDate ? longDay(letter.letterDate) : (letter.dateAsSaid ?? 'a later day')
  await changeCellsAnyway(
    earlier._id,
    ({ findings }) =>
      findings
        .filter(finding => isOpen(finding) && offices.some(id => id.equals(finding.organizationId)))
        .map(finding => pursued(finding, 'rested', `Asked again on ${when}, and pursued there.`)),
    occasion,
    { letter: earlierLetter, desk }
  )
}

/** Everything that a question asks again, the question itself left out; each once, whatever the record holds. */
export const askedBefore = (question: QuestionRecord): Promise<QuestionRecord[]> =>
  walk(question, found =>
    Question.find({ _id: trusted({ $in: found.flatMap(({ reAsks }) => reAsks.map(one => one.questionId)) }) })
      .lean<QuestionRecord[]>()
      .exec()
  )

/** Everything that asks a question again, the question itself left out. */
export const askedLater = (question: QuestionRecord): Promise<QuestionRecord[]> =>
  walk(question, found =>
    Question.find({ 'reAsks.questionId': trusted({ $in: found.map(({ _id }) => _id) }) })
      .lean<QuestionRecord[]>()
      .exec()
  )

const MOST = 500

async function walk(
  start: QuestionRecord,
  next: (found: readonly QuestionRecord[]) => Promise<QuestionRecord[]>
): Promise<QuestionRecord[]> {
  const known = new Map([[String(start._id), start]])
  let found = [start]
  while (found.length > 0 && known.size < MOST) {
    found = (await next(found)).filter(({ _id }) => !known.has(String(_id)))
    for (const question of found) known.set(String(question._id), question)
  }
  known.delete(String(start._id))
  return [...known.values()]
}

/** The letters whose questions' ages depend on this one's, its own first: an age counts from the first asking. */
async function lettersAskingAgain(question: QuestionRecord): Promise<Types.ObjectId[]> {
  const ids = [question, ...(await askedLater(question))].map(({ letterId }) => letterId)
  return [...new Map(ids.map(id => [String(id), id])).values()]
}
