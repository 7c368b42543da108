import { Types, trusted } from 'mongoose'
import type { z } from 'zod'
import { type ChangeOccasion, tell } from '../../models/changing.ts'
import type { ChangeRecord } from '../../models/history.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Organization } from '../../models/organization.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import { restandLetter } from '../../models/restanding.ts'
import { textChecksum } from '../../models/text-checksum.ts'
import { Conflict, type FieldErrors, Invalid } from '../errors.ts'
import { mayEdit } from '../web/desk-records.ts'
import type { Viewer } from '../web/viewer.ts'
import type { responseEdit } from './form.ts'
import { coverOf, refuseBadDates } from './logging.ts'
import { carryEvidence, correctionOf, type TextCorrection } from './text-correction.ts'

type Edit = z.output<typeof responseEdit>

/**
 * Puts right what is recorded about a reply, each changed field with what stood there. Answers with what is wrong,
 * or null when it is stored; throws Conflict when somebody else changed the record meanwhile.
 */
export async function editResponse(
  response: ResponseRecord,
  edit: Edit,
  viewer: Viewer,
  occasion: ChangeOccasion
): Promise<FieldErrors | null> {
  const first = response.covers[0]
  const letter = first && (await Letter.findById(first.letterId).lean<LetterRecord>())
  if (!letter) return { '': 'The letter that it answers is gone.' }
  const others = await Letter.find({ slug: trusted({ $in: edit.alsoAnswers }) }).lean<LetterRecord[]>()
  if (others.some(other => !mayEdit(viewer, other))) return { alsoAnswers: 'Choose letters of your desk.' }
  if (!edit.receivedOn && !response.isMention)
    return { receivedOn: 'Give the day on which the reply was received.' }
  let correction: TextCorrection | null
  try {
    refuseBadDates(edit, [letter, ...others], occasion.on)
    correction = await textCorrection(response, edit)
  } catch (error) {
    if (error instanceof Invalid) return error.fields
    throw error
  }
  const office = edit.responderOffice ? await Organization.calledOrAdded(edit.responderOffice) : null
  const offices = letter.recipients.filter(({ _id }) => first.recipientIds.some(id => id.equals(_id)))
  const set = {
    kind: edit.kind,
    receivedOn: edit.receivedOn,
    datedOn: edit.datedOn,
    channel: edit.channel ?? 'unknown',
    controlNumber: edit.controlNumber,
    'responder.name': edit.responderName,
    'responder.title': edit.responderTitle,
    'responder.onBehalfOf': edit.onBehalfOf,
    'responder.organizationId': office?._id ?? response.responder.organizationId,
    covers: [
      first,
      ...others.filter(({ _id }) => !_id.equals(letter._id)).map(other => coverOf(other, offices))
    ]
  }
  const history = [
    ...changesBetween(response, set, edit.because, occasion),
    ...(correction ? [textChange(correction, edit, occasion)] : [])
  ]
  const written = await Response.updateOne(
    { _id: response._id, revision: edit.revision },
    {
      $set: {
        ...set,
        ...(correction && { text: correction.text, textSha256: textChecksum(correction.text) })
      },
      $push: {
        history: { $each: history },
        ...(correction && textKept(response, correction, edit, occasion))
      },
      $inc: { revision: 1 }
    }
  )
  if (written.matchedCount === 0) throw new Conflict('Somebody else put this record right meanwhile.')
  for (const { what, from, to } of history) tell(occasion, `reply, ${what}`, from, to)
  const touched = new Map(
    [...response.covers, ...set.covers].map(({ letterId }) => [String(letterId), letterId])
  )
  if (correction) await carryEvidence(response, correction, edit.because, [letter, ...others], occasion)
  for (const letterId of touched.values()) await restandLetter(letterId)
  return null
}

/** Null where the text stays as it is; throws Invalid where it cannot be taken. */
async function textCorrection(
  response: ResponseRecord,
  { hasText, text, because }: Edit
): Promise<TextCorrection | null> {
  if (!hasText || text === (response.text?.trim() ?? null)) return null
  if (response.isMention)
    throw new Invalid({ text: 'A reply known by mention has no text. Log the text as a reply received.' })
  if (text === null) throw new Invalid({ text: 'Its text stays on record. Put back what was here.' })
  return correctionOf(response, text, because)
}

/** Both texts are kept: the one that stood there whole, with what changed in it. */
const textKept = (
  response: ResponseRecord,
  { corrections }: TextCorrection,
  { because }: Edit,
  { by, at }: ChangeOccasion
) => ({
  corrections: { $each: corrections },
  ...(response.text !== null && { formerTexts: { text: response.text, until: at, by, because } })
})

/** Lets visitors read a reply, or no longer. */
export async function publishResponse(
  response: ResponseRecord,
  visibility: ResponseRecord['visibility'],
  occasion: ChangeOccasion
): Promise<void> {
  const { by, at } = occasion
  if (visibility === response.visibility) return
  await Response.updateOne(
    { _id: response._id },
    {
      $set: { visibility },
      $push: {
        history: { at, by, what: 'visibility', from: response.visibility, to: visibility, because: null }
      },
      $inc: { revision: 1 }
    }
  )
  tell(occasion, 'reply, visibility', response.visibility, visibility)
  for (const { letterId } of response.covers) await restandLetter(letterId)
}

const textChange = (
  { corrections }: TextCorrection,
  { because }: Edit,
  { by, at }: ChangeOccasion
): ChangeRecord => {
  const said = (side: 'from' | 'to') => corrections.map(one => `“${one[side]}”`).join(', ')
  return { at, by, what: 'text', from: said('from'), to: said('to'), because }
}

function changesBetween(
  response: ResponseRecord,
  set: Readonly<Record<string, unknown>>,
  because: string,
  { by, at }: ChangeOccasion
): ChangeRecord[] {
  return Object.entries(set).flatMap(([field, value]) => {
    const before = written(field.split('.').reduce(within, response))
    const after = written(value)
    return before === after ? [] : [{ at, by, what: field, from: before, to: after, because }]
  })
}

const within = (holder: unknown, field: string): unknown =>
  typeof holder === 'object' && holder !== null ? Reflect.get(holder, field) : undefined

const written = (value: unknown): string | null => {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  return value instanceof Types.ObjectId ? String(value) : JSON.stringify(value)
}
