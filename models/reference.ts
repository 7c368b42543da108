import { type Model, model, Schema, type Types } from 'mongoose'
import type { Day } from '../server/domain/day.ts'
import { type ReferenceKind, referenceKinds } from '../server/domain/letters.ts'
import { type CorrectionRecord, correctionSchema } from './correction.ts'
import { type KeptFileRecord, keptFileSchema } from './file.ts'
import { isShown } from './revision.ts'
import { type SourceRecord, sourceSchema } from './source.ts'

/** A document about the matter of a letter, and whether the letter cites it or this desk added it. */
export interface ReferenceRecord {
  _id: Types.ObjectId
  deskId: Types.ObjectId
  kind: ReferenceKind
  title: string
  on: Day | null
  dateAsSaid: string | null
  /** How the date is known where the document does not give it. */
  dateBecause: string | null
  source: SourceRecord
  text: string | null
  /** The document itself, as it was handed in. Left out where there is none. */
  files?: KeptFileRecord[]
  /** Markings on the document, kept as they stand. */
  markings: string | null
  corrections: CorrectionRecord[]
  letters: { letterId: Types.ObjectId; citedBy: 'letter' | 'desk' }[]
  questionIds: Types.ObjectId[]
  note: string | null
  isExample: boolean
}

const referenceSchema = new Schema<ReferenceRecord, ReferenceModel>(
  {
    deskId: { type: Schema.Types.ObjectId, required: true },
    kind: { type: String, enum: referenceKinds, required: true },
    title: { type: String, required: true },
    on: { type: String, default: null },
    dateAsSaid: { type: String, default: null },
    dateBecause: { type: String, default: null },
    source: { type: sourceSchema, required: true },
    text: { type: String, default: null },
    files: [keptFileSchema],
    markings: { type: String, default: null },
    corrections: [correctionSchema],
    letters: [
      new Schema(
        {
          letterId: { type: Schema.Types.ObjectId, required: true },
          citedBy: { type: String, enum: ['letter', 'desk'], required: true }
        },
        { _id: false }
      )
    ],
    questionIds: [Schema.Types.ObjectId],
    note: { type: String, default: null },
    isExample: { type: Boolean, default: false }
  },
  { versionKey: false }
)

referenceSchema.plugin(isShown)

// The references listed on a letter's page.
referenceSchema.index({ 'letters.letterId': 1, on: 1 })
// Whether anything still needs the bytes of a file.
referenceSchema.index({ 'files.sha256': 1 })
// Words that readers search for.
referenceSchema.index({ title: 'text', text: 'text' }, { name: 'words', weights: { title: 5, text: 1 } })

interface ReferenceModel extends Model<ReferenceRecord> {
  ofLetter(letterId: Types.ObjectId): Promise<ReferenceRecord[]>
}

referenceSchema.statics.ofLetter = function (this: ReferenceModel, letterId: Types.ObjectId) {
  return this.find({ 'letters.letterId': letterId }).sort({ on: 1, title: 1 }).lean<ReferenceRecord[]>()
}

export const Reference = model<ReferenceRecord, ReferenceModel>('Reference', referenceSchema)
