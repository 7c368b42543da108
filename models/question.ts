import { type Model, model, Schema, type Types } from 'mongoose'
import { type Ask, askCodes } from '../server/domain/asks.ts'
import { type CellState, cellStates } from '../server/domain/cells.ts'
import type { Day } from '../server/domain/day.ts'
import {
  type DeclineReason,
  type Disposition,
  declineReasons,
  dispositions,
  type PartMark,
  partMarks
} from '../server/domain/dispositions.ts'
import { type Chamber, chambers, type Visibility, visibilities } from '../server/domain/letters.ts'
import { type Pursuit, pursuits } from '../server/domain/pursuit.ts'
import { type EvidenceKind, evidenceKinds } from '../server/domain/responses.ts'
import { type DueMemoryRecord, dueMemorySchema } from './due-memory.ts'
import {
  type DueStatementRecord,
  dueStatementSchema,
  type ExtensionRecord,
  extensionSchema,
  type FormerDueRecord,
  formerDueSchema
} from './due-statement.ts'
import { type Actor, actorSchema } from './history.ts'
import { isShown } from './revision.ts'

/** A sentence of a question that asks something of its own; `start` and `end` are UTF-16 units of the letter's text. */
export interface PartRecord {
  text: string
  start: number
  end: number
  ask: Ask
}

/** What a finding rests on; a passage is `start` to `end` of the response's text and `quote` is what stands there. */
export interface EvidenceRecord {
  kind: EvidenceKind
  responseId: Types.ObjectId | null
  quote: string | null
  start: number | null
  end: number | null
  /** A page, a Bates range or which production. */
  locator: string | null
  note: string | null
  on: Day | null
  /** For a production: said by the office to be complete. */
  isComplete: boolean | null
}

export interface MarkRecord {
  part: number
  mark: PartMark
}

/** One change of a finding. `note` is internal; `because` and `evidence` are what the public sees of the reason. */
export interface FindingChangeRecord {
  at: Date
  on: Day
  by: Actor
  what: 'judged' | 'checked' | 'pursuit' | 'quiet' | 'due' | 'moved' | 'text'
  from: string | null
  to: string | null
  because: string | null
  note: string | null
  evidence: EvidenceRecord[]
  marks: MarkRecord[]
}

/** The judgement about one question for one recipient: the cell, which is the unit of everything. */
export interface FindingRecord {
  /** The `_id` of the letter's recipient. */
  recipientId: Types.ObjectId
  organizationId: Types.ObjectId
  disposition: Disposition
  marks: MarkRecord[]
  evidence: EvidenceRecord[]
  /** Responses that the judgement took into account; one that is not here is still to be reviewed. */
  judgedResponses: Types.ObjectId[]
  because: string | null
  declineReason: DeclineReason | null
  referredTo: Types.ObjectId | null
  /** Internal to the desk. */
  note: string | null
  judgedOn: Day | null
  judgedBy: Actor | null
  /** The day of the reply that answered: what on time is measured by. */
  answeredOn: Day | null
  checkedOn: Day | null
  checkedBy: Actor | null
  pursuit: Pursuit
  pursuitBecause: string | null
  quietUntil: Day | null
  quietBecause: string | null
  due: DueStatementRecord | null
  /** What `due` was before, oldest first; left out while it was never changed. */
  formerDues?: FormerDueRecord[]
  extensions: ExtensionRecord[]
  history: FindingChangeRecord[]
}

/** This question asks again what an earlier one asked: by the asker's own statement or a person's decision. */
export interface ReAskRecord {
  questionId: Types.ObjectId
  statedByAsker: boolean
  because: string
  by: Actor
  on: Day
}

/** Copies that lists filter and sort by; written by `standingOf` alone, with every change of the question. */
export interface StandingRecord {
  /** What the question shows to staff: its worst open cell's state. */
  state: CellState
  /** The same as a visitor is told it; the public groups are sets of these states. */
  publicState: CellState
  isUnanswered: boolean
  isOpen: boolean
  isToReview: boolean
  /** Of the earliest open cell, where the letter states a date or a period. */
  nextDueOn: Day | null
  /** The desk's own date of the earliest open cell: staff only. */
  nextFollowUpOn: Day | null
  longOverdueOn: Day | null
  /** No reminder can be owed before this day; null when none ever is. */
  nextStepOn: Day | null
  /** The longest unchecked open cell's last check. */
  checkedOn: Day | null
  /** The day the first asking of a re-asked question was made. */
  firstAskedOn: Day | null
  lastChangedAt: Date | null
}

/** Copied from the letter, for the same reason. */
export interface LetterCopyRecord {
  slug: string
  subject: string
  letterDate: Day | null
  chamber: Chamber | null
  signatorySlugs: string[]
  organizationIds: Types.ObjectId[]
  topics: string[]
}

