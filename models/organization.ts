import { type Model, model, mongo, Schema, type Types, trusted } from 'mongoose'
import { nameSlugOf } from '../server/domain/slug.ts'
import { isShown } from './revision.ts'

/** A department, a bureau within it, or a company: what letters are put to and questions are about. */
export interface OrganizationRecord {
  _id: Types.ObjectId
  slug: string
  name: string
  abbreviations: string[]
  /** Other names that letters use for it. */
  alsoCalled: string[]
  /** All its names as `organizationKey` spells them; no two organizations share one. */
  keys: string[]
  /** Addresses of organizations that were merged into this one. */
  formerSlugs: string[]
  parentId: Types.ObjectId | null
}

const DUPLICATE_KEY = 11000

const organizationSchema = new Schema<OrganizationRecord, OrganizationModel>(
  {
    slug: { type: String, required: true, match: /^[a-z0-9-]+$/ },
    name: { type: String, required: true },
    abbreviations: [String],
    alsoCalled: [String],
    keys: [String],
    formerSlugs: [String],
    parentId: { type: Schema.Types.ObjectId, default: null }
  },
  { versionKey: false }
)

organizationSchema.plugin(isShown)

// One address per organization.
organizationSchema.index({ slug: 1 }, { unique: true })
// A name leads to one organization, and two letters logged at once do not add the same one twice.
organizationSchema.index({ keys: 1 }, { unique: true, sparse: true })
// The address of one that was merged leads to what it is part of now.
organizationSchema.index({ formerSlugs: 1 })
// A department's bureaus.
organizationSchema.index({ parentId: 1 })

interface OrganizationModel extends Model<OrganizationRecord> {
  /** The organizations with these ids, keyed by id, for pages that name them. */
  named(ids: readonly Types.ObjectId[]): Promise<Map<string, OrganizationRecord>>
  /** The organization that goes by a name or an abbreviation, or null. */
  called(name: string): Promise<OrganizationRecord | null>
  /** The same, added to the directory when it is not known yet. */
  calledOrAdded(name: string): Promise<OrganizationRecord>
}

/**
 * A name as names are compared: `U.S. Department of State`, `United States Department of State` and `the State
 * Department` are one.
 */
export const organizationKey = (name: string): string =>
  nameSlugOf(name)
    .replace(/^the-/, '')
    .replace(/^(united-states|u-s|us)-(?=[a-z]+-)/, '')
    .replace(/^(.+)-department$/, 'department-of-$1')

organizationSchema.statics.named = async function (this: OrganizationModel, ids: readonly Types.ObjectId[]) {
  const found = await this.find({ _id: trusted({ $in: [...ids] }) }).lean<OrganizationRecord[]>()
  return new Map(found.map(organization => [String(organization._id), organization]))
}

organizationSchema.statics.called = function (this: OrganizationModel, name: string) {
  return this.findOne({ keys: organizationKey(name) }).lean<OrganizationRecord>()
}

organizationSchema.statics.calledOrAdded = async function (this: OrganizationModel, name: string) {
  const key = organizationKey(name)
  const known = await this.called(name)
  if (known) return known
  try {
    await this.create({ slug: key, name: name.trim(), keys: [key] })
  } catch (error) {
    // Somebody else added it a moment ago: theirs is the one.
    if (!(error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY)) throw error
  }
  return this.findOne({ keys: key }).orFail().lean<OrganizationRecord>()
}

export const Organization = model<OrganizationRecord, OrganizationModel>('Organization', organizationSchema)
