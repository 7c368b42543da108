import { Schema } from 'mongoose'
import type { Day } from '../server/domain/day.ts'
import { type CountsFrom, countsFrom, type DueBasis, dueBases } from '../server/domain/due-basis.ts'

/** What a text says about when an answer is due, with the sentence that says it. */
export interface DueStatementRecord {
  basis: DueBasis
  date: Day | null
  count: number | null
  from: CountsFrom | null
  quote: string | null
}

export const dueStatementSchema = new Schema<DueStatementRecord>(
  {
    basis: { type: String, enum: dueBases, required: true },
    date: { type: String, default: null },
    count: { type: Number, default: null },
    from: { type: String, enum: [...countsFrom, null], default: null },
    quote: { type: String, default: null }
  },
  { _id: false }
)

/** What stood in a due date's place until a day, on which it was replaced; null: the letter's own held. */
export interface FormerDueRecord {
  due: DueStatementRecord | null
  until: Day
}

export const formerDueSchema = new Schema<FormerDueRecord>(
  { due: { type: dueStatementSchema, default: null }, until: { type: String, required: true } },
  { _id: false }
)

/** A later date granted or taken; the dates before it are kept. */
export interface ExtensionRecord {
  until: Day
  on: Day
  because: string
}

export const extensionSchema = new Schema<ExtensionRecord>(
  {
    until: { type: String, required: true },
    on: { type: String, required: true },
    because: { type: String, required: true }
  },
  { _id: false }
)
