import mongoose, { type Model, model, Schema, Types } from 'mongoose'
import { type Role, roles } from '../server/domain/roles.ts'

/** A person on the staff of one or several desks; staff from the moment they are added, password or not. */
export interface UserRecord {
  _id: Types.ObjectId
  /** In small letters: one account an address. */
  email: string
  name: string
  role: Role
  desks: Types.ObjectId[]
  /** argon2id; null until the set-up link was used. */
  passwordHash: string | null
  /** Where the person is, when that is not their desk's zone. */
  zone: string | null
  createdAt: Date
  /** Since when they cannot sign in and get no mail; null while they can. What they did stays theirs. */
  disabledAt: Date | null
  /** Since when they do not want the weekly mail; null while they do. */
  noDigestSince: Date | null
}

interface UserModel extends Model<UserRecord> {
  /** The account of an address, also a disabled one. */
  byEmail(email: string): Promise<UserRecord | null>
  /** Everybody who belongs to a desk now, by name. */
  staffOf(deskId: Types.ObjectId): Promise<UserRecord[]>
  /** Those of a desk who log letters and judge replies: all its staff but readers. Mail to a desk goes to them. */
  editorsOf(deskId: Types.ObjectId): Promise<UserRecord[]>
}

const userSchema = new Schema<UserRecord, UserModel>(
  {
    email: { type: String, required: true, lowercase: true, trim: true, maxlength: 254 },
    name: { type: String, required: true, trim: true, maxlength: 200 },
    role: { type: String, enum: roles, required: true },
    desks: { type: [Schema.Types.ObjectId], required: true },
    passwordHash: { type: String, default: null },
    zone: { type: String, default: null },
    createdAt: { type: Date, required: true },
    disabledAt: { type: Date, default: null },
    noDigestSince: { type: Date, default: null }
  },
  { versionKey: false }
)

// Sign-in finds a person by address, and two accounts of one address cannot be told apart.
userSchema.index({ email: 1 }, { unique: true })
// Every reminder run asks who a desk's staff are.
userSchema.index({ desks: 1 })

userSchema.static('byEmail', function (this: UserModel, email: string) {
  return this.findOne({ email: normalEmail(email) }).lean()
})

userSchema.static('staffOf', function (this: UserModel, deskId: Types.ObjectId) {
  return this.find({ desks: deskId, disabledAt: null }).sort({ name: 1, _id: 1 }).lean()
})

userSchema.static('editorsOf', function (this: UserModel, deskId: Types.ObjectId) {
  const editing = roles.filter(role => role !== 'reader')
  return this.find({ desks: deskId, disabledAt: null, role: mongoose.trusted({ $in: editing }) })
    .sort({ name: 1, _id: 1 })
    .lean()
})

/** An address as accounts are found by it. */
export const normalEmail = (email: string): string => email.trim().normalize('NFC').toLowerCase()

const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const domain = /^(?!-)[\p{L}\p{M}\p{N}-]{1,63}(?<!-)(\.(?!-)[\p{L}\p{M}\p{N}-]{1,63}(?<!-))+$/u

/**
 * Whether a text is exactly one plain address, without a name, a comment, a quotation or a second address: what mail
 * can be sent to, of a domain with a dot.
 */
export function isEmail(text: string): boolean {
  const [before = '', after = '', ...more] = text.length <= 254 ? text.split('@') : []
  return more.length === 0 && before.length <= 64 && localPart.test(before) && domain.test(after)
}

/** A user's id from a session or a form; null for what is none. */
export const userIdOf = (id: string): Types.ObjectId | null =>
  Types.ObjectId.isValid(id) && id.length === 24 ? new Types.ObjectId(id) : null

export const User = model<UserRecord, UserModel>('User', userSchema)
