import { Types } from 'mongoose'
import { z } from 'zod'
import { declineReasons, dispositions, type PartMark, partMarks } from '../domain/dispositions.ts'
import { pursuits } from '../domain/pursuit.ts'
import {
  choice,
  optionalChoice,
  optionalDay,
  optionalText,
  requiredDay,
  requiredText,
  several
} from '../web/fields.ts'

/** Which cell a form is about, as its page knew it: the question's revision guards against a stale edit. */
export interface CellKey {
  readonly questionId: Types.ObjectId
  readonly recipientId: Types.ObjectId
  readonly revision: number
}

const hexId = /^[0-9a-f]{24}$/

/** `question.recipient.revision`; null for anything else. */
export function readCellKey(sent: string): CellKey | null {
  const [question = '', recipient = '', revision = '', ...rest] = sent.split('.')
  if (!hexId.test(question) || !hexId.test(recipient) || !/^\d{1,9}$/.test(revision) || rest.length > 0)
    return null
  return {
    questionId: new Types.ObjectId(question),
    recipientId: new Types.ObjectId(recipient),
    revision: Number(revision)
  }
}

export const cellKey = (
  question: { _id: Types.ObjectId; revision: number },
  finding: { recipientId: Types.ObjectId }
): string => `${String(question._id)}.${String(finding.recipientId)}.${question.revision}`

const cells = several.transform((sent, context): CellKey[] => {
  const keys = sent.slice(0, 2000).map(readCellKey)
  const read = keys.filter(key => key !== null)
  if (read.length > 0 && read.length === keys.length) return read
  context.addIssue({ code: 'custom', message: 'Choose at least one question.' })
  return z.NEVER
})

const otherEvidence = ['page', 'bates', 'briefing_note', 'production'] as const

/** What came back for one cell, or the same for several. Marks are read beside it: their number varies. */
export const judgementForm = z.object({
  cell: cells,
  disposition: choice(dispositions, 'Choose what the reply says to the question.'),
  /** Which pieces of the evidence on record stay: their places in it. */
  keep: several.transform(sent => sent.map(Number)),
  /** Proposed passages that a person took: `start-end`. */
  passage: several,
  quote: optionalText(20_000),
  /** Where the selection began, when it was made with the mouse. */
  quoteStart: z.coerce.number().int().min(0).catch(0),
  otherKind: optionalChoice(otherEvidence),
  locator: optionalText(300),
  evidenceNote: optionalText(5000),
  evidenceOn: optionalDay,
  isComplete: optionalChoice(['yes', 'no']),
  because: optionalText(2000),
  declineReason: optionalChoice(declineReasons),
  referredTo: optionalText(200),
  note: optionalText(5000)
})

export type JudgementForm = z.output<typeof judgementForm>

/** The marks of a form: `mark-1` is what became of part 1. What is not marked is left out. */
export function readMarks(body: unknown, parts: number): { part: number; mark: PartMark }[] {
  const sent = typeof body === 'object' && body !== null ? body : {}
  return Array.from({ length: parts }, (_, index) => index + 1).flatMap(part => {
    const mark = partMarks.find(one => one === Reflect.get(sent, `mark-${part}`))
    return mark ? [{ part, mark }] : []
  })
}

/** A person looked; without cells, at every open question of the letter. */
export const checkForm = z.object({
  cell: several.transform(sent => sent.flatMap(one => readCellKey(one) ?? []))
})

export const quietForm = z.object({
  cell: cells,
  quietUntil: requiredDay('Say until when.'),
  quietBecause: requiredText('Say why: a promise, an extension asked for, a conversation.', 1000)
})

export const pursuitForm = z
  .object({
    cell: cells,
    pursuit: choice(pursuits, 'Choose whether to keep pressing.'),
    pursuitBecause: optionalText(1000)
  })
  .refine(form => form.pursuit === 'pursuing' || form.pursuitBecause !== null, {
    path: ['pursuitBecause'],
    error: 'Say why the desk lets it rest.'
  })

export const extensionForm = z.object({
  cell: cells,
  extendedUntil: requiredDay('Give the new date.'),
  extendedBecause: requiredText('Say who granted it, and why.', 1000)
})
