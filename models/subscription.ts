import { type Model, model, Schema, type Types, trusted } from 'mongoose'
import {
  type SubscriptionSpeed,
  type SubscriptionState,
  subscriptionSpeeds,
  subscriptionStates
} from '../server/domain/subscriptions.ts'

/** An address and what it follows. Nothing is sent to it but one confirmation until its owner has confirmed. */
export interface SubscriptionRecord {
  _id: Types.ObjectId
  /** As it is written on the wire: see server/mail/address.ts. */
  address: string
  /** What it follows: the query of a questions page, sorted; empty for everything. */
  filter: string
  speed: SubscriptionSpeed
  state: SubscriptionState
  askedAt: Date
  confirmedAt: Date | null
  stoppedAt: Date | null
  stoppedBecause: string | null
  /** When a confirmation was last sent: no second one for a quarter of an hour. */
  confirmationAt: Date | null
  /** What happened until here was sent or shown. */
  coveredUntil: Date
}

const subscriptionSchema = new Schema<SubscriptionRecord, SubscriptionModel>(
  {
    address: { type: String, required: true },
    filter: { type: String, default: '' },
    speed: { type: String, enum: subscriptionSpeeds, required: true },
    state: { type: String, enum: subscriptionStates, default: 'asked' },
    askedAt: { type: Date, required: true },
    confirmedAt: { type: Date, default: null },
    stoppedAt: { type: Date, default: null },
    stoppedBecause: { type: String, default: null },
    confirmationAt: { type: Date, default: null },
    coveredUntil: { type: Date, required: true }
  },
  { versionKey: false }
)

// Asking twice for the same is one subscription.
subscriptionSchema.index({ address: 1, filter: 1 }, { unique: true })
// Who is sent a digest, and who a notice at once.
subscriptionSchema.index({ state: 1, speed: 1 })

interface SubscriptionModel extends Model<SubscriptionRecord> {
  /** All that an address follows or was asked to confirm, oldest first. */
  ofAddress(address: string): Promise<SubscriptionRecord[]>
  /** Those that are sent something, of one speed. */
  confirmed(speed: SubscriptionSpeed): Promise<SubscriptionRecord[]>
  /** Notes that what happened until an instant was told; one that was told more keeps that. */
  cover(ids: readonly Types.ObjectId[], until: Date): Promise<void>
  /** Removes those asked for before an instant that nobody confirmed. */
  forgetUnconfirmed(before: Date): Promise<void>
}

subscriptionSchema.statics.ofAddress = function (this: SubscriptionModel, address: string) {
  return this.find({ address }).sort({ askedAt: 1 }).lean<SubscriptionRecord[]>()
}

subscriptionSchema.statics.confirmed = function (this: SubscriptionModel, speed: SubscriptionSpeed) {
  return this.find({ state: 'confirmed', speed }).lean<SubscriptionRecord[]>()
}

subscriptionSchema.statics.cover = async function (
  this: SubscriptionModel,
  ids: readonly Types.ObjectId[],
  until: Date
) {
  if (ids.length === 0) return
  await this.updateMany(
    { _id: trusted({ $in: [...ids] }), coveredUntil: trusted({ $lt: until }) },
    { $set: { coveredUntil: until } }
  )
}

subscriptionSchema.statics.forgetUnconfirmed = async function (this: SubscriptionModel, before: Date) {
  await this.deleteMany({ state: 'asked', askedAt: trusted({ $lt: before }) })
}

export const Subscription = model<SubscriptionRecord, SubscriptionModel>('Subscription', subscriptionSchema)
