import { type Model, model, Schema, type Types, trusted } from 'mongoose'
import {
  type DisputeKind,
  type DisputeOutcome,
  type DisputeState,
  disputeKinds,
  disputeOutcomes,
  disputeStates
} from '../server/domain/disputes.ts'
import { type Actor, actorSchema } from './history.ts'

/** How and by whom a dispute was closed. */
export interface DisputeClosing {
  at: Date
  by: Actor
  outcome: DisputeOutcome
  because: string
  /** Path of the page that shows the change; null unless the record was changed. */
  change: string | null
}

/** What a reader says is wrong or missing. It changes nothing by itself, and nothing of it is public. */
export interface DisputeRecord {
  _id: Types.ObjectId
  deskId: Types.ObjectId
  letterId: Types.ObjectId
  /** Null where it is about the letter as a whole. */
  questionId: Types.ObjectId | null
  /** Null where it is about every recipient. */
  recipientId: Types.ObjectId | null
  kind: DisputeKind
  said: string
  link: string | null
  /** As it is written on the wire; null once it is closed, for then nobody needs it any more. */
  address: string | null
  wantsAnswer: boolean
  state: DisputeState
  askedAt: Date
  /** When the mail that asks to confirm it was queued; null where another had just gone to the address. */
  confirmationAt: Date | null
  openedAt: Date | null
  closed: DisputeClosing | null
}

const disputeSchema = new Schema<DisputeRecord, DisputeModel>(
  {
    deskId: { type: Schema.Types.ObjectId, required: true },
    letterId: { type: Schema.Types.ObjectId, required: true },
    questionId: { type: Schema.Types.ObjectId, default: null },
    recipientId: { type: Schema.Types.ObjectId, default: null },
    kind: { type: String, enum: disputeKinds, required: true },
    said: { type: String, required: true, maxlength: 4000 },
    link: { type: String, default: null, maxlength: 2000 },
    address: { type: String, default: null, maxlength: 254 },
    wantsAnswer: { type: Boolean, default: false },
    state: { type: String, enum: disputeStates, default: 'asked' },
    askedAt: { type: Date, required: true },
    confirmationAt: { type: Date, default: null },
    openedAt: { type: Date, default: null },
    closed: {
      type: new Schema<DisputeClosing>(
        {
          at: { type: Date, required: true },
          by: { type: actorSchema, required: true },
          outcome: { type: String, enum: disputeOutcomes, required: true },
          because: { type: String, required: true, maxlength: 1000 },
          change: { type: String, default: null }
        },
        { _id: false }
      ),
      default: null
    }
  },
  { versionKey: false, minimize: false }
)

// A desk's queue, oldest first, and what it closed.
disputeSchema.index({ deskId: 1, state: 1, openedAt: 1 })
// What waits for one address to confirm, and when it was last written to.
disputeSchema.index({ address: 1, state: 1 })
// What nobody confirmed is forgotten.
disputeSchema.index({ state: 1, askedAt: 1 })

interface DisputeModel extends Model<DisputeRecord> {
  /** How many of a state these desks have; every desk for null. */
  countAt(desks: readonly string[] | null, state: DisputeState): Promise<number>
  /** Those of a state at these desks: what waits longest first, what was closed last first. */
  atDesks(
    desks: readonly string[] | null,
    state: DisputeState,
    skip: number,
    limit: number
  ): Promise<DisputeRecord[]>
  /** What an address still has to confirm, of what was written since an instant. */
  waitingFor(address: string, since: Date): Promise<DisputeRecord[]>
  /** Removes what was written before an instant and never confirmed. */
  forgetUnconfirmed(before: Date): Promise<void>
}

const at = (desks: readonly string[] | null) =>
  desks === null ? {} : { deskId: trusted({ $in: [...desks] }) }

disputeSchema.static(
  'countAt',
  function (this: DisputeModel, desks: readonly string[] | null, state: DisputeState) {
    return this.countDocuments({ ...at(desks), state })
  }
)

disputeSchema.static(
  'atDesks',
  function (
    this: DisputeModel,
    desks: readonly string[] | null,
    state: DisputeState,
    skip: number,
    limit: number
  ) {
    return this.find({ ...at(desks), state })
      .sort({ openedAt: state === 'open' ? 1 : -1, _id: 1 })
      .skip(skip)
      .limit(limit)
      .lean<DisputeRecord[]>()
  }
)

disputeSchema.static('waitingFor', function (this: DisputeModel, address: string, since: Date) {
  return this.find({ address, state: 'asked', askedAt: trusted({ $gte: since }) })
    .sort({ askedAt: 1 })
    .lean<DisputeRecord[]>()
})

disputeSchema.static('forgetUnconfirmed', async function (this: DisputeModel, before: Date) {
  await this.deleteMany({ state: 'asked', askedAt: trusted({ $lt: before }) })
})

export const Dispute = model<DisputeRecord, DisputeModel>('Dispute', disputeSchema)
