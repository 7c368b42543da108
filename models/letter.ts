import { type Model, model, Schema, type Types, trusted } from 'mongoose'
import type { Day } from '../server/domain/day.ts'
import {
  type Chamber,
  chambers,
  type VersionKind,
  type Visibility,
  versionKinds,
  visibilities
} from '../server/domain/letters.ts'
import { type CorrectionRecord, correctionSchema } from './correction.ts'
import {
  type DueStatementRecord,
  dueStatementSchema,
  type ExtensionRecord,
  extensionSchema
} from './due-statement.ts'
import { type Actor, actorSchema, type ChangeRecord, changeSchema } from './history.ts'
import { isShown } from './revision.ts'
import { type SourceRecord, sourceSchema } from './source.ts'

export interface SignatoryRecord {
  name: string
  /** As on the letter's date: `United States Senator`. */
  title: string | null
  /** The Member's Bioguide ID; null while the name is not matched to a Member. */
  bioguide: string | null
  /** The address of the signatory's page: the Bioguide ID in small letters, else made from the name. */
  slug: string
  isLead: boolean
  source: SourceRecord | null
}

/** An addressee. Questions are put to the office; `name` is who held it on the letter's day. */
export interface RecipientRecord {
  _id: Types.ObjectId
  name: string | null
  title: string | null
  organizationId: Types.ObjectId
  receivedOn: Day | null
  controlNumber: string | null
  /** Differs from the letter's own where this recipient was given another date. */
  due: DueStatementRecord | null
  extensions: ExtensionRecord[]
  promisedOn: Day | null
  /** The day on which the promise was recorded; left out before the first. */
  promiseRecordedOn?: Day | null
  /** What was promised before, oldest first, each until the day it was replaced; left out before the first. */
  formerPromises?: { promisedOn: Day; recordedOn: Day | null; until: Day }[]
  /** Internal: a date the desk set for itself. Never shown to visitors. */
  followUpOn: Day | null
  followUpBecause: string | null
}

/** Another text of the same letter. Its questions are not open. */
export interface VersionRecord {
  _id: Types.ObjectId
  kind: VersionKind
  title: string
  text: string | null
  on: Day | null
  dateAsSaid: string | null
  source: SourceRecord
}

/** A call, a mail or a word in the corridor about the letter. Internal unless published. */
export interface ContactRecord {
  _id: Types.ObjectId
  on: Day
  by: Actor
  who: string
  how: string
  said: string
  nextOn: Day | null
  isPublished: boolean
}

/** That this letter speaks of an earlier one: what it says, and which letter that is where it is held. */
export interface FollowsRecord {
  letterId: Types.ObjectId | null
  quote: string | null
}

export interface RelatedRecord {
  letterId: Types.ObjectId
  because: string
}

export interface LetterRecord {
  _id: Types.ObjectId
  slug: string
  formerSlugs: string[]
  deskId: Types.ObjectId
  /** Desks that may edit beside the one that keeps it. */
  sharedWith: Types.ObjectId[]
  assignees: Types.ObjectId[]
  /** Known only because another document speaks of it: no text, no questions, in no count. */
  isMention: boolean
  subject: string
  text: string | null
  textSha256: string | null
  source: SourceRecord
  letterDate: Day | null
  /** What the text says of its date where no day is known: `last summer`. */
  dateAsSaid: string | null
  sentOn: Day | null
  chamber: Chamber | null
  signatories: SignatoryRecord[]
  signersStated: number | null
  recipients: RecipientRecord[]
  due: DueStatementRecord
  topics: string[]
  visibility: Visibility
  embargoUntil: Date | null
  withdrawn: { on: Day; reason: string } | null
  publishedAt: Date | null
  versions: VersionRecord[]
  follows: FollowsRecord[]
  related: RelatedRecord[]
  contacts: ContactRecord[]
  corrections: CorrectionRecord[]
  note: string | null
  isExample: boolean
  loggedAt: Date
  loggedBy: Actor
  history: ChangeRecord[]
  revision: number
}

const day = { type: String, default: null }

