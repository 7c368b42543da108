import { type Model, model, Schema, type Types } from 'mongoose'

/** An address that is not written to any more, and why. */
export interface SuppressionRecord {
  _id: Types.ObjectId
  /** In small letters. */
  address: string
  because: string
  at: Date
}

const suppressionSchema = new Schema<SuppressionRecord, SuppressionModel>(
  {
    address: { type: String, required: true, lowercase: true },
    because: { type: String, required: true },
    at: { type: Date, required: true }
  },
  { versionKey: false }
)

// One entry an address; looked up before every mail.
suppressionSchema.index({ address: 1 }, { unique: true })

interface SuppressionModel extends Model<SuppressionRecord> {
  /** Why an address is not written to; null when it may be. */
  reasonFor(address: string): Promise<string | null>
  /** Stops mail to an address; the first reason stays. */
  stop(address: string, because: string, at: Date): Promise<void>
}

suppressionSchema.statics.reasonFor = async function (this: SuppressionModel, address: string) {
  const found = await this.findOne({ address: address.toLowerCase() }).lean<SuppressionRecord>()
  return found?.because ?? null
}

suppressionSchema.statics.stop = async function (
  this: SuppressionModel,
  address: string,
  because: string,
  at: Date
) {
  await this.updateOne(
    { address: address.toLowerCase() },
    { $setOnInsert: { because, at } },
    { upsert: true }
  )
}

export const Suppression = model<SuppressionRecord, SuppressionModel>('Suppression', suppressionSchema)
