import { trusted } from 'mongoose'
import { Question, type QuestionRecord } from '../../models/question.ts'
import type { ListedQuestion } from '../catalog.ts'

/** The words of the questions on a page of a list, in the list's order; one deleted meanwhile is left out. */
export async function withTexts(
  listed: readonly ListedQuestion[]
): Promise<{ listed: ListedQuestion; record: Pick<QuestionRecord, '_id' | 'text' | 'number'> }[]> {
  const found = await Question.find({ _id: trusted({ $in: listed.map(({ id }) => id) }) })
    .select('text number')
    .lean<Pick<QuestionRecord, '_id' | 'text' | 'number'>[]>()
  const byId = new Map(found.map(record => [String(record._id), record]))
  return listed.flatMap(one => {
    const record = byId.get(one.id)
    return record ? [{ listed: one, record }] : []
  })
}