const letterSchema = new Schema<LetterRecord, LetterModel>(
  {
    slug: { type: String, required: true, match: /^[a-z0-9-]+$/ },
    formerSlugs: [String],
    deskId: { type: Schema.Types.ObjectId, required: true },
    sharedWith: [Schema.Types.ObjectId],
    assignees: [Schema.Types.ObjectId],
    isMention: { type: Boolean, default: false },
    subject: { type: String, required: true },
    text: { type: String, default: null },
    textSha256: { type: String, default: null },
    source: { type: sourceSchema, required: true },
    letterDate: day,
    dateAsSaid: { type: String, default: null },
    sentOn: day,
    chamber: { type: String, enum: [...chambers, null], default: null },
    signatories: [
      new Schema<SignatoryRecord>(
        {
          name: { type: String, required: true },
          title: { type: String, default: null },
          bioguide: { type: String, default: null },
          slug: { type: String, required: true },
          isLead: { type: Boolean, default: false },
          source: { type: sourceSchema, default: null }
        },
        { _id: false }
      )
    ],
    signersStated: { type: Number, default: null },
    recipients: [
      new Schema<RecipientRecord>({
        name: { type: String, default: null },
        title: { type: String, default: null },
        organizationId: { type: Schema.Types.ObjectId, required: true },
        receivedOn: day,
        controlNumber: { type: String, default: null },
        due: { type: dueStatementSchema, default: null },
        extensions: [extensionSchema],
        promisedOn: day,
        promiseRecordedOn: day,
        formerPromises: {
          type: [new Schema({ promisedOn: day, recordedOn: day, until: day }, { _id: false })],
          default: undefined
        },
        followUpOn: day,
        followUpBecause: { type: String, default: null }
      })
    ],
    due: { type: dueStatementSchema, required: true },
    topics: [String],
    visibility: { type: String, enum: visibilities, default: 'internal' },
    embargoUntil: { type: Date, default: null },
    withdrawn: {
      type: new Schema(
        { on: { type: String, required: true }, reason: { type: String, required: true } },
        { _id: false }
      ),
      default: null
    },
    publishedAt: { type: Date, default: null },
    versions: [
      new Schema<VersionRecord>({
        kind: { type: String, enum: versionKinds, required: true },
        title: { type: String, required: true },
        text: { type: String, default: null },
        on: day,
        dateAsSaid: { type: String, default: null },
        source: { type: sourceSchema, required: true }
      })
    ],
    follows: [
      new Schema<FollowsRecord>(
        {
          letterId: { type: Schema.Types.ObjectId, default: null },
          quote: { type: String, default: null }
        },
        { _id: false }
      )
    ],
    related: [
      new Schema<RelatedRecord>(
        {
          letterId: { type: Schema.Types.ObjectId, required: true },
          because: { type: String, required: true }
        },
        { _id: false }
      )
    ],
    contacts: [
      new Schema<ContactRecord>({
        on: { type: String, required: true },
        by: { type: actorSchema, required: true },
        who: { type: String, required: true },
        how: { type: String, required: true },
        said: { type: String, required: true },
        nextOn: day,
        isPublished: { type: Boolean, default: false }
      })
    ],
    corrections: [correctionSchema],
    note: { type: String, default: null },
    isExample: { type: Boolean, default: false },
    loggedAt: { type: Date, required: true },
    loggedBy: { type: actorSchema, required: true },
    history: [changeSchema],
    revision: { type: Number, default: 0 }
  },
  { versionKey: false, minimize: false }
)

letterSchema.plugin(isShown)

// One address per letter, for good.
letterSchema.index({ slug: 1 }, { unique: true })
// An address that changed still leads to the letter.
letterSchema.index({ formerSlugs: 1 })
// A desk's letters and the public list, newest first; mentions are asked for apart.
letterSchema.index({ deskId: 1, isMention: 1, letterDate: -1 })
letterSchema.index({ visibility: 1, isMention: 1, letterDate: -1 })
// What the desk's joint editors see.
letterSchema.index({ sharedWith: 1 })
// An organization's and a signatory's letters.
letterSchema.index({ 'recipients.organizationId': 1, letterDate: -1 })
letterSchema.index({ 'signatories.slug': 1, letterDate: -1 })
// A Member's letters by the name they sign with: what a pasted text may be like.
letterSchema.index({ 'signatories.name': 1, letterDate: -1 })
// Letters that follow or are related to this one, from the other side.
letterSchema.index({ 'follows.letterId': 1 })
letterSchema.index({ 'related.letterId': 1 })
// The same text pasted twice is found before it is logged twice.
letterSchema.index({ textSha256: 1 })
// Embargoes that lift by themselves.
letterSchema.index({ embargoUntil: 1 }, { sparse: true })
// Words that readers search for; what a letter is about says more than a word in its middle.
letterSchema.index({ subject: 'text', text: 'text' }, { name: 'words', weights: { subject: 5, text: 1 } })

interface LetterModel extends Model<LetterRecord> {
  /** The letter at an address, also at one it had before; null where there is none. */
  atSlug(slug: string): Promise<LetterRecord | null>
  /** The letters that are shared with one of these desks for editing. */
  sharedWithAny(deskIds: readonly (Types.ObjectId | string)[]): Promise<Types.ObjectId[]>
  /** Letters that say they follow this one, or that a person related to it. */
  speakingOf(letterId: Types.ObjectId): Promise<LetterRecord[]>
}

letterSchema.statics.atSlug = async function (this: LetterModel, slug: string) {
  return (
    (await this.findOne({ slug }).lean<LetterRecord>()) ??
    (await this.findOne({ formerSlugs: slug }).lean<LetterRecord>())
  )
}

letterSchema.statics.sharedWithAny = function (
  this: LetterModel,
  deskIds: readonly (Types.ObjectId | string)[]
) {
  return this.distinct('_id', { sharedWith: trusted({ $in: [...deskIds] }) }).exec()
}

letterSchema.statics.speakingOf = function (this: LetterModel, letterId: Types.ObjectId) {
  return this.find({ $or: [{ 'follows.letterId': letterId }, { 'related.letterId': letterId }] }).lean<
    LetterRecord[]
  >()
}

export const Letter = model<LetterRecord, LetterModel>('Letter', letterSchema)
