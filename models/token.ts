import { createHash, randomBytes } from 'node:crypto'
import mongoose, { type Model, model, Schema, type Types } from 'mongoose'

/** What a one-time link lets its holder do. */
export const tokenKinds = ['first_account', 'set_up', 'sign_in', 'address_change'] as const
export type TokenKind = (typeof tokenKinds)[number]

/** A link that works once. Only a hash is kept: who reads the store cannot use it. */
export interface TokenRecord {
  _id: Types.ObjectId
  kind: TokenKind
  hash: string
  /** Whose account it is for; null where there is none yet. */
  userId: Types.ObjectId | null
  /** What else the link was made with: the page to go to, the new address. */
  about: Record<string, string>
  expiresAt: Date
  usedAt: Date | null
}

interface NewToken {
  readonly kind: TokenKind
  readonly userId?: Types.ObjectId | null
  readonly about?: Record<string, string>
  readonly now: Date
  readonly lastsHours: number
}

interface TokenModel extends Model<TokenRecord> {
  /** Makes a link's secret (256 random bits, 43 characters) and voids earlier ones of the same kind and person. */
  issue(token: NewToken): Promise<{ secret: string; expiresAt: Date }>
  /** The token of a secret while it can still be used. Looking changes nothing. */
  usable(kind: TokenKind, secret: string, now: Date): Promise<TokenRecord | null>
  /** Uses a token up. Of several at once exactly one gets it; null for the others. */
  consume(kind: TokenKind, secret: string, now: Date): Promise<TokenRecord | null>
}

const tokenSchema = new Schema<TokenRecord, TokenModel>(
  {
    kind: { type: String, enum: tokenKinds, required: true },
    hash: { type: String, required: true },
    userId: { type: Schema.Types.ObjectId, default: null },
    about: { type: Schema.Types.Mixed, default: {} },
    expiresAt: { type: Date, required: true },
    usedAt: { type: Date, default: null }
  },
  { versionKey: false, minimize: false }
)

// A link is found by its hash.
tokenSchema.index({ hash: 1 }, { unique: true })
// A new link voids the old ones of the same person.
tokenSchema.index({ kind: 1, userId: 1 })
// Kept for a week after their end, so that the page can say that a link is over; then swept.
tokenSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 7 * 24 * 60 * 60 })

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

tokenSchema.static('issue', async function (this: TokenModel, token: NewToken) {
  const secret = randomBytes(32).toString('base64url')
  const { kind, userId = null, about = {}, now, lastsHours } = token
  const expiresAt = new Date(now.getTime() + lastsHours * 60 * 60 * 1000)
  if (kind === 'first_account' || userId) await this.deleteMany({ kind, userId })
  await this.create({ kind, hash: hashOf(secret), userId, about, expiresAt, usedAt: null })
  return { secret, expiresAt }
})

tokenSchema.static('usable', function (this: TokenModel, kind: TokenKind, secret: string, now: Date) {
  return this.findOne(usableFilter(kind, secret, now)).lean()
})

tokenSchema.static('consume', function (this: TokenModel, kind: TokenKind, secret: string, now: Date) {
  return this.findOneAndUpdate(usableFilter(kind, secret, now), { $set: { usedAt: now } }).lean()
})

const usableFilter = (kind: TokenKind, secret: string, now: Date) => ({
  kind,
  hash: hashOf(secret),
  usedAt: null,
  expiresAt: mongoose.trusted({ $gt: now })
})

export const Token = model<TokenRecord, TokenModel>('Token', tokenSchema)
