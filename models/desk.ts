import { type Model, model, Schema, type Types } from 'mongoose'
import type { Day } from '../server/domain/day.ts'
import { defaultLadder, type LadderSettings } from '../server/domain/reminders.ts'
import { isShown } from './revision.ts'

/** Whoever keeps the record: a Member's office, a committee's staff, a coalition. */
export interface DeskRecord {
  _id: Types.ObjectId
  slug: string
  name: string
  /** IANA time zone: whose today it is, and when mail goes out. */
  zone: string
  /** Local hour at which reminders go out, on business days. */
  hour: number
  digest: { weekday: number; hour: number }
  /** When it wants to be reminded. */
  steps: LadderSettings
  /** Count Inauguration Day as a holiday, as offices in the Washington area do. */
  inaugurationDay: boolean
  closures: { day: Day; name: string }[]
  /** Who is copied when a letter is long overdue; null: nobody. */
  secondPersonId: Types.ObjectId | null
}

const deskSchema = new Schema<DeskRecord, Model<DeskRecord>>(
  {
    slug: { type: String, required: true, match: /^[a-z0-9-]+$/ },
    name: { type: String, required: true },
    zone: { type: String, default: 'America/New_York' },
    hour: { type: Number, min: 0, max: 23, default: 8 },
    digest: {
      type: new Schema(
        { weekday: { type: Number, min: 1, max: 7 }, hour: { type: Number, min: 0, max: 23 } },
        { _id: false }
      ),
      default: () => ({ weekday: 1, hour: 8 })
    },
    steps: {
      type: new Schema<LadderSettings>(
        {
          daysBefore: [Number],
          businessDaysBefore: [Number],
          daysAfter: [Number],
          isMonthly: Boolean,
          reviewDays: [Number],
          uncheckedDays: Number,
          daysApart: Number
        },
        { _id: false }
      ),
      default: () => defaultLadder
    },
    inaugurationDay: { type: Boolean, default: false },
    closures: [
      new Schema(
        { day: { type: String, required: true }, name: { type: String, required: true } },
        { _id: false }
      )
    ],
    secondPersonId: { type: Schema.Types.ObjectId, default: null }
  },
  { versionKey: false }
)

deskSchema.plugin(isShown)

// Commands and forms name a desk by its slug.
deskSchema.index({ slug: 1 }, { unique: true })

export const Desk = model<DeskRecord, Model<DeskRecord>>('Desk', deskSchema)
