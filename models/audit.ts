import mongoose, { type Model, model, Schema, type Types } from 'mongoose'
import { type Actor, actorSchema } from './history.ts'

/** What changed in one act, as far as a person needs it to understand; never a secret, never a whole text. */
export interface AuditedChange {
  what: string
  from: string | null
  to: string | null
}

/** One act that changed something, or was refused. Written once and never again. */
export interface AuditRecord {
  _id: Types.ObjectId
  at: Date
  /** Null for somebody who was not signed in. */
  by: Actor | null
  /** The desks that this person belonged to then: their admins may read it. */
  desks: Types.ObjectId[]
  /** The route, `POST /letters/:slug/findings`. */
  act: string
  /** The address, secret parts of links masked. */
  address: string
  status: number
  changes: AuditedChange[]
  requestId: string
}

interface AuditModel extends Model<AuditRecord> {
  /** How many acts the admins of these desks may read; of all desks for null. */
  countOf(desks: readonly string[] | null): Promise<number>
  /** Those acts, the latest first. */
  latestOf(desks: readonly string[] | null, skip: number, limit: number): Promise<AuditRecord[]>
}

const auditSchema = new Schema<AuditRecord, AuditModel>(
  {
    at: { type: Date, required: true },
    by: { type: actorSchema, default: null },
    desks: { type: [Schema.Types.ObjectId], required: true },
    act: { type: String, required: true, maxlength: 200 },
    address: { type: String, required: true, maxlength: 2000 },
    status: { type: Number, required: true },
    changes: [
      new Schema<AuditedChange>(
        {
          what: { type: String, required: true },
          from: { type: String, default: null },
          to: { type: String, default: null }
        },
        { _id: false }
      )
    ],
    requestId: { type: String, required: true }
  },
  { versionKey: false, collection: 'audit' }
)

// The page shows the latest acts of some desks.
auditSchema.index({ desks: 1, at: -1 })
// A site admin's page shows the latest of all.
auditSchema.index({ at: -1 })

const changing = [
  'updateOne',
  'updateMany',
  'findOneAndUpdate',
  'findOneAndReplace',
  'replaceOne',
  'deleteOne',
  'deleteMany',
  'findOneAndDelete'
] as const
auditSchema.pre([...changing], () => {
  throw new Error('What is on record of an act is never changed and never removed.')
})

const readableBy = (desks: readonly string[] | null) =>
  desks === null ? {} : { desks: mongoose.trusted({ $in: [...desks] }) }

auditSchema.static('countOf', function (this: AuditModel, desks: readonly string[] | null) {
  return this.countDocuments(readableBy(desks))
})

auditSchema.static(
  'latestOf',
  function (this: AuditModel, desks: readonly string[] | null, skip: number, limit: number) {
    return this.find(readableBy(desks)).sort({ at: -1, _id: -1 }).skip(skip).limit(limit).lean()
  }
)

export const Audit = model<AuditRecord, AuditModel>('Audit', auditSchema)
