import type { Request } from 'express'
import { isValidObjectId, Types, trusted } from 'mongoose'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import type { Actor } from '../../models/history.ts'
import { Intake, type IntakeFileRecord, type IntakeRecord } from '../../models/intake.ts'
import { NotFound } from '../errors.ts'
import { editableLetterById } from '../web/desk-records.ts'
import { mayEditDesk, signedIn } from '../web/viewer.ts'

/** The desks this person may log letters at, by name. */
export function desksOf(req: Request): Promise<DeskRecord[]> {
  const viewer = signedIn(req)
  const own = { _id: trusted({ $in: viewer.desks.map(id => new Types.ObjectId(id)) }) }
  return Desk.find(viewer.role === 'site-admin' ? {} : own)
    .sort({ name: 1 })
    .lean<DeskRecord[]>()
}

/** The intake an address names, with its desk; throws NotFound also where it belongs to another desk. */
export async function intakeIn(req: Request): Promise<{ intake: IntakeRecord; desk: DeskRecord }> {
  const id = String(req.params.id)
  const intake = Types.ObjectId.isValid(id) ? await Intake.findById(id).lean<IntakeRecord>() : null
  if (!intake || !mayEditDesk(signedIn(req), String(intake.deskId))) throw new NotFound()
  const desk = await Desk.findById(intake.deskId).lean<DeskRecord>()
  if (!desk) throw new NotFound('The desk that this letter was handed in to is gone.')
  return { intake, desk }
}

/**
 * The file that an address names: of what a desk was handed in, all, for that desk; of what became a letter, those it
 * is in, for the desks that it is shared with. Throws NotFound for anybody else.
 */
export async function intakeFileIn(req: Request): Promise<IntakeFileRecord> {
  const { id, sha256 } = req.params
  const intake = isValidObjectId(id) ? await Intake.findById(id).lean<IntakeRecord>() : null
  if (!intake) throw new NotFound()
  const viewer = signedIn(req)
  const isOwn = mayEditDesk(viewer, String(intake.deskId))
  const isShared =
    !isOwn && intake.letterId !== null && (await editableLetterById(viewer, intake.letterId)) !== null
  const file = intake.files.find(one => one.sha256 === sha256 && (isOwn || (isShared && one.isChosen)))
  if (!file) throw new NotFound()
  return file
}

/** Who is written down as having made a change. */
export function actorIn(req: Request): Actor {
  const { id, name } = signedIn(req)
  return { id: new Types.ObjectId(id), name }
}
