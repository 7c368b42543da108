import { type Types, trusted } from 'mongoose'
import { systemClock } from '../server/clock.ts'
import type { Day } from '../server/domain/day.ts'
import { Desk, type DeskRecord } from './desk.ts'
import { rememberDates } from './due-memory.ts'
import { Letter, type LetterRecord } from './letter.ts'
import { Question, type QuestionRecord } from './question.ts'
import { Response } from './response.ts'
import { copiesOf, standingOf } from './standing.ts'

/**
 * Writes anew what the questions of a letter copy from it and from its replies. To be called after the letter, one
 * of its replies or its desk's calendar changed; a question changed meanwhile is read and written again.
 */
export async function restandLetter(letterId: Types.ObjectId): Promise<void> {
  const letter = await Letter.findById(letterId).lean<LetterRecord>()
  if (!letter) return
  const desk = await Desk.findById(letter.deskId).orFail().lean<DeskRecord>()
  const questions = await Question.find({ letterId }).lean<QuestionRecord[]>()
  for (const question of questions) await restand(question, letter, desk)
}

/** The same for every letter of a desk, whose calendar, hour or steps changed. */
export async function restandDesk(deskId: Types.ObjectId): Promise<void> {
  const letters = Letter.find({ deskId }).select({ _id: 1 }).lean().cursor()
  for await (const letter of letters) await restandLetter(letter._id)
}

async function restand(question: QuestionRecord, letter: LetterRecord, desk: DeskRecord): Promise<void> {
  const responses = await Response.toLetter(letter._id)
  const putTo = letter.recipients.filter(recipient =>
    question.findings.some(finding => finding.recipientId.equals(recipient._id))
  )
  const standing = standingOf(question, letter, responses, desk, await firstAskedOn(question, letter))
  const written = await Question.updateOne(
    { _id: question._id, revision: question.revision },
    {
      $set: {
        ...copiesOf(letter, putTo),
        standing,
        dueMemory: rememberDates(question.dueMemory, question.standing, standing, systemClock.now())
      }
    }
  )
  if (written.matchedCount > 0) return
  const changed = await Question.findById(question._id).lean<QuestionRecord>()
  if (changed) await restand(changed, letter, desk)
}

/** The day of the first asking: of a re-asked question, the earliest among those it asks again. */
export async function firstAskedOn(
  question: Pick<QuestionRecord, 'reAsks'>,
  letter: Pick<LetterRecord, 'letterDate'>
): Promise<Day | null> {
  const asked = question.reAsks.map(({ questionId }) => questionId)
  const earlier = await Question.find({ _id: trusted({ $in: asked }) })
    .select({ 'standing.firstAskedOn': 1 })
    .lean<Pick<QuestionRecord, 'standing'>[]>()
  const days = [letter.letterDate, ...earlier.map(({ standing }) => standing.firstAskedOn)]
  return days.reduce((first, day) => (first === null || (day !== null && day < first) ? day : first), null)
}
