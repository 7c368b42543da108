import { type Model, model, Schema, type Types } from 'mongoose'
import type { Day } from '../server/domain/day.ts'
import { type Channel, channels, type ResponseKind, responseKinds } from '../server/domain/responses.ts'
import { type CorrectionRecord, correctionSchema } from './correction.ts'
import { type KeptFileRecord, keptFileSchema } from './file.ts'
import { type Actor, actorSchema, type ChangeRecord, changeSchema } from './history.ts'
import { isShown } from './revision.ts'
import { type SourceRecord, sourceSchema } from './source.ts'

/** Which letter a reply answers, and for which of its recipients it speaks. */
export interface CoverRecord {
  letterId: Types.ObjectId
  recipientIds: Types.ObjectId[]
}

/** Who signed the reply and for whom: often not the addressee. */
export interface ResponderRecord {
  name: string | null
  title: string | null
  organizationId: Types.ObjectId | null
  onBehalfOf: string | null
}

/** A reply's text as it stood until a correction. */
export interface FormerTextRecord {
  text: string
  until: Date
  by: Actor
  because: string
}

export interface ResponseRecord {
  _id: Types.ObjectId
  deskId: Types.ObjectId
  covers: CoverRecord[]
  kind: ResponseKind
  /** Known only because another document speaks of it: it asks for no review and stops no reminder. */
  isMention: boolean
  receivedOn: Day | null
  /** The date printed on the reply. */
  datedOn: Day | null
  dateAsSaid: string | null
  responder: ResponderRecord
  channel: Channel
  controlNumber: string | null
  text: string | null
  textSha256: string | null
  /** The files it came in. Left out where it came in none. */
  files?: KeptFileRecord[]
  source: SourceRecord
  /** The words by which another document speaks of it. */
  quote: string | null
  visibility: 'internal' | 'public'
  /** The reply this one corrects; both texts are kept. */
  corrects: Types.ObjectId | null
  corrections: CorrectionRecord[]
  /** The texts it had before an error in them was put right, oldest first. Left out where there was none. */
  formerTexts?: FormerTextRecord[]
  isExample: boolean
  loggedAt: Date
  loggedOn: Day
  loggedBy: Actor
  history: ChangeRecord[]
  revision: number
}

const responseSchema = new Schema<ResponseRecord, ResponseModel>(
  {
    deskId: { type: Schema.Types.ObjectId, required: true },
    covers: [
      new Schema<CoverRecord>(
        {
          letterId: { type: Schema.Types.ObjectId, required: true },
          recipientIds: [Schema.Types.ObjectId]
        },
        { _id: false }
      )
    ],
    kind: { type: String, enum: responseKinds, required: true },
    isMention: { type: Boolean, default: false },
    receivedOn: { type: String, default: null },
    datedOn: { type: String, default: null },
    dateAsSaid: { type: String, default: null },
    responder: {
      type: new Schema<ResponderRecord>(
        {
          name: { type: String, default: null },
          title: { type: String, default: null },
          organizationId: { type: Schema.Types.ObjectId, default: null },
          onBehalfOf: { type: String, default: null }
        },
        { _id: false }
      ),
      required: true
    },
    channel: { type: String, enum: channels, default: 'unknown' },
    controlNumber: { type: String, default: null },
    text: { type: String, default: null },
    textSha256: { type: String, default: null },
    files: [keptFileSchema],
    source: { type: sourceSchema, required: true },
    quote: { type: String, default: null },
    visibility: { type: String, enum: ['internal', 'public'], default: 'internal' },
    corrects: { type: Schema.Types.ObjectId, default: null },
    corrections: [correctionSchema],
    formerTexts: [
      new Schema<FormerTextRecord>(
        {
          text: { type: String, required: true },
          until: { type: Date, required: true },
          by: { type: actorSchema, required: true },
          because: { type: String, required: true }
        },
        { _id: false }
      )
    ],
    isExample: { type: Boolean, default: false },
    loggedAt: { type: Date, required: true },
    loggedOn: { type: String, required: true },
    loggedBy: { type: actorSchema, required: true },
    history: [changeSchema],
    revision: { type: Number, default: 0 }
  },
  { versionKey: false, minimize: false }
)

responseSchema.plugin(isShown)

// A letter's replies, in the order they came.
responseSchema.index({ 'covers.letterId': 1, receivedOn: 1 })
// A desk's replies, newest first: my desk, digests.
responseSchema.index({ deskId: 1, receivedOn: -1 })
// The same reply logged twice is noticed.
responseSchema.index({ textSha256: 1 })
// Whether anything still needs the bytes of a file.
responseSchema.index({ 'files.sha256': 1 })
// Words that readers search for.
responseSchema.index({ text: 'text', quote: 'text' }, { name: 'words' })

interface ResponseModel extends Model<ResponseRecord> {
  /** The replies to one letter, oldest first. */
  toLetter(letterId: Types.ObjectId): Promise<ResponseRecord[]>
}

responseSchema.statics.toLetter = function (this: ResponseModel, letterId: Types.ObjectId) {
  return this.find({ 'covers.letterId': letterId }).sort({ receivedOn: 1, _id: 1 }).lean<ResponseRecord[]>()
}

export const Response = model<ResponseRecord, ResponseModel>('Response', responseSchema)
