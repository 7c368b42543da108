import { type Model, model, mongo, Schema, type Types, trusted } from 'mongoose'
import type { Day } from '../server/domain/day.ts'
import { type DeliveryState, deliveryStates, type MailKind, mailKinds } from '../server/domain/deliveries.ts'
import { packedMessage } from './kept-message.ts'

/** That a mail spoke of a letter to a person on a day: what the three-day rule looks back at. */
export interface MentionRecord {
  letterId: Types.ObjectId
  personId: Types.ObjectId
  day: Day
}

/** One mail, from being owed to having left: the ledger and the outbox in one document. */
export interface DeliveryRecord {
  _id: Types.ObjectId
  /** What it settles; unique over all deliveries, so that inserting is the claim. */
  keys: string[]
  kind: MailKind
  to: { name: string; address: string }
  userId: Types.ObjectId | null
  subscriptionId: Types.ObjectId | null
  subject: string
  state: DeliveryState
  /** The whole message as composed, packed; null once it left and held a secret link. `messageOf` reads it. */
  raw: Buffer | null
  messageId: string
  lease: { by: string } | null
  /** When it was last leased, by the store's clock: workers' clocks may differ by more than a lease. */
  leasedAt: Date | null
  /** From when on anybody may take it, unless somebody has it; absent once it is over. */
  nextTryAt?: Date
  attempts: number
  firstTriedAt: Date | null
  /** The last thing the mail server said. */
  smtpAnswer: string | null
  /** The moment it was owed for; `--as-of` stands here. */
  slotAt: Date
  /** Real time after which it is not news any more and is cancelled; null: never. */
  graceUntil: Date | null
  composedAt: Date
  finishedAt: Date | null
  cancelledBecause: string | null
  mentions: MentionRecord[]
  /** Letters that it shows to somebody outside: all must still be public when it leaves. */
  publicLetterIds: Types.ObjectId[]
  /** What it is about, in the words the command prints: for a reminder its letters and questions. */
  about: Record<string, unknown>
}

/** A mail about to be claimed: everything that is not decided by its way through the outbox. */
export type NewDelivery = Pick<
  DeliveryRecord,
  'keys' | 'kind' | 'to' | 'subject' | 'raw' | 'messageId' | 'slotAt' | 'graceUntil' | 'composedAt'
> &
  Partial<Pick<DeliveryRecord, 'userId' | 'subscriptionId' | 'mentions' | 'publicLetterIds' | 'about'>>

const deliverySchema = new Schema<DeliveryRecord, DeliveryModel>(
  {
    keys: { type: [String], required: true },
    kind: { type: String, enum: mailKinds, required: true },
    to: {
      type: new Schema(
        { name: { type: String, default: '' }, address: { type: String, required: true } },
        { _id: false }
      ),
      required: true
    },
    userId: { type: Schema.Types.ObjectId, default: null },
    subscriptionId: { type: Schema.Types.ObjectId, default: null },
    subject: { type: String, required: true },
    state: { type: String, enum: deliveryStates, default: 'queued' },
    raw: { type: Buffer, default: null },
    messageId: { type: String, required: true },
    lease: {
      type: new Schema({ by: { type: String, required: true } }, { _id: false }),
      default: null
    },
    leasedAt: { type: Date, default: null },
    nextTryAt: { type: Date },
    attempts: { type: Number, default: 0 },
    firstTriedAt: { type: Date, default: null },
    smtpAnswer: { type: String, default: null },
    slotAt: { type: Date, required: true },
    graceUntil: { type: Date, default: null },
    composedAt: { type: Date, required: true },
    finishedAt: { type: Date, default: null },
    cancelledBecause: { type: String, default: null },
    mentions: [
      new Schema<MentionRecord>(
        {
          letterId: { type: Schema.Types.ObjectId, required: true },
          personId: { type: Schema.Types.ObjectId, required: true },
          day: { type: String, required: true }
        },
        { _id: false }
      )
    ],
    publicLetterIds: [Schema.Types.ObjectId],
    about: { type: Schema.Types.Mixed, default: () => ({}) }
  },
  { versionKey: false, minimize: false }
)

