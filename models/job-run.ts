import { type Model, model, Schema } from 'mongoose'

/** The last run of something that happens by itself, whichever process ran it. */
export interface JobRunRecord {
  /** The job's name in the schedule. */
  _id: string
  why: string
  everyMs: number
  startedAt: Date
  endedAt: Date
  outcome: 'done' | 'failed'
  /** When it runs next, in the process that ran it last. */
  nextAt: Date
  /** What went wrong when it last did, also where a later run was well again. */
  lastError: string | null
  lastErrorAt: Date | null
}

type Run = Omit<JobRunRecord, 'lastError' | 'lastErrorAt' | 'outcome'> & { readonly error: string | null }

interface JobRunModel extends Model<JobRunRecord> {
  /** Writes down a run that ended. */
  note(run: Run): Promise<void>
}

const jobRunSchema = new Schema<JobRunRecord, JobRunModel>(
  {
    _id: { type: String, required: true },
    why: { type: String, required: true },
    everyMs: { type: Number, required: true },
    startedAt: { type: Date, required: true },
    endedAt: { type: Date, required: true },
    outcome: { type: String, enum: ['done', 'failed'], required: true },
    nextAt: { type: Date, required: true },
    lastError: { type: String, default: null, maxlength: 300 },
    lastErrorAt: { type: Date, default: null }
  },
  { versionKey: false, collection: 'jobruns' }
)

jobRunSchema.static('note', async function (this: JobRunModel, { _id, error, ...run }: Run) {
  const failed = error === null ? {} : { lastError: error.slice(0, 300), lastErrorAt: run.endedAt }
  await this.updateOne(
    { _id },
    { $set: { ...run, ...failed, outcome: error === null ? 'done' : 'failed' } },
    { upsert: true }
  )
})

export const JobRun = model<JobRunRecord, JobRunModel>('JobRun', jobRunSchema)
