import { type Model, model, Schema, type Types, trusted } from 'mongoose'
import type { Day } from '../server/domain/day.ts'

/** That a person wants to be reminded of a question on a day, open or not. Nobody else sees it. */
export interface PersonalReminderRecord {
  _id: Types.ObjectId
  personId: Types.ObjectId
  deskId: Types.ObjectId
  letterId: Types.ObjectId
  questionId: Types.ObjectId
  on: Day
  /** Its mail was claimed; the ledger keeps which. */
  isClaimed: boolean
}

const id = { type: Schema.Types.ObjectId, required: true }

const personalReminderSchema = new Schema<PersonalReminderRecord, PersonalReminderModel>(
  {
    personId: id,
    deskId: id,
    letterId: id,
    questionId: id,
    on: { type: String, required: true },
    isClaimed: { type: Boolean, default: false }
  },
  { versionKey: false }
)

// Every reminder run asks for those whose day has come.
personalReminderSchema.index({ isClaimed: 1, on: 1 })
// Asking twice for one day is asking once; a question's page shows its reader's own.
personalReminderSchema.index({ questionId: 1, personId: 1, on: 1 }, { unique: true })

interface PersonalReminderModel extends Model<PersonalReminderRecord> {
  /** Those whose day has come and whose mail nobody has claimed. */
  dueOn(today: Day): Promise<PersonalReminderRecord[]>
  /** A person's own for one question that are still to come, soonest first. */
  ofPerson(questionId: Types.ObjectId, personId: Types.ObjectId | string): Promise<PersonalReminderRecord[]>
}

personalReminderSchema.statics.dueOn = function (this: PersonalReminderModel, today: Day) {
  return this.find({ isClaimed: false, on: trusted({ $lte: today }) }).lean<PersonalReminderRecord[]>()
}

personalReminderSchema.statics.ofPerson = function (
  this: PersonalReminderModel,
  questionId: Types.ObjectId,
  personId: Types.ObjectId | string
) {
  return this.find({ questionId, personId, isClaimed: false })
    .sort({ on: 1 })
    .lean<PersonalReminderRecord[]>()
}

export const PersonalReminder = model<PersonalReminderRecord, PersonalReminderModel>(
  'PersonalReminder',
  personalReminderSchema
)
