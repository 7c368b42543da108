import type { Request } from 'express'
import { isValidObjectId, Types } from 'mongoose'
import type { ChangeOccasion } from '../../models/changing.ts'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import { type Clock, todayIn } from '../clock.ts'
import { Forbidden, NotFound } from '../errors.ts'
import { mayEditDesk, mayReadDesk, signedIn, type Viewer, viewerOf } from './viewer.ts'

/** Who is changing something now, and which day that is for the desk. */
export function occasionOf(req: Request, desk: Pick<DeskRecord, 'zone'>, clock: Clock): ChangeOccasion {
  const { id, name } = signedIn(req)
  return { by: { id: new Types.ObjectId(id), name }, at: clock.now(), on: todayIn(clock, desk.zone) }
}

export interface LetterAtDesk {
  readonly letter: LetterRecord
  readonly desk: DeskRecord
}

/** The letter at the address, for staff of a desk that keeps or shares it; throws NotFound for anybody else. */
export async function readableLetter(req: Request): Promise<LetterAtDesk> {
  const letter = await Letter.atSlug(String(req.params.slug))
  if (!letter || !mayRead(viewerOf(req), letter)) throw new NotFound('There is no such letter at your desk.')
  return { letter, desk: await deskOf(letter) }
}

/** The same for somebody who may change it; throws Forbidden for those who may only read. */
export async function editableLetter(req: Request): Promise<LetterAtDesk> {
  const found = await readableLetter(req)
  if (!mayEdit(viewerOf(req), found.letter)) throw new Forbidden()
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
  return { question, letter, desk: await deskOf(letter) }
}

export async function editableQuestion(req: Request): Promise<LetterAtDesk & { question: QuestionRecord }> {
  const found = await readableQuestion(req)
  if (!mayEdit(viewerOf(req), found.letter)) throw new Forbidden()
  return found
}

/** The reply at the address with its desk, for staff of that desk. */
export async function readableResponse(
  req: Request
): Promise<{ response: ResponseRecord; desk: DeskRecord }> {
  const response = await Response.findById(idAt(req, 'id')).lean<ResponseRecord>()
  if (!response || !mayReadDesk(viewerOf(req), String(response.deskId)))
    throw new NotFound('There is no such reply at your desk.')
  return { response, desk: await deskOf(response) }
}

export async function editableResponse(
  req: Request
): Promise<{ response: ResponseRecord; desk: DeskRecord }> {
  const found = await readableResponse(req)
  if (!mayEditDesk(viewerOf(req), String(found.response.deskId))) throw new Forbidden()
  return found
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
