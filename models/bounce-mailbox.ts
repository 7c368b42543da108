import { type Model, model, mongo, Schema, trusted } from 'mongoose'

/** How far the mailbox that bounces come to was read, and which worker reads it now. */
export interface BounceMailboxRecord {
  /** User, host and folder; never the password. */
  _id: string
  /** By the store's clock. */
  lease: { by: string; until: Date } | null
  /** The numbers of messages hold as long as this does (RFC 3501, 2.3.1.1); null before the first look. */
  uidValidity: string | null
  /** The last message that was read and, where it was a report of ours, recorded. */
  lastUid: number
}

const bounceMailboxSchema = new Schema<BounceMailboxRecord, BounceMailboxModel>(
  {
    _id: { type: String, required: true },
    lease: {
      type: new Schema(
        { by: { type: String, required: true }, until: { type: Date, required: true } },
        { _id: false }
      ),
      default: null
    },
    uidValidity: { type: String, default: null },
    lastUid: { type: Number, default: 0 }
  },
  { versionKey: false }
)

/** A mailbox and the worker that must still hold its lease. */
export interface HeldMailbox {
  readonly id: string
  readonly by: string
}

interface BounceMailboxModel extends Model<BounceMailboxRecord> {
  /** Leases a mailbox; null while another worker reads it. `now` is the store's time. */
  take(held: HeldMailbox, now: Date, leaseMs: number): Promise<BounceMailboxRecord | null>
  /** Notes how far it was read; false when the lease was lost meanwhile, and then nothing was written. */
  note(held: HeldMailbox, uidValidity: string, lastUid: number): Promise<boolean>
  release(held: HeldMailbox): Promise<void>
}

bounceMailboxSchema.statics.take = async function (
  this: BounceMailboxModel,
  { id, by }: HeldMailbox,
  now: Date,
  leaseMs: number
) {
  const free = { _id: id, $or: [{ lease: null }, { 'lease.until': trusted({ $lte: now }) }] }
  const lease = { by, until: new Date(now.getTime() + leaseMs) }
  try {
    return await this.findOneAndUpdate(
      free,
      { $set: { lease }, $setOnInsert: { uidValidity: null, lastUid: 0 } },
      { upsert: true, returnDocument: 'after' }
    ).lean<BounceMailboxRecord>()
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === 11000) return null
    throw error
  }
}

bounceMailboxSchema.statics.note = async function (
  this: BounceMailboxModel,
  { id, by }: HeldMailbox,
  uidValidity: string,
  lastUid: number
) {
  const done = await this.updateOne({ _id: id, 'lease.by': by }, { $set: { uidValidity, lastUid } })
  return done.matchedCount === 1
}

bounceMailboxSchema.statics.release = async function (this: BounceMailboxModel, { id, by }: HeldMailbox) {
  await this.updateOne({ _id: id, 'lease.by': by }, { $set: { lease: null } })
}

export const BounceMailbox = model<BounceMailboxRecord, BounceMailboxModel>(
  'BounceMailbox',
  bounceMailboxSchema
)