// The claim: whoever inserts second loses, and computes anew.
deliverySchema.index({ keys: 1 }, { unique: true })
// What may be taken now. A finished delivery has no `nextTryAt` and leaves the index: taking costs what waits.
deliverySchema.index({ nextTryAt: 1 }, { sparse: true })
// What is under way: few, however many wait.
deliverySchema.index({ 'lease.by': 1 }, { sparse: true })
// Which steps of a letter went out, and when it was last spoken of.
deliverySchema.index({ 'mentions.letterId': 1 })
// Bounces and complaints give a mail back by its Message-ID.
deliverySchema.index({ messageId: 1 })
// What was sent, newest first.
deliverySchema.index({ composedAt: -1 })
// The queue as whoever runs the site looks at it, state by state.
deliverySchema.index({ state: 1, composedAt: -1 })
// A reader's last digest, and what must be stopped when a subscriber leaves.
deliverySchema.index({ subscriptionId: 1, slotAt: -1 })
deliverySchema.index({ userId: 1, kind: 1, slotAt: -1 })

/** Where an outcome is written: the delivery and the worker that must still hold its lease. */
export interface Held {
  readonly id: Types.ObjectId
  readonly by: string
}

/** For how long a worker has what it takes. */
export interface LeaseTerm {
  readonly ms: number
  /** The store's own time: asked only where no mail is free, to see whose lease is over. */
  readonly storeNow: () => Promise<Date>
}

interface Which {
  /** Only these, whatever their back-off says: a person asked for them now. */
  readonly ids?: readonly Types.ObjectId[] | undefined
  /** What the worker is sending this moment, which it cannot take over from itself. */
  readonly inHand?: readonly Types.ObjectId[]
}

/** Whose mail: a subscription's, all to an address, or of one kind to a person. */
type Reader =
  | { readonly subscriptionId: Types.ObjectId }
  | { readonly 'to.address': string }
  | { readonly userId: Types.ObjectId; readonly kind: MailKind }

interface DeliveryModel extends Model<DeliveryRecord> {
  /** Claims a mail. Null: somebody holds one of its keys already; nothing was stored. */
  claim(delivery: NewDelivery): Promise<DeliveryRecord | null>
  /**
   * Leases the mail that has waited longest, else one that a vanished worker left; null when none waits. `now` is the
   * worker's own time: an error in it moves retries and nothing else.
   */
  takeNext(by: string, now: Date, term: LeaseTerm, which?: Which): Promise<DeliveryRecord | null>
  /** These write an outcome; false when the lease was lost meanwhile, and then nothing was written. */
  markSent(held: Held & { readonly kind: MailKind }, now: Date, smtpAnswer: string): Promise<boolean>
  defer(held: Held, now: Date, nextTryAt: Date, smtpAnswer: string): Promise<boolean>
  fail(held: Held, now: Date, smtpAnswer: string): Promise<boolean>
  /** With `isOwedAgain` its keys are given back, so that what it was about is computed anew. */
  cancel(held: Held, now: Date, because: string, isOwedAgain: boolean): Promise<boolean>
  /** Gives back what a worker holds: it is stopping, or it does not get to it in this run. */
  releaseLeases(by: string): Promise<number>
  /** Has one that was given up, or waits for a later try, be tried at once; false where it is neither. */
  retry(id: Types.ObjectId): Promise<boolean>
  /** Cancels one that waits and is not being sent; false where it is not so. */
  cancelIdle(id: Types.ObjectId, now: Date, because: string): Promise<boolean>
  /** Cancels what waits for a reader, leased or not; whoever is sending it finds out before the text leaves. */
  cancelFor(reader: Reader, now: Date, because: string): Promise<void>
  /** Whether a worker may still send it: looked at when the mail server has said that it is ready for the text. */
  isHeld(held: Held): Promise<boolean>
  /** Removes the text of what was over before an instant. */
  forgetTexts(before: Date): Promise<void>
  /** What was said about these letters: their ledger. */
  aboutLetters(letterIds: readonly Types.ObjectId[]): AsyncIterable<Pick<DeliveryRecord, 'keys' | 'mentions'>>
  /** Those of a kind that wait, leased or not. */
  waitingIds(kind: MailKind): Promise<Types.ObjectId[]>
  statesOf(ids: readonly Types.ObjectId[]): Promise<DeliveryState[]>
  /** Which of these keys are in the ledger. */
  heldKeys(keys: readonly string[]): Promise<ReadonlySet<string>>
  /** The last digest of a reader for a slot before an instant; one that was cancelled was none. */
  lastDigest(
    reader: Readonly<Record<string, unknown>>,
    before: Date
  ): Promise<Pick<DeliveryRecord, 'slotAt'> | null>
  /** The instant since which the longest waiting mail waits, and how many wait. */
  waiting(): Promise<{ count: number; since: Date | null }>
}

