import { type Model, model, Schema } from 'mongoose'

/** Something that happens once per store, and is remembered after its records are gone. */
export interface MilestoneRecord {
  _id: string
  state: 'begun' | 'done' | 'undone'
  at: Date
}

const milestoneSchema = new Schema<MilestoneRecord, Model<MilestoneRecord>>(
  {
    _id: { type: String, required: true },
    state: { type: String, enum: ['begun', 'done', 'undone'], required: true },
    at: { type: Date, required: true }
  },
  { versionKey: false }
)

export const Milestone = model<MilestoneRecord, Model<MilestoneRecord>>('Milestone', milestoneSchema)
