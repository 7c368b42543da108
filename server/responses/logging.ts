import { Types, trusted } from 'mongoose'
import type { ChangeOccasion } from '../../models/changing.ts'
import type { DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Organization } from '../../models/organization.ts'
import { type CoverRecord, Response, type ResponseRecord } from '../../models/response.ts'
import { restandLetter } from '../../models/restanding.ts'
import { textChecksum } from '../../models/text-checksum.ts'
import { longDay } from '../domain/day.ts'
import { isUnsent } from '../domain/letters.ts'
import { Invalid } from '../errors.ts'
import { keptFilesNamed } from '../intake/kept-files.ts'
import { mayEdit } from '../web/desk-records.ts'
import type { Viewer } from '../web/viewer.ts'
import type { ResponseForm } from './form.ts'

/**
 * Stores a reply and lets the questions of every letter it answers know. Throws Invalid, with nothing stored, when
 * it was received before a letter was sent or is on record already.
 */
export async function logResponse(
  form: ResponseForm,
  letter: LetterRecord,
  others: readonly LetterRecord[],
  desk: DeskRecord,
  occasion: ChangeOccasion
): Promise<ResponseRecord> {
  const response = await responseOf(form, letter, others, desk, occasion)
  await refuseUnsound(response, [letter, ...others], occasion)
  await Response.create(response)
  for (const { letterId } of response.covers) await restandLetter(letterId)
  return response
}

async function responseOf(
  form: ResponseForm,
  letter: LetterRecord,
  others: readonly LetterRecord[],
  desk: DeskRecord,
  { by, at, on }: ChangeOccasion
): Promise<ResponseRecord> {
  const chosen = letter.recipients.filter(({ _id }) => form.recipients.includes(String(_id)))
  if (chosen.length === 0) throw new Invalid({ recipients: 'Choose a recipient of this letter.' })
  const office = form.responderOffice ? await Organization.calledOrAdded(form.responderOffice) : null
  return {
    _id: new Types.ObjectId(),
    deskId: desk._id,
    covers: [
      { letterId: letter._id, recipientIds: chosen.map(({ _id }) => _id) },
      ...others.map(other => coverOf(other, chosen))
    ],
    kind: form.kind,
    isMention: form.isMention,
    receivedOn: form.receivedOn,
    datedOn: form.datedOn,
    dateAsSaid: form.dateAsSaid,
    responder: {
      name: form.responderName,
      title: form.responderTitle,
      organizationId: office?._id ?? null,
      onBehalfOf: form.onBehalfOf
    },
    channel: form.channel ?? 'unknown',
    controlNumber: form.controlNumber,
    text: form.text,
    textSha256: form.text && textChecksum(form.text),
    files: await keptFilesNamed(form.keptFiles, at),
    source: {
      kind: form.isMention ? 'mention' : (form.sourceKind ?? 'typed'),
      title: form.sourceTitle ?? '',
      link: form.sourceLink,
      retrievedOn: form.sourceLink ? on : null
    },
    quote: form.quote,
    visibility: 'internal',
    corrects: await correctedBy(form, letter),
    corrections: [],
    isExample: false,
    loggedAt: at,
    loggedOn: on,
    loggedBy: by,
    history: [{ at, by, what: 'logged', from: null, to: null, because: null }],
    revision: 0
  }
}

/** Of another letter it answers for the same offices; for all of that letter's recipients where none is the same. */
export function coverOf(
  other: LetterRecord,
  offices: readonly { organizationId: Types.ObjectId }[]
): CoverRecord {
  const same = other.recipients.filter(recipient =>
    offices.some(({ organizationId }) => organizationId.equals(recipient.organizationId))
  )
  const recipients = same.length > 0 ? same : other.recipients
  return { letterId: other._id, recipientIds: recipients.map(({ _id }) => _id) }
}

async function correctedBy(form: ResponseForm, letter: LetterRecord): Promise<Types.ObjectId | null> {
  if (!form.corrects) return null
  const earlier = (await Response.toLetter(letter._id)).find(({ _id }) => String(_id) === form.corrects)
  if (!earlier) throw new Invalid({ corrects: 'Choose a reply to this letter.' })
  return earlier._id
}

async function refuseUnsound(
  response: ResponseRecord,
  letters: readonly LetterRecord[],
  { on }: ChangeOccasion
): Promise<void> {
  refuseBadDates(response, letters, on)
  if (response.kind === 'correction' && !response.corrects && !response.isMention)
    throw new Invalid({ corrects: 'Choose the reply that this one corrects.' })
  if (!response.textSha256) return
  const known = await Response.find({ textSha256: response.textSha256 }).lean<ResponseRecord[]>()
  const isKnown = known.some(({ covers }) =>
    covers.some(({ letterId }) => response.covers.some(cover => cover.letterId.equals(letterId)))
  )
  if (isKnown) throw new Invalid({ text: 'This text is already on record as a reply to this letter.' })
}

/** A reply cannot come before what it answers, nor after today. */
export function refuseBadDates(
  response: Pick<ResponseRecord, 'receivedOn' | 'datedOn'>,
  letters: readonly Pick<LetterRecord, 'letterDate' | 'sentOn' | 'subject'>[],
  today: string
): void {
  for (const field of ['receivedOn', 'datedOn'] as const) {
    const day = response[field]
    if (day === null) continue
    if (day > today) throw new Invalid({ [field]: `${longDay(day)} is still to come.` })
    const early = letters.find(letter => day < (sentOn(letter) ?? day))
    if (early)
      throw new Invalid({
        [field]: `${longDay(day)} is before the letter “${early.subject}” was sent, on ${longDay(sentOn(early) ?? day)}.`
      })
  }
}

const sentOn = (letter: Pick<LetterRecord, 'letterDate' | 'sentOn'>) => letter.sentOn ?? letter.letterDate

/**
 * Letters of the same desks that a reply may answer as well and that this person may change, newest first; a draft was
 * never sent.
 */
export const otherLettersTo = async (letter: LetterRecord, viewer: Viewer): Promise<LetterRecord[]> => {
  const desks = trusted({ $in: [letter.deskId, ...letter.sharedWith] })
  const found = await Letter.find({ $or: [{ deskId: desks }, { sharedWith: desks }], isMention: false })
    .sort({ letterDate: -1 })
    .limit(200)
    .lean<LetterRecord[]>()
  return found
    .filter(other => !other._id.equals(letter._id) && !isUnsent(other) && mayEdit(viewer, other))
    .slice(0, 50)
}
