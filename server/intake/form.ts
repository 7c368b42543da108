import { Types } from 'mongoose'
import { z } from 'zod'
import type {
  IntakeDraft,
  IntakeQuestionRecord,
  IntakeRecipientRecord,
  IntakeRecord,
  IntakeSignatoryRecord
} from '../../models/intake.ts'
import type { PartRecord } from '../../models/question.ts'
import { type Ask, askCodes } from '../domain/asks.ts'
import { isDay } from '../domain/day.ts'
import { countsFrom, dueBases } from '../domain/due-basis.ts'
import { chambers, sourceKinds } from '../domain/letters.ts'
import type { FieldErrors } from '../errors.ts'
import { inOneLine } from './edits.ts'
import { locate } from './locate.ts'

/** The review page's form as read: the draft it makes, what is wrong with it, and those fields as typed. */
export interface DraftRead {
  readonly draft: IntakeDraft
  readonly errors: FieldErrors
  readonly typed: Readonly<Record<string, string>>
}

/** Reads what was typed over an intake. A field that was not sent keeps its value; a row that was cleared goes. */
export function readDraft(body: unknown, intake: IntakeRecord): DraftRead {
  const fields = textFields(body)
  const read = headerSchema.safeParse(Object.fromEntries(fields))
  const errors: Record<string, string> = {}
  for (const issue of read.error?.issues ?? []) errors[String(issue.path[0])] ??= issue.message
  const valid = Object.fromEntries([...fields].filter(([name]) => !(name in errors)))
  const header = headerSchema.parse(valid)
  const recipients = recipientsIn(fields, intake)
  const draft: IntakeDraft = {
    subject: header.subject ?? intake.subject,
    letterDate: header.letterDate === undefined ? intake.letterDate : header.letterDate,
    sentOn: header.sentOn === undefined ? intake.sentOn : header.sentOn,
    receivedOn: header.receivedOn === undefined ? intake.receivedOn : header.receivedOn,
    followUpOn: header.followUpOn === undefined ? intake.followUpOn : header.followUpOn,
    chamber: header.chamber === undefined ? intake.chamber : header.chamber,
    signersStated: header.signersStated === undefined ? intake.signersStated : header.signersStated,
    topics: header.topics ?? intake.topics,
    due: {
      basis: header.basis ?? intake.due.basis,
      date: header.dueDate === undefined ? intake.due.date : header.dueDate,
      count: header.dueCount === undefined ? intake.due.count : header.dueCount,
      from: header.dueFrom === undefined ? intake.due.from : header.dueFrom,
      quote: header.dueQuote === undefined ? intake.due.quote : header.dueQuote
    },
    source: {
      kind: header.sourceKind ?? intake.source.kind,
      title: header.sourceTitle ?? intake.source.title,
      link: header.sourceLink === undefined ? intake.source.link : header.sourceLink,
      retrievedOn: header.retrievedOn === undefined ? intake.source.retrievedOn : header.retrievedOn
    },
    follows: intake.follows.flatMap((one, at) => {
      const quote = fields.get(`follows-${at}-quote`)
      return quote === undefined ? [one] : quote.trim() === '' ? [] : [{ ...one, quote: quote.trim() }]
    }),
    signatories: signatoriesIn(fields, intake.signatories),
    recipients,
    questions: intake.questions.map(question => questionIn(fields, question, intake, recipients, body))
  }
  return { draft, errors, typed: Object.fromEntries([...fields].filter(([name]) => name in errors)) }
}

const optionalDay = z
  .string()
  .trim()
  .refine(value => value === '' || isDay(value), { error: 'Write the date as year, month, day: 2021-03-12.' })
  .transform(value => value || null)
  .optional()

const wholeNumber = (most: number) =>
  z
    .string()
    .trim()
    .regex(/^\d*$/, { error: 'Write a whole number.' })
    .refine(value => Number(value) <= most, { error: `Write a number up to ${most}.` })
    .transform(value => (value === '' ? null : Number(value)))
    .optional()

