import { trusted } from 'mongoose'
import type { DeskRecord } from '../../models/desk.ts'
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

/** Reads everything that a letter's page shows; of other letters only those that the reader may see. */
export async function wholeLetter(letter: LetterRecord, listing: Listing): Promise<WholeLetter> {
  const id = String(letter._id)
  const speaking = listing.speakingOf(id).map(other => other.id)
  const named = [...letter.follows, ...letter.related].flatMap(({ letterId }) => letterId ?? [])
  const [questions, responses, references, others] = await Promise.all([
    Question.ofLetter(letter._id),
    // Most letters have no reply and no reference, and speak of no other, nor any other of them.
    listing.allRepliesTo(id).length > 0 ? Response.toLetter(letter._id) : [],
    listing.catalog.referenced.has(id) ? Reference.ofLetter(letter._id) : [],
    speaking.length + named.length === 0 ? [] : lettersWith([...speaking, ...named.map(String)])
  ])
  const desk = listing.catalog.desks.get(String(letter.deskId))
  if (!desk) throw new Error('A letter names a desk that is not there.')
  return { letter, desk, questions, responses, references, others }
}

/** All records that a letter's page is made of, as the brief has them, and the day it is shown on. */
export const groundOf =
  (letterId: string) =>
  (listing: Listing): (object | string)[] | null => {
    const { catalog, reader } = listing
    const letter = listing.letter(letterId)
    if (!letter) return null
    const named = letter.speaksOf.flatMap(id => listing.letter(id) ?? [])
    const own = [...listing.questionsOf(letter), ...listing.allRepliesTo(letterId)]
    const around = [catalog.desks, catalog.organizations, catalog.referenced, reader.todayAt(letter.deskId)]
    return [letter, ...own, ...named, ...listing.speakingOf(letterId), ...around]
  }

const lettersWith = (ids: readonly string[]): Promise<LetterRecord[]> =>
  Letter.find({ _id: trusted({ $in: ids }) }).lean<LetterRecord[]>()