export interface QuestionRecord {
  _id: Types.ObjectId
  letterId: Types.ObjectId
  deskId: Types.ObjectId
  position: number
  /** As printed, or null. */
  number: string | null
  text: string
  start: number
  end: number
  ask: Ask
  parts: PartRecord[]
  /** Organizations it concerns without having been asked. */
  about: Types.ObjectId[]
  due: DueStatementRecord | null
  findings: FindingRecord[]
  reAsks: ReAskRecord[]
  /** Where a question split or merged after confirming went. */
  movedTo: { questionIds: Types.ObjectId[]; note: string } | null
  letter: LetterCopyRecord
  standing: StandingRecord
  /** Left out where its dates never changed. */
  dueMemory?: DueMemoryRecord | null
  visibility: Visibility
  embargoUntil: Date | null
  isExample: boolean
  loggedAt: Date
  revision: number
}

const day = { type: String, default: null }

const evidenceSchema = new Schema<EvidenceRecord>(
  {
    kind: { type: String, enum: evidenceKinds, required: true },
    responseId: { type: Schema.Types.ObjectId, default: null },
    quote: { type: String, default: null },
    start: { type: Number, default: null },
    end: { type: Number, default: null },
    locator: { type: String, default: null },
    note: { type: String, default: null },
    on: day,
    isComplete: { type: Boolean, default: null }
  },
  { _id: false }
)

const markSchema = new Schema<MarkRecord>(
  { part: { type: Number, required: true }, mark: { type: String, enum: partMarks, required: true } },
  { _id: false }
)

const findingSchema = new Schema<FindingRecord>(
  {
    recipientId: { type: Schema.Types.ObjectId, required: true },
    organizationId: { type: Schema.Types.ObjectId, required: true },
    disposition: { type: String, enum: dispositions, default: 'no_reply' },
    marks: [markSchema],
    evidence: [evidenceSchema],
    judgedResponses: [Schema.Types.ObjectId],
    because: { type: String, default: null },
    declineReason: { type: String, enum: [...declineReasons, null], default: null },
    referredTo: { type: Schema.Types.ObjectId, default: null },
    note: { type: String, default: null },
    judgedOn: day,
    judgedBy: { type: actorSchema, default: null },
    answeredOn: day,
    checkedOn: day,
    checkedBy: { type: actorSchema, default: null },
    pursuit: { type: String, enum: pursuits, default: 'pursuing' },
    pursuitBecause: { type: String, default: null },
    quietUntil: day,
    quietBecause: { type: String, default: null },
    due: { type: dueStatementSchema, default: null },
    formerDues: { type: [formerDueSchema], default: undefined },
    extensions: [extensionSchema],
    history: [
      new Schema<FindingChangeRecord>(
        {
          at: { type: Date, required: true },
          on: { type: String, required: true },
          by: { type: actorSchema, required: true },
          what: {
            type: String,
            enum: ['judged', 'checked', 'pursuit', 'quiet', 'due', 'moved', 'text'],
            required: true
          },
          from: { type: String, default: null },
          to: { type: String, default: null },
          because: { type: String, default: null },
          note: { type: String, default: null },
          evidence: [evidenceSchema],
          marks: [markSchema]
        },
        { _id: false }
      )
    ]
  },
  { _id: false }
)

