import { Question, type QuestionRecord } from '../../models/question.ts'
import type { ListedLetter } from '../catalog.ts'
import type { Listing } from '../listing.ts'
import { paths } from '../paths.ts'

/** What somebody says is wrong: a letter, one of its questions, or one office's answer to it. */
export interface DisputeSubject {
  readonly letter: ListedLetter
  readonly question: QuestionRecord | null
  readonly recipientId: string | null
}

interface Named {
  readonly letter: string
  readonly question: string | null
  readonly recipient: string | null
}

/** The record that a form or an address names, if this reader may see it; null where not. */
export async function subjectOf(
  { letter, question, recipient }: Named,
  listing: Listing
): Promise<DisputeSubject | null> {
  const listed = question ? listing.question(question) : undefined
  const record = listed && (await Question.findById(listed.id).lean<QuestionRecord>())
  if (listed && record) {
    const isPutTo = record.findings.some(({ recipientId }) => String(recipientId) === recipient)
    return { letter: listed.letter, question: record, recipientId: isPutTo ? recipient : null }
  }
  const known = question ? undefined : listing.letters.find(({ slug }) => slug === letter)
  return known ? { letter: known, question: null, recipientId: null } : null
}

/** What a pasted address of a page of ours names: `https://…/questions/<id>#history`; nothing for another. */
export function namedByPage(page: string): Named {
  const [, noun, name = ''] = /\/(questions|letters)\/([\w-]{1,200})/.exec(page) ?? []
  return {
    letter: noun === 'letters' ? name : '',
    question: noun === 'questions' ? name : null,
    recipient: null
  }
}

/** In our words: `question 3 of “Exports to Mexico”`. */
export const subjectInWords = (
  subject: string,
  question: Pick<QuestionRecord, 'number' | 'position'> | null
): string =>
  question ? `question ${question.number ?? question.position} of “${subject}”` : `the letter “${subject}”`

export const subjectHref = (slug: string, questionId: string | null): string =>
  questionId ? paths.question(questionId) : paths.letter(slug)
