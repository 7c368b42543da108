import { type Model, model, Schema, type Types } from 'mongoose'
import { type Actor, actorSchema } from './history.ts'

/** A long import under way: how many of its letters are done, and until when a process has it in hand. */
export interface RunningImport {
  done: number
  total: number
  leasedUntil: Date
  by: Actor
}

/** A table somebody hands in to be taken over as letters: its file, and what its columns hold. */
export interface ImportRecord {
  _id: Types.ObjectId
  deskId: Types.ObjectId
  name: string
  /** SHA-256 of the file in `files`. */
  fileId: string
  /** The table's headings in small letters: tables of one origin share it, and so the mapping. */
  signature: string
  /** For each column what it holds; null: left out. */
  mapping: (string | null)[]
  /** The organization all letters were put to, where no column says. */
  organization: string | null
  /** While its letters are being logged beside the pages. */
  running?: RunningImport | null
  /** What that came to, in a sentence, once it is over. */
  outcome?: string | null
  /** When its letters were logged; null while it is only being looked at. */
  doneAt: Date | null
  createdAt: Date
  createdBy: Actor
  changedAt: Date
}

const importSchema = new Schema<ImportRecord, ImportModel>(
  {
    deskId: { type: Schema.Types.ObjectId, required: true },
    name: { type: String, required: true },
    fileId: { type: String, required: true },
    signature: { type: String, default: '' },
    mapping: { type: [Schema.Types.Mixed], default: [] },
    organization: { type: String, default: null },
    running: {
      type: new Schema<RunningImport>(
        {
          done: { type: Number, default: 0 },
          total: { type: Number, required: true },
          leasedUntil: { type: Date, required: true },
          by: { type: actorSchema, required: true }
        },
        { _id: false }
      ),
      default: null
    },
    outcome: { type: String, default: null },
    doneAt: { type: Date, default: null },
    createdAt: { type: Date, required: true },
    createdBy: { type: actorSchema, required: true },
    changedAt: { type: Date, required: true }
  },
  { versionKey: false }
)

// The mapping that a desk gave a table of the same origin last.
importSchema.index({ deskId: 1, signature: 1, changedAt: -1 })
// Whether anything still needs the bytes of a file.
importSchema.index({ fileId: 1 })

interface ImportModel extends Model<ImportRecord> {
  /** The mapping and the organization a desk last gave tables with these headings; null where it never did. */
  lastFor(deskId: Types.ObjectId, signature: string): Promise<ImportRecord | null>
}

importSchema.statics.lastFor = function (this: ImportModel, deskId: Types.ObjectId, signature: string) {
  return this.findOne({ deskId, signature }).sort({ changedAt: -1 }).lean<ImportRecord>()
}

export const Import = model<ImportRecord, ImportModel>('Import', importSchema)