const waits = trusted({ $exists: true })
const idle: DeliveryState[] = ['queued', 'deferred']
const over = { lease: null }
/** Also for a worker whose clock is behind that of the process which claimed it. */
const atOnce = new Date(0)
const noMore = { nextTryAt: 1 as const }
/** Mails of these kinds hold a link that only their reader may have: their text is not kept. */
const secretKinds: readonly MailKind[] = ['confirmation', 'sign_in', 'dispute', 'address_change']

deliverySchema.statics.claim = async function (this: DeliveryModel, delivery: NewDelivery) {
  try {
    const raw = delivery.raw && packedMessage(delivery.raw)
    const made = await this.create({ ...delivery, raw, nextTryAt: atOnce })
    return made.toObject()
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === 11000) return null
    throw error
  }
}

deliverySchema.statics.takeNext = async function (
  this: DeliveryModel,
  by: string,
  now: Date,
  { ms, storeNow }: LeaseTerm,
  { ids, inHand = [] }: Which = {}
) {
  const which = { _id: trusted({ ...(ids && { $in: [...ids] }), $nin: [...inHand] }) }
  const take = (filter: Record<string, unknown>) =>
    this.findOneAndUpdate(
      { ...which, ...filter },
      {
        $set: { state: 'leased', lease: { by } },
        $currentDate: { leasedAt: true },
        $inc: { attempts: 1 }
      },
      { sort: { nextTryAt: 1 }, returnDocument: 'after' }
    ).lean<DeliveryRecord>()
  const free = await take({
    nextTryAt: ids ? waits : trusted({ $lte: now }),
    state: trusted({ $in: idle })
  })
  if (free) return free
  const over = new Date((await storeNow()).getTime() - ms)
  return take({ 'lease.by': waits, leasedAt: trusted({ $not: { $gt: over } }) })
}

const holding = ({ id, by }: Held) => ({ _id: id, state: 'leased' as const, 'lease.by': by })

deliverySchema.statics.markSent = async function (
  this: DeliveryModel,
  held: Held & { readonly kind: MailKind },
  now: Date,
  smtpAnswer: string
) {
  const kept = secretKinds.includes(held.kind) ? { raw: null } : {}
  const done = await this.updateOne(holding(held), {
    $set: { ...over, ...kept, state: 'sent', smtpAnswer, finishedAt: now },
    $unset: noMore
  })
  return done.matchedCount === 1
}

deliverySchema.statics.defer = async function (
  this: DeliveryModel,
  held: Held,
  now: Date,
  nextTryAt: Date,
  smtpAnswer: string
) {
  const done = await this.updateOne(holding(held), {
    $set: { ...over, state: 'deferred', nextTryAt, smtpAnswer }
  })
  await this.updateOne({ _id: held.id, firstTriedAt: null }, { $set: { firstTriedAt: now } })
  return done.matchedCount === 1
}

deliverySchema.statics.fail = async function (
  this: DeliveryModel,
  held: Held,
  now: Date,
  smtpAnswer: string
) {
  const done = await this.updateOne(holding(held), {
    $set: { ...over, state: 'failed', smtpAnswer, finishedAt: now },
    $unset: noMore
  })
  return done.matchedCount === 1
}

deliverySchema.statics.cancel = async function (
  this: DeliveryModel,
  held: Held,
  now: Date,
  because: string,
  isOwedAgain: boolean
) {
  const done = await this.updateOne(holding(held), {
    $set: {
      ...over,
      state: 'cancelled',
      cancelledBecause: because,
      finishedAt: now,
      // An empty list would be a key of its own to a unique index, so the place is kept by a key nobody claims.
      ...(isOwedAgain && { keys: [`cancelled|${held.id}`], mentions: [] })
    },
    $unset: noMore
  })
  return done.matchedCount === 1
}

