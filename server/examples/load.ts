import { readFileSync } from 'node:fs'
import type { Types } from 'mongoose'
import { derivedId } from '../../models/derived-id.ts'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Member, memberKeys } from '../../models/member.ts'
import { Milestone } from '../../models/milestone.ts'
import { Organization } from '../../models/organization.ts'
import { Question } from '../../models/question.ts'
import { Reference } from '../../models/reference.ts'
import { Response } from '../../models/response.ts'
import { restandLetter } from '../../models/restanding.ts'
import { calendarOf } from '../../models/standing.ts'
import { followUpSuggestion, nothingStated } from '../domain/due-date.ts'
import { readLetter } from '../intake/read/index.ts'
import { type ConfirmedLetter, logLetter } from '../letters/logging.ts'
import { addFederalOrganizations } from '../organizations/directory.ts'
import {
  type ExampleLetter,
  exampleLetters,
  exampleReferences,
  mentionedLetters,
  readOn,
  relatedLetters,
  reportedReply
} from './letters.ts'
import { exampleMembers } from './members.ts'

const milestone = 'example letters'
const actor = { id: null, name: 'Example desk' }

/**
 * Loads the example letters unless this store has had them before: once loaded, or taken out, they do not come
 * back by themselves. A load that was killed half-way is completed: every record has an id of its own making, so
 * that writing it again changes nothing.
 */
export async function loadExamplesOnce(now: Date): Promise<void> {
  const before = await Milestone.findById(milestone).lean()
  if (before === null || before.state === 'begun') await loadExamples(now)
}

/** Loads the example letters into the example desk, also after they were taken out; twice is once. */
export async function loadExamples(now: Date): Promise<void> {
  await note('begun', now)
  await addFederalOrganizations(now)
  const desk = await exampleDesk()
  await addMembers()
  for (const example of exampleLetters) await loadLetter(example, desk, now)
  for (const mentioned of mentionedLetters) await loadMention(mentioned, desk, now)
  await linkLetters()
  await loadReply(desk, now)
  await loadReferences(desk)
  await markChecked(now)
  for (const { slug } of exampleLetters) await restandLetter(letterId(slug))
  await note('done', now)
}

/** Takes the example letters out, with their questions, replies and references; the desk and its people stay. */
export async function removeExamples(now: Date): Promise<void> {
  await note('undone', now)
  await Question.deleteMany({ isExample: true })
  await Response.deleteMany({ isExample: true })
  await Reference.deleteMany({ isExample: true })
  await Letter.deleteMany({ isExample: true })
}

const note = (state: 'begun' | 'done' | 'undone', at: Date) =>
  Milestone.updateOne({ _id: milestone }, { $set: { state, at } }, { upsert: true })

/** The desk that keeps the examples; made when it is missing, so that people can be added to it at any time. */
export async function exampleDesk(): Promise<DeskRecord> {
  await Desk.updateOne(
    { slug: 'example' },
    { $setOnInsert: { slug: 'example', name: 'Example desk' } },
    { upsert: true, setDefaultsOnInsert: true }
  )
  return Desk.findOne({ slug: 'example' }).orFail().lean<DeskRecord>()
}

const textOf = (file: string): string => readFileSync(new URL(`./texts/${file}`, import.meta.url), 'utf8')

const letterId = (slug: string): Types.ObjectId => derivedId('letter', `example ${slug}`)

async function addMembers(): Promise<void> {
  for (const { bioguide, name, first, last, chamber, state, terms } of exampleMembers) {
    const served = terms.map(({ start, end, district }) => ({
      chamber,
      state,
      district: district ?? null,
      party: 'Democrat',
      start,
      end
    }))
    await Member.updateOne(
      { bioguide },
      { $setOnInsert: { bioguide, name, first, last, keys: memberKeys(name, first), terms: served } },
      { upsert: true }
    )
  }
}

