import { trusted } from 'mongoose'
import { Question, type QuestionRecord } from '../../models/question.ts'
import type { ListedQuestion } from '../catalog.ts'
import { cellStateLabels } from '../domain/cells.ts'
import { longDay } from '../domain/day.ts'
import type { Digest, DigestSection } from '../domain/digest.ts'
import { fromWhom } from '../domain/signers.ts'
import { type Listing, stateFor } from '../listing.ts'
import type { DigestQuestion } from '../mail/digest-mail.ts'

/** The questions of a digest with their words, section by section. */
export type Shown = Partial<Record<DigestSection, DigestQuestion[]>>

export async function shownQuestions(
  { sections }: Pick<Digest, 'sections'>,
  listing: Listing
): Promise<Shown> {
  const inWords = await questionsInWords(Object.values(sections).flat(), listing)
  return Object.fromEntries(
    Object.entries(sections).map(([section, ids]) => [section, ids.flatMap(id => inWords.get(id) ?? [])])
  )
}

/** What a mail says of each question: its text, who asked whom and when, and what it shows to this reader now. */
export async function questionsInWords(
  ids: readonly string[],
  listing: Listing
): Promise<Map<string, DigestQuestion>> {
  const records = await Question.find({ _id: trusted({ $in: [...ids] }) })
    .select({ text: 1 })
    .lean<Pick<QuestionRecord, '_id' | 'text'>[]>()
  const texts = new Map(records.map(({ _id, text }) => [String(_id), text]))
  const wanted = new Set(ids)
  return new Map(
    listing.questions
      .filter(({ id }) => wanted.has(id))
      .map(question => [
        question.id,
        { id: question.id, text: texts.get(question.id) ?? '', about: aboutOf(question, listing) }
      ])
  )
}

/** The second line of an item: who asked whom, when, and what it shows now. */
function aboutOf(question: ListedQuestion, listing: Listing): string {
  const offices = question.organizationIds.flatMap(id => listing.catalog.organizations.get(id)?.name ?? [])
  const asked = question.firstAskedOn ? `, asked on ${longDay(question.firstAskedOn)}` : ''
  const who = fromWhom(question.letter) ?? 'Members of Congress'
  return `${who} to ${offices.join(', ')}${asked}. ${cellStateLabels[stateFor(question, listing.reader)]}.`
}
