import type { Types } from 'mongoose'
import { derivedId } from '../../models/derived-id.ts'
import type { DeskRecord } from '../../models/desk.ts'
import type { DueStatementRecord } from '../../models/due-statement.ts'
import type { Actor } from '../../models/history.ts'
import {
  Letter,
  type LetterRecord,
  type RecipientRecord,
  type SignatoryRecord,
  type VersionRecord
} from '../../models/letter.ts'
import { Organization } from '../../models/organization.ts'
import { type PartRecord, Question, type QuestionRecord } from '../../models/question.ts'
import type { SourceRecord } from '../../models/source.ts'
import { copiesOf, standingOf, untouchedFinding } from '../../models/standing.ts'
import { textChecksum } from '../../models/text-checksum.ts'
import type { Ask } from '../domain/asks.ts'
import type { Day } from '../domain/day.ts'
import type { Chamber, Visibility } from '../domain/letters.ts'
import { nameSlugOf, shortSlugOf, slugOf } from '../domain/slug.ts'

export interface ConfirmedRecipient {
  name: string | null
  title: string | null
  organization: string
  receivedOn?: Day | null
  followUpOn?: Day | null
  followUpBecause?: string | null
}

export interface ConfirmedQuestion {
  number: string | null
  text: string
  start: number
  end: number
  ask: Ask
  parts: PartRecord[]
  /** Names of organizations it concerns. */
  about: string[]
  /** Positions in `recipients` of those it was put to; all of them when left out. */
  recipients?: number[]
}

/** A letter as a person confirmed it: what the reader proposed, put right. */
export interface ConfirmedLetter {
  /** Where it comes from, in words that stay the same: an intake's id. Logging the same key again changes nothing. */
  key: string
  slug?: string
  subject: string
  text: string | null
  source: SourceRecord
  isMention?: boolean
  letterDate: Day | null
  dateAsSaid?: string | null
  sentOn?: Day | null
  chamber: Chamber | null
  signatories: (Omit<SignatoryRecord, 'slug' | 'source'> & { source?: SourceRecord | null })[]
  signersStated?: number | null
  recipients: ConfirmedRecipient[]
  due: DueStatementRecord
  topics: string[]
  follows?: { letterId: Types.ObjectId | null; quote: string | null }[]
  versions?: Omit<VersionRecord, '_id'>[]
  note?: string | null
  visibility?: Visibility
  isExample?: boolean
  assignees?: Types.ObjectId[]
  /** Desks that may edit it from the beginning, beside the one that keeps it. */
  sharedWith?: Types.ObjectId[]
  questions: ConfirmedQuestion[]
}

/**
 * Stores a confirmed letter with its questions, each with an untouched finding for every recipient it was put to.
 * The letter is written last: until then a crash leaves nothing that a page shows, and confirming again completes it.
 */
export async function logLetter(
  confirmed: ConfirmedLetter,
  desk: DeskRecord,
  actor: Actor,
  now: Date
): Promise<LetterRecord> {
  const letter = await letterOf(confirmed, desk, actor, now)
  const known = await Letter.findById(letter._id).lean<LetterRecord>()
  if (known) return known
  const questions = await Promise.all(
    confirmed.questions.map((question, index) => questionOf(question, index, confirmed, letter, desk, now))
  )
  await Promise.all(questions.map(question => addOnce(question)))
  await Letter.updateOne({ _id: letter._id }, { $setOnInsert: letter }, { upsert: true })
  return letter
}

const addOnce = (question: QuestionRecord) =>
  Question.updateOne({ _id: question._id }, { $setOnInsert: question }, { upsert: true })

