import { type Model, model, Schema, type Types } from 'mongoose'

/** A department, a bureau within it, or a company: what letters are put to and questions are about. */
export interface OrganizationRecord {
  _id: Types.ObjectId
  slug: string
  name: string
  abbreviations: string[]
  /** Other names that letters use for it. */
  alsoCalled: string[]
  parentId: Types.ObjectId | null
}

const organizationSchema = new Schema<OrganizationRecord, OrganizationModel>(
  {
    slug: { type: String, required: true, match: /^[a-z0-9-]+$/ },
    name: { type: String, required: true },
    abbreviations: [String],
    alsoCalled: [String],
    parentId: { type: Schema.Types.ObjectId, default: null }
  },
  { versionKey: false }
)

// One address per organization; seeding and imports find it by the same.
organizationSchema.index({ slug: 1 }, { unique: true })
// A department's bureaus.
organizationSchema.index({ parentId: 1 })

interface OrganizationModel extends Model<OrganizationRecord> {
  /** The organizations with these ids, keyed by id, for pages that name them. */
  named(ids: readonly Types.ObjectId[]): Promise<Map<string, OrganizationRecord>>
}

organizationSchema.statics.named = async function (this: OrganizationModel, ids: readonly Types.ObjectId[]) {
  const found = await this.find({ _id: { $in: ids } }).lean<OrganizationRecord[]>()
  return new Map(found.map(organization => [String(organization._id), organization]))
}

export const Organization = model<OrganizationRecord, OrganizationModel>('Organization', organizationSchema)
