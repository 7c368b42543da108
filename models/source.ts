import { Schema } from 'mongoose'
import type { Day } from '../server/domain/day.ts'
import { type SourceKind, sourceKinds } from '../server/domain/letters.ts'

/** Where a text, a signatory or a date was taken from. */
export interface SourceRecord {
  kind: SourceKind
  title: string
  link: string | null
  retrievedOn: Day | null
}

export const sourceSchema = new Schema<SourceRecord>(
  {
    kind: { type: String, enum: sourceKinds, required: true },
    title: { type: String, default: '' },
    link: { type: String, default: null },
    retrievedOn: { type: String, default: null }
  },
  { _id: false }
)
