import { type Model, model, Schema, type Types, trusted } from 'mongoose'
import { type Ask, askCodes } from '../server/domain/asks.ts'
import type { Day } from '../server/domain/day.ts'
import { type Chamber, chambers } from '../server/domain/letters.ts'
import { type DueStatementRecord, dueStatementSchema } from './due-statement.ts'
import { type Actor, actorSchema } from './history.ts'
import type { PartRecord } from './question.ts'
import { type SourceRecord, sourceSchema } from './source.ts'

/** Where an intake stands: files being read, files that could not be, a text to review, a letter by now. */
export const intakeStates = ['reading', 'unreadable', 'review', 'logged'] as const
export type IntakeState = (typeof intakeStates)[number]

/** A file as it was handed in; its bytes are in `files` under the checksum. `pages` is null until it is known. */
export interface IntakeFileRecord {
  name: string
  sha256: string
  size: number
  pages: number | null
  /** Whether the text is read from it; what came with a mail is not until a person says so. */
  isChosen: boolean
}

/** How far the reading of the files has come; both count from 1. */
export interface ProgressRecord {
  file: number
  page: number
  pages: number | null
}

export interface IntakeSignatoryRecord {
  name: string
  title: string | null
  bioguide: string | null
  isLead: boolean
}

/** An addressee as read or corrected; `organization` is a name, matched to the directory when it is confirmed. */
export interface IntakeRecipientRecord {
  _id: Types.ObjectId
  name: string | null
  title: string | null
  organization: string | null
}

/** A question as it would be logged. Spans are UTF-16 units of the intake's text. */
export interface IntakeQuestionRecord {
  _id: Types.ObjectId
  number: string | null
  text: string
  start: number
  end: number
  ask: Ask
  /** From 0 to 1: how sure the reader was; 1 for what a person added. */
  confidence: number
  parts: PartRecord[]
  about: string[]
  /** Those it was put to; null: all of them. */
  recipientIds: Types.ObjectId[] | null
  /** Taken out by a person, kept so that it can be put back. */
  isDropped: boolean
}

export interface IntakeFollowsRecord {
  letterId: Types.ObjectId | null
  quote: string | null
}

/** A held letter that this text resembles; `likeness` from 0 to 1. */
export interface AlikeRecord {
  letterId: Types.ObjectId
  likeness: number
}

/** What a person may change on the review page. */
export interface IntakeDraft {
  subject: string
  letterDate: Day | null
  sentOn: Day | null
  receivedOn: Day | null
  followUpOn: Day | null
  chamber: Chamber | null
  signatories: IntakeSignatoryRecord[]
  signersStated: number | null
  recipients: IntakeRecipientRecord[]
  due: DueStatementRecord
  topics: string[]
  follows: IntakeFollowsRecord[]
  source: SourceRecord
  questions: IntakeQuestionRecord[]
}

/** A text between being handed in and being confirmed as a letter. */
export interface IntakeRecord extends IntakeDraft {
  _id: Types.ObjectId
  deskId: Types.ObjectId
  state: IntakeState
  files: IntakeFileRecord[]
  progress: ProgressRecord | null
  /** Until when one process has the files in hand; another may take them over afterwards. */
  leasedUntil: Date | null
  /** Why the files could not be read, in a sentence that says what to do. */
  failure: string | null
  text: string
  /** What the readers of the file and of the letter want a person to look at. */
  warnings: string[]
  alike: AlikeRecord[]
  /** The letter it became. */
  letterId: Types.ObjectId | null
  /** What a folder import knows the file by; running it twice is running it once. */
  importKey: string | null
  createdAt: Date
  createdBy: Actor
  changedAt: Date
  revision: number
}

const day = { type: String, default: null }
const words = { type: String, default: null }

const partSchema = new Schema<PartRecord>(
  {
    text: { type: String, required: true },
    start: { type: Number, required: true },
    end: { type: Number, required: true },
    ask: { type: String, enum: askCodes, required: true }
  },
  { _id: false }
)