/** The reader's own reading of the text, then what the clerk put right. */
async function loadLetter(example: ExampleLetter, desk: DeskRecord, now: Date): Promise<void> {
  const text = textOf(example.file)
  const reading = readLetter(text)
  if (reading.date === null) throw new Error(`The reader found no date in ${example.file}.`)
  const followUp = followUpSuggestion({ start: reading.date, isStateDepartment: true }, calendarOf(desk))
  const confirmed: ConfirmedLetter = {
    key: `example ${example.slug}`,
    slug: example.slug,
    subject: example.subject,
    text,
    source: example.source,
    letterDate: reading.date,
    chamber: example.chamber,
    signatories: example.signatories.map(({ isLead = false, ...signatory }) => ({ ...signatory, isLead })),
    signersStated: example.signersStated,
    recipients: [{ ...example.recipient, followUpOn: followUp.on, followUpBecause: followUp.because }],
    due: nothingStated,
    topics: example.topics,
    versions: example.versions.map(({ file, ...version }) => ({ ...version, text: textOf(file), on: null })),
    note: example.note,
    visibility: 'public',
    isExample: true,
    questions: reading.questions.map(question => ({
      ...question,
      about: example.about[question.position] ?? question.about
    }))
  }
  const letter = await logLetter(confirmed, desk, actor, now)
  await Letter.updateOne({ _id: letter._id }, { $set: { corrections: example.corrections } })
}

async function loadMention(
  mentioned: (typeof mentionedLetters)[number],
  desk: DeskRecord,
  now: Date
): Promise<void> {
  await logLetter(
    {
      key: `example ${mentioned.slug}`,
      slug: mentioned.slug,
      subject: mentioned.subject,
      text: null,
      source: mentioned.source,
      isMention: true,
      letterDate: mentioned.letterDate,
      dateAsSaid: mentioned.dateAsSaid,
      chamber: 'senate',
      signatories: mentioned.signatories.map(({ name, bioguide }) => ({
        name,
        bioguide,
        title: 'United States Senator',
        isLead: false,
        source: mentioned.source
      })),
      recipients: [mentioned.recipient],
      due: nothingStated,
      topics: [],
      note: mentioned.note,
      visibility: 'public',
      isExample: true,
      questions: []
    },
    desk,
    actor,
    now
  )
}

async function linkLetters(): Promise<void> {
  for (const { earlier, later, quote } of mentionedLetters)
    await Letter.updateOne(
      { _id: letterId(later) },
      { $set: { follows: [{ letterId: letterId(earlier), quote }] } }
    )
  const [one, other] = relatedLetters.slugs
  await Letter.updateOne(
    { _id: letterId(one) },
    { $set: { related: [{ letterId: letterId(other), because: relatedLetters.because }] } }
  )
}

async function loadReply(desk: DeskRecord, now: Date): Promise<void> {
  const letter = await Letter.findById(letterId(reportedReply.letter)).orFail().lean<LetterRecord>()
  const organization = await Organization.calledOrAdded(reportedReply.responder.organization)
  const _id = derivedId('response', 'example reported reply')
  await Response.updateOne(
    { _id },
    {
      $setOnInsert: {
        _id,
        deskId: desk._id,
        covers: [{ letterId: letter._id, recipientIds: letter.recipients.map(recipient => recipient._id) }],
        kind: 'substantive',
        isMention: true,
        receivedOn: reportedReply.datedOn,
        datedOn: reportedReply.datedOn,
        responder: {
          name: reportedReply.responder.name,
          title: reportedReply.responder.title,
          organizationId: organization._id
        },
        source: reportedReply.source,
        quote: reportedReply.quote,
        visibility: 'public',
        isExample: true,
        loggedAt: now,
        loggedOn: readOn,
        loggedBy: actor
      }
    },
    { upsert: true, setDefaultsOnInsert: true }
  )
}

async function loadReferences(desk: DeskRecord): Promise<void> {
  const letters = exampleLetters.map(({ slug }) => ({ letterId: letterId(slug), citedBy: 'desk' as const }))
  for (const { key, file, ...reference } of exampleReferences) {
    const _id = derivedId('reference', `example ${key}`)
    await Reference.updateOne(
      { _id },
      {
        $setOnInsert: {
          _id,
          deskId: desk._id,
          ...reference,
          text: file === null ? null : textOf(file),
          letters,
          isExample: true
        }
      },
      { upsert: true, setDefaultsOnInsert: true }
    )
  }
}

/** The sources were read on one day, and nothing newer was found: that is a check like any other. */
async function markChecked(now: Date): Promise<void> {
  await Question.updateMany(
    { isExample: true, 'findings.checkedOn': null },
    {
      $set: { 'findings.$[].checkedOn': readOn, 'findings.$[].checkedBy': actor },
      $push: {
        'findings.$[].history': {
          at: now,
          on: readOn,
          by: actor,
          what: 'checked',
          from: null,
          to: null,
          because: null,
          note: null,
          evidence: [],
          marks: []
        }
      }
    }
  )
}
