import { isValidObjectId } from 'mongoose'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { Response } from '../../models/response.ts'
import { Gone, NotFound } from '../errors.ts'
import { type Listing, mayRead } from '../listing.ts'
import type { WholeQuestion } from './whole.ts'

/** A question with its letter, if this reader may see them; a withdrawn letter takes its questions with it. */
export async function readableQuestion(id: string, listing: Listing): Promise<WholeQuestion> {
  const missing = new NotFound('There is no such question here.')
  if (!isValidObjectId(id) || id.length !== 24) throw missing
  const question = await Question.findById(id).lean<QuestionRecord>()
  const letter = question && (await Letter.findById(question.letterId).lean<LetterRecord>())
  if (!question || !letter) throw missing
  const asListed = { ...letter, deskId: String(letter.deskId), sharedWith: letter.sharedWith.map(String) }
  if (!mayRead(asListed, listing.reader)) {
    if (letter.visibility === 'withdrawn' && letter.withdrawn)
      throw new Gone(`The letter was withdrawn from this record: ${letter.withdrawn.reason}`)
    throw missing
  }
  const [responses, askingAgain, askedBefore] = await Promise.all([
    listing.allRepliesTo(String(letter._id)).length > 0 ? Response.toLetter(letter._id) : [],
    Question.askingAgain(question._id),
    Promise.all(question.reAsks.map(({ questionId }) => Question.findById(questionId).lean<QuestionRecord>()))
  ])
  const desk = listing.catalog.desks.get(String(letter.deskId))
  if (!desk) throw new Error('A letter names a desk that is not there.')
  return {
    question,
    letter,
    desk,
    responses,
    askingAgain,
    askedBefore: askedBefore.filter(one => one !== null)
  }
}
