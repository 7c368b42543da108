import { type Model, model, Schema, type Types } from 'mongoose'
import type { Day } from '../server/domain/day.ts'
import { slugOf } from '../server/domain/slug.ts'
import { isShown } from './revision.ts'

export interface TermRecord {
  chamber: 'senate' | 'house'
  state: string
  district: number | null
  party: string
  start: Day
  end: Day
}

/** A Member of Congress, past or present, as the Bioguide knows them. */
export interface MemberRecord {
  _id: Types.ObjectId
  bioguide: string
  name: string
  first: string
  last: string
  /** The words of all the person's names in small letters without accents: what letters and typing are matched by. */
  keys: string[]
  terms: TermRecord[]
}

const memberSchema = new Schema<MemberRecord, Model<MemberRecord>>(
  {
    bioguide: { type: String, required: true },
    name: { type: String, required: true },
    first: { type: String, required: true },
    last: { type: String, required: true },
    keys: [String],
    terms: [
      new Schema<TermRecord>(
        {
          chamber: { type: String, enum: ['senate', 'house'], required: true },
          state: { type: String, required: true },
          district: { type: Number, default: null },
          party: { type: String, required: true },
          start: { type: String, required: true },
          end: { type: String, required: true }
        },
        { _id: false }
      )
    ]
  },
  { versionKey: false }
)

memberSchema.plugin(isShown)

// The import finds a Member by the Bioguide ID, twice is once.
memberSchema.index({ bioguide: 1 }, { unique: true })
// Names on letters are matched by surname; typing is matched by the beginning of any name.
memberSchema.index({ keys: 1 })

/** A name's words in small letters without accents; titles and suffixes are no part of it. */
export const nameKeys = (name: string): string[] =>
  slugOf(name)
    .split('-')
    .filter(word => word !== '' && !besides.has(word))

const besides = new Set(
  'jr sr ii iii iv md phd senator congressman congresswoman representative rep sen hon the honorable'.split(
    ' '
  )
)

/** The keys of a Member who goes by these names. */
export const memberKeys = (...names: readonly (string | undefined)[]): string[] => [
  ...new Set(names.flatMap(name => nameKeys(name ?? '')))
]

export const Member = model<MemberRecord, Model<MemberRecord>>('Member', memberSchema)
