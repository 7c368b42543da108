import { trusted } from 'mongoose'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { Reference, type ReferenceRecord } from '../../models/reference.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import { longDay } from '../domain/day.ts'
import { Gone, NotFound } from '../errors.ts'
import { type Listing, mayRead } from '../listing.ts'

/** A letter with all that its page is made of. */
export interface WholeLetter {
  readonly letter: LetterRecord
  readonly desk: DeskRecord
  readonly questions: readonly QuestionRecord[]
  readonly responses: readonly ResponseRecord[]
  readonly references: readonly ReferenceRecord[]
  /** Letters that this one names, or that name this one. */
  readonly others: readonly LetterRecord[]
}

/** The letter at an address, if this reader may see it; throws Gone with the reason where it was withdrawn. */
export async function readableLetter(slug: string, listing: Listing): Promise<LetterRecord> {
  const letter = await Letter.atSlug(slug)
  if (!letter) throw new NotFound('There is no such letter here.')
  const asListed = { ...letter, deskId: String(letter.deskId), sharedWith: letter.sharedWith.map(String) }
  if (mayRead(asListed, listing.reader)) return letter
  if (letter.visibility === 'withdrawn') throw new Gone(withdrawalOf(letter))
  throw new NotFound('There is no such letter here.')
}

const withdrawalOf = ({ withdrawn }: LetterRecord): string =>
  withdrawn
    ? `This letter was published here and withdrawn on ${longDay(withdrawn.on)}: ${withdrawn.reason}`
    : 'This letter was published here and withdrawn.'

/** Reads everything that a letter's page shows. */
export async function wholeLetter(letter: LetterRecord): Promise<WholeLetter> {
  const named = [...letter.follows, ...letter.related].flatMap(({ letterId }) => (letterId ? [letterId] : []))
  const [desk, questions, responses, references, speaking, spokenOf] = await Promise.all([
    Desk.findById(letter.deskId).orFail().lean<DeskRecord>(),
    Question.ofLetter(letter._id),
    Response.toLetter(letter._id),
    Reference.ofLetter(letter._id),
    Letter.speakingOf(letter._id),
    Letter.find({ _id: trusted({ $in: named }) }).lean<LetterRecord[]>()
  ])
  return { letter, desk, questions, responses, references, others: [...speaking, ...spokenOf] }
}
