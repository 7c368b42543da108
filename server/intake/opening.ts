import { Types, trusted } from 'mongoose'
import type { DeskRecord } from '../../models/desk.ts'
import type { Actor } from '../../models/history.ts'
import {
  type AlikeRecord,
  Intake,
  type IntakeDraft,
  type IntakeFileRecord,
  type IntakeRecord
} from '../../models/intake.ts'
import { Letter } from '../../models/letter.ts'
import type { SourceRecord } from '../../models/source.ts'
import { textChecksum } from '../../models/text-checksum.ts'
import { addDays, type Day } from '../domain/day.ts'
import { followUpSuggestion } from '../domain/due-date.ts'
import { draftOf } from './draft.ts'
import { mostAlike } from './likeness.ts'
import { matchedMembers } from './members.ts'
import { isReplyText } from './read/index.ts'
import type { LetterReading } from './read/types.ts'

/** What a text becomes once it was read: everything of an intake but who handed it in. */
export type ReadIntake = IntakeDraft & Pick<IntakeRecord, 'text' | 'warnings' | 'alike' | 'state'>

/** Reads a text (as stored: line ends alike) into what a person reviews. Nothing is written. */
export async function readIntake(
  text: string,
  source: SourceRecord,
  desk: DeskRecord,
  reading: LetterReading
): Promise<ReadIntake> {
  const draft = draftOf(reading, source)
  const members = await matchedMembers(draft.signatories, draft.letterDate)
  return {
    ...draft,
    signatories: draft.signatories.map((one, at) => ({ ...one, bioguide: members[at]?.bioguide ?? null })),
    followUpOn: suggestedFollowUp(draft, desk),
    text,
    state: 'review',
    warnings: [...(isReplyText(text) ? [readsLikeReply] : []), ...reading.warnings],
    alike: await alikeLetters(text, draft, desk)
  }
}

const readsLikeReply =
  'This reads like a reply to a letter. If it is one, throw it away here, open the letter that it answers and log it there (“Log a reply”).'

/** An intake whose text is still in its files. */
export const waitingForFiles = (): ReadIntake => ({
  ...draftOf(nothingRead, { kind: 'typed', title: '', link: null, retrievedOn: null }),
  text: '',
  state: 'reading',
  warnings: [],
  alike: []
})

const nothingRead: LetterReading = {
  date: null,
  chamber: null,
  subject: null,
  signatories: [],
  recipients: [],
  deadline: { kind: 'none', date: null, count: null, unit: null, from: null, quote: null, span: null },
  follows: [],
  questions: [],
  about: [],
  letter: null,
  warnings: []
}

/** Stores an intake for review, and gives its id. */
export async function storeIntake(
  read: ReadIntake,
  desk: DeskRecord,
  by: Actor,
  now: Date,
  more: { files?: IntakeFileRecord[]; importKey?: string } = {}
): Promise<Types.ObjectId> {
  const stored = await Intake.create({
    ...read,
    deskId: desk._id,
    createdAt: now,
    createdBy: by,
    changedAt: now,
    files: more.files ?? [],
    importKey: more.importKey ?? null
  })
  return stored._id
}

/** The desk's own date to follow up, offered where the letter states no deadline. */
function suggestedFollowUp(draft: IntakeDraft, desk: DeskRecord): Day | null {
  if (draft.due.basis !== 'none' || draft.letterDate === null) return null
  const isStateDepartment = draft.recipients.some(({ organization }) =>
    /department of state\b/i.test(organization ?? '')
  )
  return followUpSuggestion({ start: draft.letterDate, isStateDepartment }, desk).on
}

/** Below this two letters on one matter look as alike as these do. */
const WORTH_SAYING = 0.3

/**
 * The letters at hand that a text resembles most: by the same signatories, of about the same date, or newest. Another
 * desk's are none but for what is public: a pasted guess must not find out what they work on.
 */
async function alikeLetters(text: string, draft: IntakeDraft, desk: DeskRecord): Promise<AlikeRecord[]> {
  const names = draft.signatories.map(({ name }) => name)
  const wanted = [
    { textSha256: textChecksum(text) },
    ...(names.length > 0 ? [{ 'signatories.name': trusted({ $in: names }) }] : []),
    ...(draft.letterDate ? [{ letterDate: trusted(around(draft.letterDate)) }] : []),
    {}
  ]
  // Each way to a letter by itself has an index that is in the order asked for: the store reads sixty, not all.
  const found = await Promise.all(
    wanted.flatMap(filter => waysTo(desk._id).map(way => newest({ ...filter, ...way })))
  )
  const candidates = [...new Map(found.flat().map(one => [String(one._id), one.text]))]
  const ranked = mostAlike(
    text,
    candidates.map(([id, held]) => ({ id, text: held })),
    3
  )
  return ranked
    .filter(({ score }) => score >= WORTH_SAYING)
    .map(({ id, score }) => ({ letterId: new Types.ObjectId(id), likeness: score }))
}

const around = (day: Day) => ({ $gte: addDays(day, -120), $lte: addDays(day, 120) })

const newest = (filter: object) =>
  Letter.find({ ...filter, isMention: false, text: trusted({ $type: 'string' }) })
    .sort({ letterDate: -1 })
    .limit(60)
    .select({ text: 1 })
    .lean<{ _id: Types.ObjectId; text: string }[]>()

/** A desk knows of its own letters, of those shared with it, and of what is public. */
const waysTo = (deskId: Types.ObjectId) => [
  { deskId },
  { sharedWith: deskId },
  { visibility: 'public' as const }
]

/** The letters that a desk knows of. */
export const atHandOf = (deskId: Types.ObjectId) => ({ $or: waysTo(deskId) })