deliverySchema.statics.releaseLeases = async function (this: DeliveryModel, by: string) {
  const released = await this.updateMany(
    { state: 'leased', 'lease.by': by },
    { $set: { ...over, state: 'queued' }, $inc: { attempts: -1 } }
  )
  return released.modifiedCount
}

deliverySchema.statics.retry = async function (this: DeliveryModel, id: Types.ObjectId) {
  const done = await this.updateOne(
    { _id: id, state: trusted({ $in: ['failed', 'deferred'] }), raw: trusted({ $ne: null }) },
    {
      $set: { ...over, state: 'queued', nextTryAt: atOnce, attempts: 0, firstTriedAt: null, finishedAt: null }
    }
  )
  return done.matchedCount === 1
}

deliverySchema.statics.cancelIdle = async function (
  this: DeliveryModel,
  id: Types.ObjectId,
  now: Date,
  because: string
) {
  const done = await this.updateOne(
    { _id: id, state: trusted({ $in: idle }) },
    { $set: { ...over, state: 'cancelled', cancelledBecause: because, finishedAt: now }, $unset: noMore }
  )
  return done.matchedCount === 1
}

deliverySchema.statics.cancelFor = async function (
  this: DeliveryModel,
  reader: Reader,
  now: Date,
  because: string
) {
  await this.updateMany(
    { ...reader, nextTryAt: waits },
    { $set: { ...over, state: 'cancelled', cancelledBecause: because, finishedAt: now }, $unset: noMore }
  )
}

deliverySchema.statics.isHeld = async function (this: DeliveryModel, held: Held) {
  return (await this.exists(holding(held))) !== null
}

deliverySchema.statics.forgetTexts = async function (this: DeliveryModel, before: Date) {
  const old = { composedAt: trusted({ $lt: before }), raw: trusted({ $ne: null }) }
  await this.updateMany({ ...old, nextTryAt: trusted({ $exists: false }) }, { $set: { raw: null } })
}

deliverySchema.statics.aboutLetters = function (this: DeliveryModel, letterIds: readonly Types.ObjectId[]) {
  return this.find({ 'mentions.letterId': trusted({ $in: [...letterIds] }) }, { keys: 1, mentions: 1 })
    .lean<Pick<DeliveryRecord, 'keys' | 'mentions'>>()
    .cursor()
}

deliverySchema.statics.waitingIds = async function (this: DeliveryModel, kind: MailKind) {
  const found = await this.find({ nextTryAt: waits, kind }, { _id: 1 }).lean<{ _id: Types.ObjectId }[]>()
  return found.map(({ _id }) => _id)
}

deliverySchema.statics.statesOf = async function (this: DeliveryModel, ids: readonly Types.ObjectId[]) {
  const found = await this.find({ _id: trusted({ $in: [...ids] }) }, { state: 1 }).lean<
    { state: DeliveryState }[]
  >()
  return found.map(({ state }) => state)
}

deliverySchema.statics.heldKeys = async function (this: DeliveryModel, keys: readonly string[]) {
  if (keys.length === 0) return new Set()
  const found = await this.find({ keys: trusted({ $in: [...keys] }) }, { keys: 1 }).lean<
    { keys: string[] }[]
  >()
  return new Set(found.flatMap(delivery => delivery.keys))
}

deliverySchema.statics.lastDigest = function (
  this: DeliveryModel,
  reader: Readonly<Record<string, unknown>>,
  before: Date
) {
  return this.findOne({
    ...reader,
    kind: 'digest',
    slotAt: trusted({ $lt: before }),
    state: trusted({ $ne: 'cancelled' })
  })
    .sort({ slotAt: -1 })
    .select({ slotAt: 1 })
    .lean<Pick<DeliveryRecord, 'slotAt'>>()
}

deliverySchema.statics.waiting = async function (this: DeliveryModel) {
  const count = await this.countDocuments({ nextTryAt: waits })
  const oldest = await this.find({ nextTryAt: waits }, { composedAt: 1 })
    .sort({ composedAt: 1 })
    .limit(1)
    .lean<{ composedAt: Date }[]>()
  return { count, since: oldest[0]?.composedAt ?? null }
}

export const Delivery = model<DeliveryRecord, DeliveryModel>('Delivery', deliverySchema)