const line = (most: number) =>
  z
    .string()
    .max(most, { error: `Write at most ${most.toLocaleString('en-US')} characters.` })
    .transform(inOneLine)

const choice = <Code extends string>(codes: readonly Code[]) =>
  z
    .enum(['', ...codes], { error: 'Choose one of the list.' })
    .transform(code => codes.find(one => one === code) ?? null)
    .optional()

const headerSchema = z.object({
  subject: line(300).optional(),
  letterDate: optionalDay,
  sentOn: optionalDay,
  receivedOn: optionalDay,
  followUpOn: optionalDay,
  chamber: choice(chambers),
  signersStated: wholeNumber(535),
  topics: line(400)
    .transform(text => [...new Set(text.split(',').map(inOneLine).filter(Boolean))])
    .optional(),
  basis: z.enum(dueBases, { error: 'Choose one of the list.' }).optional(),
  dueDate: optionalDay,
  dueCount: wholeNumber(1000),
  dueFrom: choice(countsFrom),
  dueQuote: line(2000)
    .transform(text => text || null)
    .optional(),
  sourceKind: z.enum(sourceKinds, { error: 'Choose one of the list.' }).optional(),
  sourceTitle: line(300).optional(),
  sourceLink: z
    .string()
    .trim()
    .max(2000, { error: 'Write at most 2,000 characters.' })
    .refine(value => value === '' || isWebAddress(value), {
      error: 'Write the address as it stands in a browser: https://...'
    })
    .transform(value => value || null)
    .optional(),
  retrievedOn: optionalDay
})

const isWebAddress = (value: string): boolean =>
  URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol)

/** Rows are numbered in the form; one more than there are names is for adding. */
function signatoriesIn(
  fields: ReadonlyMap<string, string>,
  held: readonly IntakeSignatoryRecord[]
): IntakeSignatoryRecord[] {
  if (!fields.has('signatory-0-name')) return [...held]
  return [...Array(MOST_ROWS).keys()].flatMap(at => {
    const name = clipped(fields.get(`signatory-${at}-name`), 200)
    if (!name) return []
    const before = held[at]
    const bioguide = clipped(fields.get(`signatory-${at}-bioguide`), 20)
    return [
      {
        name,
        title: clipped(fields.get(`signatory-${at}-title`), 200),
        // A name written over is another person until it is matched again.
        bioguide: before && before.name !== name && bioguide === before.bioguide ? null : bioguide,
        isLead: fields.has(`signatory-${at}-lead`)
      }
    ]
  })
}

const MOST_ROWS = 600

function recipientsIn(fields: ReadonlyMap<string, string>, intake: IntakeRecord): IntakeRecipientRecord[] {
  const rows = [
    ...intake.recipients,
    { _id: new Types.ObjectId(), name: null, title: null, organization: null }
  ]
  return rows.flatMap((held, at) => {
    const isNew = at === intake.recipients.length
    const prefix = `recipient-${isNew ? 'new' : held._id}`
    if (!fields.has(`${prefix}-organization`)) return isNew ? [] : [held]
    const name = clipped(fields.get(`${prefix}-name`), 200)
    const title = clipped(fields.get(`${prefix}-title`), 200)
    const organization = clipped(fields.get(`${prefix}-organization`), 200)
    return name || title || organization ? [{ _id: held._id, name, title, organization }] : []
  })
}

