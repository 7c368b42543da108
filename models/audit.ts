import { type Model, model, Schema, type Types, trusted } from 'mongoose'
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

/** Which acts are asked for. `desks` is null for those of every desk; an empty filter leaves none out. */
export interface AuditQuery {
  readonly desks: readonly string[] | null
  /** A person's name, or a part of it. */
  readonly by?: string | undefined
  /** The route, or a part of it or of the address. */
  readonly about?: string | undefined
  readonly isRefused?: boolean | undefined
  readonly from?: Date | undefined
  readonly until?: Date | undefined
}

interface AuditModel extends Model<AuditRecord> {
  /** How many acts there are. */
  countOf(query: AuditQuery): Promise<number>
  /** Those acts, the latest first. */
  latestOf(query: AuditQuery, skip: number, limit: number): Promise<AuditRecord[]>
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

const never = () => {
  throw new Error('What is on record of an act is never changed and never removed.')
}

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
auditSchema.pre([...changing], never)
auditSchema.pre(['updateOne', 'deleteOne'], { document: true, query: false }, never)
auditSchema.pre('bulkWrite', never)
auditSchema.pre('save', function () {
  if (!this.isNew) never()
})

/** What was typed is words and no pattern. */
const saying = (text: string) => trusted({ $regex: escaped(text), $options: 'i' })

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

function filterOf({ desks, by, about, isRefused, from, until }: AuditQuery) {
  const at = { ...(from && { $gte: from }), ...(until && { $lt: until }) }
  return {
    ...(desks && { desks: trusted({ $in: [...desks] }) }),
    ...(by && { 'by.name': saying(by) }),
    ...(about && { $or: [{ act: saying(about) }, { address: saying(about) }] }),
    ...(isRefused && { status: trusted({ $gte: 400 }) }),
    ...((from || until) && { at: trusted(at) })
  }
}

auditSchema.static('countOf', function (this: AuditModel, query: AuditQuery) {
  return this.countDocuments(filterOf(query))
})

auditSchema.static('latestOf', function (this: AuditModel, query: AuditQuery, skip: number, limit: number) {
  return this.find(filterOf(query)).sort({ at: -1, _id: -1 }).skip(skip).limit(limit).lean()
})

export const Audit = model<AuditRecord, AuditModel>('Audit', auditSchema)
