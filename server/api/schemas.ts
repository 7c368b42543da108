import { extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { askCodes } from '../domain/asks.ts'
import { cellStates } from '../domain/cells.ts'
import { partMarks } from '../domain/dispositions.ts'
import { chambers, referenceKinds, sourceKinds } from '../domain/letters.ts'
import { responseKinds } from '../domain/responses.ts'

extendZodWithOpenApi(z)

const day = z.iso.date().describe('A calendar day, YYYY-MM-DD')
const id = z
  .string()
  .regex(/^[0-9a-f]{24}$/)
  .describe('Never changes')

/** What the API and the files say of a question on a list. */
export const questionSchema = z
  .object({
    id,
    url: z.url().describe('Its page'),
    letter: z.string().describe('The letter’s slug'),
    letterUrl: z.url(),
    letterSubject: z.string(),
    letterDate: day.nullable(),
    from: z.string().nullable().describe('Who signed, in words'),
    position: z.int().describe('Its place in the letter, from 1'),
    text: z.string().describe('Verbatim'),
    parts: z.int().describe('How many of its sentences ask something of their own'),
    ask: z.enum(askCodes),
    askLabel: z.string(),
    putTo: z.array(z.string()).describe('Names of the offices that were asked'),
    about: z.array(z.string()).describe('Organizations it concerns that were not asked'),
    topics: z.array(z.string()),
    state: z.enum(cellStates).describe('What came back; of several recipients, the furthest from an answer'),
    stateLabel: z.string().describe('The words for the state that this site uses everywhere'),
    isOpen: z.boolean().describe('Unanswered, and the desk keeps pressing'),
    firstAskedOn: day.nullable().describe('The first asking, where it is a re-asked question'),
    dueOn: day.nullable().describe('Only a date that the letter states, or that was extended or promised'),
    timeliness: z
      .enum(['no_deadline', 'long_overdue', 'overdue', 'due_today', 'due_soon', 'upcoming'])
      .nullable()
      .describe('Of open questions'),
    lastCheckedOn: day.nullable().describe('When a person last looked for a reply; null: not yet'),
    changedAt: z.iso.datetime(),
    desk: z.string().nullable().describe('Who keeps the record')
  })
  .openapi('Question')

const evidenceSchema = z
  .object({
    kind: z.string(),
    quote: z.string().nullable().describe('The passage of the reply, verbatim'),
    locator: z.string().nullable(),
    note: z.string().nullable(),
    on: day.nullable(),
    isComplete: z.boolean().nullable(),
    url: z.url().nullable()
  })
  .openapi('Evidence')

const findingSchema = z
  .object({
    office: z.string(),
    addressee: z.string().nullable(),
    state: z.enum(cellStates),
    label: z.string(),
    checkedOn: day.nullable(),
    judgedOn: day.nullable(),
    timeliness: z.string().describe('One sentence; overdue only against a date on record'),
    dueOn: day.nullable(),
    because: z.string().nullable(),
    declineReason: z.string().nullable(),
    marks: z.array(z.object({ part: z.int(), mark: z.enum(partMarks) })),
    evidence: z.array(evidenceSchema)
  })
  .openapi('Finding')

/** One question with what came back from each office. */
export const wholeQuestionSchema = questionSchema
  .extend({
    askedParts: z.array(z.object({ number: z.int(), text: z.string(), ask: z.string() })),
    findings: z.array(findingSchema),
    history: z.array(
      z.object({
        on: day,
        what: z.string(),
        from: z.string().nullable(),
        to: z.string().nullable(),
        because: z.string().nullable(),
        by: z.string()
      })
    ),
    asOfUrl: z.url().describe('The record as it stands today; put another day in its place')
  })
  .openapi('WholeQuestion')

/** What the API and the files say of a letter on a list. */
export const letterSchema = z
  .object({
    id,
    slug: z.string(),
    url: z.url(),
    subject: z.string(),
    letterDate: day.nullable(),
    dateAsSaid: z
      .string()
      .nullable()
      .describe('What another document says of its date, where no day is known'),
    chamber: z.enum(chambers).nullable(),
    from: z.string().nullable(),
    signatories: z.array(z.string()).describe('Those known here'),
    signersStated: z.int().nullable().describe('How many signed, as far as the record says'),
    putTo: z.array(z.string()),
    topics: z.array(z.string()),
    isMention: z.boolean().describe('Known only by mention: no text, no questions, in no count'),
    questions: z.int(),
    unanswered: z.int(),
    answered: z.int(),
    standing: z.string().nullable().describe('One sentence'),
    lastCheckedOn: day.nullable(),
    changedAt: z.iso.datetime(),
    desk: z.string().nullable()
  })
  .openapi('Letter')

const sourceSchema = z
  .object({
    kind: z.enum(sourceKinds),
    title: z.string(),
    link: z.string().nullable(),
    retrievedOn: day.nullable()
  })
  .openapi('Source')

const replySchema = z
  .object({
    id,
    kind: z.enum(responseKinds),
    isMention: z.boolean().describe('Reported by another document; its text is not held'),
    receivedOn: day.nullable(),
    datedOn: day.nullable(),
    responder: z.string().nullable(),
    office: z.string().nullable(),
    quote: z.string().nullable(),
    text: z.string().nullable(),
    source: sourceSchema
  })
  .openapi('Reply')

const referenceSchema = z
  .object({
    kind: z.enum(referenceKinds),
    title: z.string(),
    on: day.nullable(),
    dateAsSaid: z.string().nullable(),
    citedBy: z.enum(['letter', 'desk']).describe('Cited in the letter, or background added by this desk'),
    source: sourceSchema
  })
  .openapi('Reference')

/** One letter with its text, its replies and the documents about it. */
export const wholeLetterSchema = letterSchema
  .extend({
    text: z.string().nullable(),
    source: sourceSchema,
    deadline: z.object({ basis: z.string(), quote: z.string().nullable() }),
    questionIds: z.array(id),
    spans: z
      .array(z.object({ question: id, start: z.int(), end: z.int() }))
      .describe('Where each question stands in the text, in UTF-16 units'),
    replies: z.array(replySchema),
    references: z.array(referenceSchema)
  })
  .openapi('WholeLetter')

const counts = {
  unanswered: z.int(),
  noReplyRecorded: z.int(),
  repliedNotAnswered: z.int(),
  answered: z.int(),
  refusedOrNotHeld: z.int(),
  lastCheckedOn: day.nullable(),
  changedAt: z.iso.datetime().nullable()
}

export const organizationSchema = z
  .object({
    slug: z.string(),
    url: z.url(),
    name: z.string(),
    abbreviations: z.array(z.string()),
    partOf: z.string().nullable().describe('The slug of the department it belongs to'),
    questions: z.int().describe('Put to it or its bureaus: the denominator of the figures below'),
    ...counts
  })
  .openapi('Organization')

export const signatorySchema = z
  .object({
    slug: z.string().describe('The Bioguide ID in small letters where it is known'),
    url: z.url(),
    name: z.string(),
    letters: z.int(),
    questions: z.int().describe('Asked by them: the denominator of the figures below'),
    ...counts
  })
  .openapi('Signatory')

export const topicSchema = z
  .object({
    slug: z.string(),
    url: z.url(),
    name: z.string(),
    letters: z.int(),
    questions: z.int().describe('About it: the denominator of the figures below'),
    ...counts
  })
  .openapi('Topic')

/** RFC 9457. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string()
  })
  .openapi('Problem')

/** One page of a list: ask for the next with its cursor. */
export const pageOf = (name: string, item: z.ZodType) =>
  z
    .object({
      total: z.int().describe('Of the whole list'),
      items: z.array(item),
      next: z.url().nullable().describe('The next page; null on the last')
    })
    .openapi(`${name}Page`)
