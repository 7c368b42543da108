import { Schema } from 'mongoose'

/** What a clerk set right after reading, with the reason; what stood there is kept in `from`. */
export interface CorrectionRecord {
  what: string
  from: string
  to: string
  because: string
}

export const correctionSchema = new Schema<CorrectionRecord>(
  {
    what: { type: String, required: true },
    from: { type: String, required: true },
    to: { type: String, required: true },
    because: { type: String, required: true }
  },
  { _id: false }
)