const intakeSchema = new Schema<IntakeRecord, IntakeModel>(
  {
    deskId: { type: Schema.Types.ObjectId, required: true },
    state: { type: String, enum: intakeStates, required: true },
    files: [
      new Schema<IntakeFileRecord>(
        {
          name: { type: String, required: true },
          sha256: { type: String, required: true },
          size: { type: Number, required: true },
          pages: { type: Number, default: null },
          isChosen: { type: Boolean, default: true }
        },
        { _id: false }
      )
    ],
    progress: {
      type: new Schema<ProgressRecord>(
        {
          file: { type: Number, required: true },
          page: { type: Number, required: true },
          pages: { type: Number, default: null }
        },
        { _id: false }
      ),
      default: null
    },
    leasedUntil: { type: Date, default: null },
    failure: words,
    text: { type: String, default: '' },
    warnings: [String],
    alike: [
      new Schema<AlikeRecord>(
        {
          letterId: { type: Schema.Types.ObjectId, required: true },
          likeness: { type: Number, required: true }
        },
        { _id: false }
      )
    ],
    subject: { type: String, default: '' },
    letterDate: day,
    sentOn: day,
    receivedOn: day,
    followUpOn: day,
    chamber: { type: String, enum: [...chambers, null], default: null },
    signatories: [
      new Schema<IntakeSignatoryRecord>(
        {
          name: { type: String, required: true },
          title: words,
          bioguide: words,
          isLead: { type: Boolean, default: false }
        },
        { _id: false }
      )
    ],
    signersStated: { type: Number, default: null },
    recipients: [
      new Schema<IntakeRecipientRecord>({
        name: words,
        title: words,
        organization: words
      })
    ],
    due: { type: dueStatementSchema, required: true },
    topics: [String],
    follows: [
      new Schema<IntakeFollowsRecord>(
        { letterId: { type: Schema.Types.ObjectId, default: null }, quote: words },
        { _id: false }
      )
    ],
    source: { type: sourceSchema, required: true },
    questions: [
      new Schema<IntakeQuestionRecord>({
        number: words,
        text: { type: String, required: true },
        start: { type: Number, required: true },
        end: { type: Number, required: true },
        ask: { type: String, enum: askCodes, required: true },
        confidence: { type: Number, default: 1 },
        parts: [partSchema],
        about: [String],
        recipientIds: { type: [Schema.Types.ObjectId], default: null },
        isDropped: { type: Boolean, default: false }
      })
    ],
    letterId: { type: Schema.Types.ObjectId, default: null },
    importKey: words,
    createdAt: { type: Date, required: true },
    createdBy: { type: actorSchema, required: true },
    changedAt: { type: Date, required: true },
    revision: { type: Number, default: 0 }
  },
  { versionKey: false, minimize: false }
)

// A desk's queue of what waits for review, newest first.
intakeSchema.index({ deskId: 1, state: 1, createdAt: -1 })
// Files to read whose process is gone, oldest first.
intakeSchema.index({ state: 1, leasedUntil: 1 })
// The original files of a letter.
intakeSchema.index({ letterId: 1 })
// A folder imported twice adds nothing the second time.
intakeSchema.index(
  { importKey: 1 },
  { unique: true, partialFilterExpression: { importKey: { $type: 'string' } } }
)
// Whether anything still needs the bytes of a file.
intakeSchema.index({ 'files.sha256': 1 })

interface IntakeModel extends Model<IntakeRecord> {
  /** What a desk has handed in and not yet logged, newest first, without the texts. */
  waitingAt(deskIds: readonly Types.ObjectId[]): Promise<IntakeRecord[]>
  /** The intakes that a letter was made of: they hold its original files. */
  ofLetter(letterId: Types.ObjectId): Promise<IntakeRecord[]>
  /** Writes a change if nobody else has written since `revision` was read; false when somebody has. */
  change(id: Types.ObjectId, revision: number, change: Partial<IntakeRecord>): Promise<boolean>
}

intakeSchema.statics.waitingAt = function (this: IntakeModel, deskIds: readonly Types.ObjectId[]) {
  return this.find({ deskId: trusted({ $in: [...deskIds] }), state: trusted({ $ne: 'logged' }) })
    .sort({ createdAt: -1 })
    .select({ text: 0 })
    .limit(200)
    .lean<IntakeRecord[]>()
}

intakeSchema.statics.ofLetter = function (this: IntakeModel, letterId: Types.ObjectId) {
  return this.find({ letterId }).select({ text: 0, questions: 0 }).lean<IntakeRecord[]>()
}

intakeSchema.statics.change = async function (
  this: IntakeModel,
  id: Types.ObjectId,
  revision: number,
  change: Partial<IntakeRecord>
) {
  const written = await this.updateOne({ _id: id, revision }, { $set: change, $inc: { revision: 1 } })
  return written.matchedCount === 1
}

export const Intake = model<IntakeRecord, IntakeModel>('Intake', intakeSchema)