function questionIn(
  fields: ReadonlyMap<string, string>,
  held: IntakeQuestionRecord,
  intake: IntakeRecord,
  recipients: readonly IntakeRecipientRecord[],
  body: unknown
): IntakeQuestionRecord {
  const prefix = `question-${held._id}`
  const typed = fields.get(`${prefix}-text`)
  if (typed === undefined) return { ...held, recipientIds: stillThere(held.recipientIds, recipients) }
  const text = clipped(typed, 20_000)
  return {
    ...held,
    // An emptied question is dropped, with the words it had, so that it can be put back.
    text: text ?? held.text,
    isDropped: held.isDropped || text === null,
    number: fields.has(`${prefix}-number`) ? clipped(fields.get(`${prefix}-number`), 40) : held.number,
    ask: askIn(fields.get(`${prefix}-ask`)) ?? held.ask,
    about: fields.has(`${prefix}-about`)
      ? [...new Set((fields.get(`${prefix}-about`) ?? '').split(',').map(inOneLine).filter(Boolean))]
      : held.about,
    recipientIds: putTo(body, prefix, held, recipients),
    parts: partsIn(fields, prefix, held, intake.text)
  }
}

/** Ticks are sent only where there is a choice. All of them, or none, means everybody. */
function putTo(
  body: unknown,
  prefix: string,
  held: IntakeQuestionRecord,
  recipients: readonly IntakeRecipientRecord[]
): Types.ObjectId[] | null {
  if (!textFields(body).has(`${prefix}-to`)) return stillThere(held.recipientIds, recipients)
  const sent = valuesOf(body, `${prefix}-to`)
  const chosen = recipients.filter(({ _id }) => sent.includes(String(_id)))
  return chosen.length === 0 || chosen.length === recipients.length ? null : chosen.map(({ _id }) => _id)
}

const stillThere = (ids: Types.ObjectId[] | null, recipients: readonly IntakeRecipientRecord[]) => {
  const kept = ids?.filter(id => recipients.some(one => one._id.equals(id))) ?? []
  return kept.length === 0 ? null : kept
}

/** A part's words are looked for in the letter, so that its mark moves with them. */
function partsIn(
  fields: ReadonlyMap<string, string>,
  prefix: string,
  held: IntakeQuestionRecord,
  letter: string
): PartRecord[] {
  const kept = held.parts.flatMap((part, at) => {
    const typed = fields.get(`${prefix}-part-${at}`)
    if (typed === undefined) return [part]
    const text = clipped(typed, 20_000)
    const ask = askIn(fields.get(`${prefix}-part-${at}-ask`)) ?? part.ask
    if (text === null) return []
    const isSame = text === inOneLine(part.text)
    return [{ ...part, ...(!isSame && { text, ...placeOf(text, held, letter, part) }), ask }]
  })
  const added = clipped(fields.get(`${prefix}-part-new`), 20_000)
  const ask = askIn(fields.get(`${prefix}-part-new-ask`)) ?? held.ask
  const parts = added === null ? kept : [...kept, { text: added, ...placeOf(added, held, letter, held), ask }]
  return parts.sort((one, other) => one.start - other.start)
}

function placeOf(
  text: string,
  within: IntakeQuestionRecord,
  letter: string,
  otherwise: { start: number; end: number }
) {
  const place = locate(letter, text, within.start, within.end)
  return { start: place?.start ?? otherwise.start, end: place?.end ?? otherwise.end }
}

const askIn = (code: string | undefined): Ask | undefined => askCodes.find(ask => ask === code)

/** The text of a field in one line; null when there is none. */
const clipped = (text: string | undefined, most: number): string | null =>
  inOneLine(text ?? '').slice(0, most) || null

/** The fields that hold text; of one sent several times, the first. */
function textFields(body: unknown): Map<string, string> {
  if (typeof body !== 'object' || body === null) return new Map()
  return new Map(
    Object.entries(body).flatMap(([name, value]): [string, string][] => {
      const first: unknown = Array.isArray(value) ? value[0] : value
      return typeof first === 'string' ? [[name, first]] : []
    })
  )
}

/** All values of a field that may be sent several times. */
export function valuesOf(body: unknown, name: string): string[] {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
  return [value].flat().filter(one => typeof one === 'string')
}

/** The one value of a field; empty when it was not sent. */
export const fieldOf = (body: unknown, name: string): string => valuesOf(body, name)[0] ?? ''
