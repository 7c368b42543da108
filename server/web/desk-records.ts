import type { Request } from 'express'
import { isValidObjectId, Types, trusted } from 'mongoose'
import { type ChangeOccasion, listenTo } from '../../models/changing.ts'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import { type Clock, todayIn } from '../clock.ts'
import { Forbidden, NotFound } from '../errors.ts'
import { concernsDesks, recordChange } from './audit-trail.ts'
import { mayEditDesk, mayReadDesk, signedIn, type Viewer, viewerOf } from './viewer.ts'

/** Who is changing something now, and which day that is for the desk. What is changed then, the audit trail hears. */
export function occasionOf(req: Request, desk: Pick<DeskRecord, 'zone'>, clock: Clock): ChangeOccasion {
  const { id, name } = signedIn(req)
  const occasion = {
    by: { id: new Types.ObjectId(id), name },
    at: clock.now(),
    on: todayIn(clock, desk.zone)
  }
  listenTo(occasion, (what, from, to) => recordChange(req, what, from, to))
  return occasion
}

export interface LetterAtDesk {
  readonly letter: LetterRecord
  readonly desk: DeskRecord
}

/** The letter at the address, for staff of a desk that keeps or shares it; throws NotFound for anybody else. */
export async function readableLetter(req: Request): Promise<LetterAtDesk> {
  const letter = await Letter.atSlug(String(req.params.slug))
  if (!letter || !mayRead(viewerOf(req), letter)) throw new NotFound('There is no such letter at your desk.')
  concernsDesks(req, desksOf(letter))
  return { letter, desk: await deskOf(letter) }
}

/** The same for somebody who may change it; throws Forbidden for those who may only read. */
export async function editableLetter(req: Request): Promise<LetterAtDesk> {
  const found = await readableLetter(req)
  if (!mayEdit(viewerOf(req), found.letter)) throw new Forbidden()
  return found
}

/**
 * The same for the desk that keeps the letter: publishing it, withdrawing it and sharing it are that desk's alone.
 * Throws Forbidden for a desk that it is only shared with.
 */
export async function keptLetter(req: Request): Promise<LetterAtDesk> {
  const found = await editableLetter(req)
  if (!mayEditDesk(viewerOf(req), String(found.letter.deskId)))
    throw new Forbidden(
      `The letter is shared with your desk. ${found.desk.name} keeps it, and this is theirs.`
    )
  return found
}

/** A letter by its id, where the viewer may change it; null where not. */
export async function editableLetterById(viewer: Viewer, id: Types.ObjectId): Promise<LetterRecord | null> {
  const letter = await Letter.findById(id).lean<LetterRecord>()
  return letter && mayEdit(viewer, letter) ? letter : null
}

/** The question at the address with its letter, for staff of the desk. */
export async function readableQuestion(req: Request): Promise<LetterAtDesk & { question: QuestionRecord }> {
  const question = await Question.findById(idAt(req, 'id')).lean<QuestionRecord>()
  const letter = question && (await Letter.findById(question.letterId).lean<LetterRecord>())
  if (!question || !letter || !mayRead(viewerOf(req), letter))
    throw new NotFound('There is no such question at your desk.')
  concernsDesks(req, desksOf(letter))
  return { question, letter, desk: await deskOf(letter) }
}

export async function editableQuestion(req: Request): Promise<LetterAtDesk & { question: QuestionRecord }> {
  const found = await readableQuestion(req)
  if (!mayEdit(viewerOf(req), found.letter)) throw new Forbidden()
  return found
}

export interface ResponseAtDesk {
  readonly response: ResponseRecord
  readonly desk: DeskRecord
}

/** The reply at the address, for staff of a desk that keeps or shares a letter it answers. */
export async function readableResponse(req: Request): Promise<ResponseAtDesk> {
  const { response, letters } = await responseAt(req)
  const viewer = viewerOf(req)
  const isOwn = mayReadDesk(viewer, String(response.deskId))
  if (!isOwn && !letters.some(letter => mayRead(viewer, letter)))
    throw new NotFound('There is no such reply at your desk.')
  concernsDesks(req, [response.deskId, ...letters.flatMap(desksOf)])
  return { response, desk: await deskOf(response) }
}

export async function editableResponse(req: Request): Promise<ResponseAtDesk> {
  const found = await readableResponse(req)
  const { response, letters } = await responseAt(req)
  const viewer = viewerOf(req)
  const isOwn = mayEditDesk(viewer, String(response.deskId))
  if (!isOwn && !letters.some(letter => mayEdit(viewer, letter))) throw new Forbidden()
  return found
}

/** The same for the desk that keeps the reply: who may see it is that desk's alone. */
export async function keptResponse(req: Request): Promise<ResponseAtDesk> {
  const found = await readableResponse(req)
  if (!mayEditDesk(viewerOf(req), String(found.response.deskId)))
    throw new Forbidden(`${found.desk.name} keeps this reply, and this is theirs.`)
  return found
}

async function responseAt(req: Request) {
  const response = await Response.findById(idAt(req, 'id')).lean<ResponseRecord>()
  if (!response) throw new NotFound('There is no such reply at your desk.')
  const answered = response.covers.map(({ letterId }) => letterId)
  const letters = await Letter.find({ _id: trusted({ $in: answered }) })
    .select({ deskId: 1, sharedWith: 1 })
    .lean<Pick<LetterRecord, 'deskId' | 'sharedWith'>[]>()
  return { response, letters }
}

/** An id in the address; what is no id leads to no record. */
export function idAt(req: Request, name: string): Types.ObjectId {
  const given = req.params[name]
  if (typeof given !== 'string' || !isValidObjectId(given) || given.length !== 24) throw new NotFound()
  return new Types.ObjectId(given)
}

const desksOf = (letter: Pick<LetterRecord, 'deskId' | 'sharedWith'>): string[] =>
  [letter.deskId, ...letter.sharedWith].map(String)

export const mayRead = (viewer: Viewer, letter: Pick<LetterRecord, 'deskId' | 'sharedWith'>): boolean =>
  desksOf(letter).some(desk => mayReadDesk(viewer, desk))

export const mayEdit = (viewer: Viewer, letter: Pick<LetterRecord, 'deskId' | 'sharedWith'>): boolean =>
  desksOf(letter).some(desk => mayEditDesk(viewer, desk))

const deskOf = ({ deskId }: { deskId: Types.ObjectId }): Promise<DeskRecord> =>
  Desk.findById(deskId).orFail().lean<DeskRecord>()