async function letterOf(
  confirmed: ConfirmedLetter,
  desk: DeskRecord,
  actor: Actor,
  now: Date
): Promise<LetterRecord> {
  const _id = derivedId('letter', confirmed.key)
  const visibility = confirmed.visibility ?? 'internal'
  return {
    _id,
    slug: confirmed.slug ?? (await freeSlug(confirmed)),
    formerSlugs: [],
    deskId: desk._id,
    sharedWith: confirmed.sharedWith ?? [],
    assignees: confirmed.assignees ?? [],
    isMention: confirmed.isMention ?? false,
    subject: confirmed.subject,
    text: confirmed.text,
    textSha256: confirmed.text === null ? null : textChecksum(confirmed.text),
    source: confirmed.source,
    letterDate: confirmed.letterDate,
    dateAsSaid: confirmed.dateAsSaid ?? null,
    sentOn: confirmed.sentOn ?? null,
    chamber: confirmed.chamber,
    signatories: confirmed.signatories.map(signatory => ({
      ...signatory,
      source: signatory.source ?? null,
      slug: nameSlugOf(signatory.bioguide ?? signatory.name)
    })),
    signersStated: confirmed.signersStated ?? null,
    recipients: await Promise.all(confirmed.recipients.map((one, at) => recipientOf(one, confirmed.key, at))),
    due: confirmed.due,
    topics: confirmed.topics,
    visibility,
    embargoUntil: null,
    withdrawn: null,
    publishedAt: visibility === 'public' ? now : null,
    versions: (confirmed.versions ?? []).map((version, at) => ({
      _id: derivedId('version', confirmed.key, at),
      ...version
    })),
    follows: confirmed.follows ?? [],
    related: [],
    contacts: [],
    corrections: [],
    note: confirmed.note ?? null,
    isExample: confirmed.isExample ?? false,
    loggedAt: now,
    loggedBy: actor,
    history: [{ at: now, by: actor, what: 'logged', from: null, to: null, because: null }],
    revision: 0
  }
}

async function recipientOf(one: ConfirmedRecipient, key: string, at: number): Promise<RecipientRecord> {
  return {
    _id: derivedId('recipient', key, at),
    name: one.name,
    title: one.title,
    organizationId: (await Organization.calledOrAdded(one.organization))._id,
    receivedOn: one.receivedOn ?? null,
    controlNumber: null,
    due: null,
    extensions: [],
    promisedOn: null,
    followUpOn: one.followUpOn ?? null,
    followUpBecause: one.followUpBecause ?? null
  }
}

async function questionOf(
  asked: ConfirmedQuestion,
  index: number,
  confirmed: ConfirmedLetter,
  letter: LetterRecord,
  desk: DeskRecord,
  now: Date
): Promise<QuestionRecord> {
  const putTo = asked.recipients
    ? letter.recipients.filter((_, at) => asked.recipients?.includes(at))
    : letter.recipients
  const about = await Promise.all(asked.about.map(name => Organization.calledOrAdded(name)))
  const question = {
    _id: derivedId('question', confirmed.key, index),
    letterId: letter._id,
    deskId: letter.deskId,
    position: index + 1,
    number: asked.number,
    text: asked.text,
    start: asked.start,
    end: asked.end,
    ask: asked.ask,
    parts: asked.parts,
    about: about.map(organization => organization._id),
    due: null,
    findings: putTo.map(untouchedFinding),
    reAsks: [],
    movedTo: null,
    isExample: letter.isExample,
    loggedAt: now,
    revision: 0,
    ...copiesOf(letter, putTo)
  }
  return { ...question, standing: standingOf(question, letter, [], desk) }
}

/** `2021-03-12-leahy-firearms-exports-to-mexico`, with a number behind it when that is taken. */
async function freeSlug(confirmed: ConfirmedLetter): Promise<string> {
  const lead = confirmed.signatories.find(one => one.isLead) ?? confirmed.signatories[0]
  const surname =
    lead?.name
      .replace(/,? (Jr|Sr|I{2,3}|IV)\.?$/, '')
      .split(' ')
      .at(-1) ?? ''
  const slug =
    [confirmed.letterDate, slugOf(surname), shortSlugOf(confirmed.subject, 48)].filter(Boolean).join('-') ||
    'letter'
  for (let number = 1; ; number++) {
    const tried = number === 1 ? slug : `${slug}-${number}`
    if ((await Letter.atSlug(tried)) === null) return tried
  }
}
