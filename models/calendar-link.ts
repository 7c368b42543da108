import { createHash, randomBytes } from 'node:crypto'
import { type Model, model, Schema, type Types } from 'mongoose'

/**
 * The secret address of a person's own calendar: whoever has it reads the dates of that person's desks, without
 * signing in. Only a hash is kept: who reads the store cannot use it.
 */
export interface CalendarLinkRecord {
  /** The person's id: one calendar each. */
  _id: Types.ObjectId
  hash: string
  madeAt: Date
}

interface CalendarLinkModel extends Model<CalendarLinkRecord> {
  /** Makes a secret (256 random bits, 43 characters); an earlier one of the person leads nowhere from then on. */
  issue(userId: Types.ObjectId, now: Date): Promise<string>
  /** Whose calendar a secret leads to; null where it leads nowhere. */
  holderOf(secret: string): Promise<Types.ObjectId | null>
}

const calendarLinkSchema = new Schema<CalendarLinkRecord, CalendarLinkModel>(
  { hash: { type: String, required: true }, madeAt: { type: Date, required: true } },
  { versionKey: false }
)

// A calendar is found by the hash of its secret.
calendarLinkSchema.index({ hash: 1 }, { unique: true })

calendarLinkSchema.statics.issue = async function (
  this: CalendarLinkModel,
  userId: Types.ObjectId,
  now: Date
) {
  const secret = randomBytes(32).toString('base64url')
  await this.updateOne({ _id: userId }, { $set: { hash: hashOf(secret), madeAt: now } }, { upsert: true })
  return secret
}

calendarLinkSchema.statics.holderOf = async function (this: CalendarLinkModel, secret: string) {
  const link = await this.findOne({ hash: hashOf(secret) }).lean<CalendarLinkRecord>()
  return link?._id ?? null
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

export const CalendarLink = model<CalendarLinkRecord, CalendarLinkModel>(
  'CalendarLink',
  calendarLinkSchema,
  'calendarlinks'
)
