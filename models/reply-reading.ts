import { type Model, model, Schema, type Types, trusted } from 'mongoose'
import { type SourceKind, sourceKinds } from '../server/domain/letters.ts'
import { type KeptFileRecord, keptFileSchema } from './file.ts'
import { type Actor, actorSchema } from './history.ts'
import type { ProgressRecord } from './intake.ts'

/** Where a reading stands: its files wait or are being read, could not be read, or were. */
export const readingStates = ['reading', 'unreadable', 'read'] as const
export type ReadingState = (typeof readingStates)[number]

/** A field of the form as it was sent. */
export interface SentFieldRecord {
  name: string
  values: string[]
}

/**
 * The files of a reply on their way into the form that logs it: read beside the pages, then shown for a person to
 * look over. It is no record of a reply, and goes a day after it was begun.
 */
export interface ReplyReadingRecord {
  _id: Types.ObjectId
  letterId: Types.ObjectId
  files: KeptFileRecord[]
  /** What else the form said, to be shown again with the text. */
  sent: SentFieldRecord[]
  state: ReadingState
  progress: ProgressRecord | null
  /** Until when one process has the files in hand; another may take them over afterwards. */
  leasedUntil: Date | null
  /** Why the files could not be read, in a sentence that says what to do. */
  failure: string | null
  text: string
  sourceKind: SourceKind | null
  /** What was hard to read, a sentence for each page. */
  doubts: string[]
  begunAt: Date
  begunBy: Actor
}

const replyReadingSchema = new Schema<ReplyReadingRecord, ReplyReadingModel>(
  {
    letterId: { type: Schema.Types.ObjectId, required: true },
    files: [keptFileSchema],
    sent: [
      new Schema<SentFieldRecord>(
        { name: { type: String, required: true }, values: [String] },
        { _id: false }
      )
    ],
    state: { type: String, enum: readingStates, default: 'reading' },
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
    failure: { type: String, default: null },
    text: { type: String, default: '' },
    sourceKind: { type: String, enum: [...sourceKinds, null], default: null },
    doubts: [String],
    begunAt: { type: Date, required: true },
    begunBy: { type: actorSchema, required: true }
  },
  { versionKey: false }
)

// Files to read whose process is gone, oldest first.
replyReadingSchema.index({ state: 1, leasedUntil: 1 })
// What was begun and never logged goes after a day.
replyReadingSchema.index({ begunAt: 1 })
// Whether anything still needs the bytes of a file.
replyReadingSchema.index({ 'files.sha256': 1 })

interface ReplyReadingModel extends Model<ReplyReadingRecord> {
  /** Forgets what was begun before a moment. Its files stay until the sweep of files. */
  forgetBegunBefore(moment: Date): Promise<void>
}

replyReadingSchema.statics.forgetBegunBefore = async function (this: ReplyReadingModel, moment: Date) {
  await this.deleteMany({ begunAt: trusted({ $lt: moment }) })
}

export const ReplyReading = model<ReplyReadingRecord, ReplyReadingModel>(
  'ReplyReading',
  replyReadingSchema,
  'replyreadings'
)