const questionSchema = new Schema<QuestionRecord, QuestionModel>(
  {
    letterId: { type: Schema.Types.ObjectId, required: true },
    deskId: { type: Schema.Types.ObjectId, required: true },
    position: { type: Number, required: true },
    number: { type: String, default: null },
    text: { type: String, required: true },
    start: { type: Number, required: true },
    end: { type: Number, required: true },
    ask: { type: String, enum: askCodes, required: true },
    parts: [
      new Schema<PartRecord>(
        {
          text: { type: String, required: true },
          start: { type: Number, required: true },
          end: { type: Number, required: true },
          ask: { type: String, enum: askCodes, required: true }
        },
        { _id: false }
      )
    ],
    about: [Schema.Types.ObjectId],
    due: { type: dueStatementSchema, default: null },
    findings: [findingSchema],
    reAsks: [
      new Schema<ReAskRecord>(
        {
          questionId: { type: Schema.Types.ObjectId, required: true },
          statedByAsker: { type: Boolean, required: true },
          because: { type: String, required: true },
          by: { type: actorSchema, required: true },
          on: { type: String, required: true }
        },
        { _id: false }
      )
    ],
    movedTo: {
      type: new Schema(
        { questionIds: [Schema.Types.ObjectId], note: { type: String, required: true } },
        { _id: false }
      ),
      default: null
    },
    letter: {
      type: new Schema<LetterCopyRecord>(
        {
          slug: { type: String, required: true },
          subject: { type: String, required: true },
          letterDate: day,
          chamber: { type: String, enum: [...chambers, null], default: null },
          signatorySlugs: [String],
          organizationIds: [Schema.Types.ObjectId],
          topics: [String]
        },
        { _id: false }
      ),
      required: true
    },
    standing: {
      type: new Schema<StandingRecord>(
        {
          state: { type: String, enum: cellStates, required: true },
          publicState: { type: String, enum: cellStates, required: true },
          isUnanswered: { type: Boolean, required: true },
          isOpen: { type: Boolean, required: true },
          isToReview: { type: Boolean, required: true },
          nextDueOn: day,
          nextFollowUpOn: day,
          longOverdueOn: day,
          nextStepOn: day,
          checkedOn: day,
          firstAskedOn: day,
          lastChangedAt: { type: Date, default: null }
        },
        { _id: false }
      ),
      required: true
    },
    dueMemory: { type: dueMemorySchema, default: null },
    visibility: { type: String, enum: visibilities, required: true },
    embargoUntil: { type: Date, default: null },
    isExample: { type: Boolean, default: false },
    loggedAt: { type: Date, required: true },
    revision: { type: Number, default: 0 }
  },
  { versionKey: false, minimize: false }
)

questionSchema.plugin(isShown)

// A letter's questions in their order.
questionSchema.index({ letterId: 1, position: 1 })
// The public lists: longest unanswered, by answer, newest.
questionSchema.index({ visibility: 1, 'standing.isUnanswered': 1, 'standing.firstAskedOn': 1 })
questionSchema.index({ visibility: 1, 'standing.publicState': 1, 'standing.firstAskedOn': 1 })
questionSchema.index({ visibility: 1, loggedAt: -1 })
// What was put to an organization, what concerns it, what a Member asked, what a topic holds.
questionSchema.index({ 'letter.organizationIds': 1, 'standing.firstAskedOn': 1 })
questionSchema.index({ about: 1, 'standing.firstAskedOn': 1 })
questionSchema.index({ 'letter.signatorySlugs': 1, 'standing.firstAskedOn': 1 })
questionSchema.index({ 'letter.topics': 1, 'standing.firstAskedOn': 1 })
// My desk: overdue and due, replies to review, longest unchecked.
questionSchema.index({ deskId: 1, 'standing.isOpen': 1, 'standing.nextDueOn': 1 })
questionSchema.index({ deskId: 1, 'standing.isOpen': 1, 'standing.nextFollowUpOn': 1 })
questionSchema.index({ deskId: 1, 'standing.isToReview': 1 })
questionSchema.index({ deskId: 1, 'standing.isOpen': 1, 'standing.checkedOn': 1 })
// What is owed: the cost of a run follows what is due, not what is stored.
questionSchema.index({ 'standing.nextStepOn': 1 })
// What a person's own calendar tells as cancelled.
questionSchema.index({ deskId: 1, 'dueMemory.changedAt': 1 })
// What became of the entry that calendars have of a question that was split or merged.
questionSchema.index({ 'movedTo.questionIds': 1 }, { sparse: true })
// What another office said belongs to this one: the outstanding list of the second office.
questionSchema.index({ 'findings.referredTo': 1 })
// The later askings of a question.
questionSchema.index({ 'reAsks.questionId': 1 })
// What was asked again since a subscriber's last digest.
questionSchema.index({ 'reAsks.on': 1 })
// What changed since a subscriber's last digest.
questionSchema.index({ 'standing.lastChangedAt': -1 })
// Words that readers search for.
questionSchema.index({ text: 'text' }, { name: 'words' })

interface QuestionModel extends Model<QuestionRecord> {
  /** A letter's questions in their order, without those that were split or merged away. */
  ofLetter(letterId: Types.ObjectId): Promise<QuestionRecord[]>
  /** The questions that ask again what this one asked. */
  askingAgain(questionId: Types.ObjectId): Promise<QuestionRecord[]>
}

questionSchema.statics.ofLetter = function (this: QuestionModel, letterId: Types.ObjectId) {
  return this.find({ letterId, movedTo: null }).sort({ position: 1 }).lean<QuestionRecord[]>()
}

questionSchema.statics.askingAgain = function (this: QuestionModel, questionId: Types.ObjectId) {
  return this.find({ 'reAsks.questionId': questionId })
    .sort({ 'letter.letterDate': 1 })
    .lean<QuestionRecord[]>()
}

export const Question = model<QuestionRecord, QuestionModel>('Question', questionSchema)
