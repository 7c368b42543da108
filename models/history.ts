import { Schema, type Types } from 'mongoose'

/** Who changed something: the name as it was then, so that it stays readable when the account is gone. */
export interface Actor {
  id: Types.ObjectId | null
  name: string
}

export const actorSchema = new Schema<Actor>(
  { id: { type: Schema.Types.ObjectId, default: null }, name: { type: String, required: true } },
  { _id: false }
)

/** One change of a record: what was changed, from what to what, and the reason where one was given. */
export interface ChangeRecord {
  at: Date
  by: Actor
  what: string
  from: string | null
  to: string | null
  because: string | null
}

export const changeSchema = new Schema<ChangeRecord>(
  {
    at: { type: Date, required: true },
    by: { type: actorSchema, required: true },
    what: { type: String, required: true },
    from: { type: String, default: null },
    to: { type: String, default: null },
    because: { type: String, default: null }
  },
  { _id: false }
)
