import { trusted } from 'mongoose'
import { judged } from '../../models/cell-changes.ts'
import { type CellChange, type ChangeOccasion, changeCells } from '../../models/changing.ts'
import type { DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Organization } from '../../models/organization.ts'
import {
  type EvidenceRecord,
  type FindingRecord,
  type MarkRecord,
  Question,
  type QuestionRecord
} from '../../models/question.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import { responsesFor } from '../../models/standing.ts'
import { refusals } from '../domain/cells.ts'
import { Conflict, type FieldErrors } from '../errors.ts'
import { type CellKey, type JudgementForm, readMarks } from './form.ts'
import { locate } from './locate.ts'

/** One cell with what a judgement of it has to know. */
export interface CellAtHand {
  readonly key: CellKey
  readonly question: QuestionRecord
  readonly finding: FindingRecord
  readonly letter: LetterRecord
  /** Every response that speaks for the cell's recipient. */
  readonly responses: readonly ResponseRecord[]
}

/** The cells that keys name, each with its letter and replies; a key that leads nowhere is left out. */
export async function cellsAt(keys: readonly CellKey[]): Promise<CellAtHand[]> {
  const questions = await Question.find({
    _id: trusted({ $in: keys.map(({ questionId }) => questionId) }),
    movedTo: null
  }).lean<QuestionRecord[]>()
  const letters = await Letter.find({
    _id: trusted({ $in: questions.map(({ letterId }) => letterId) })
  }).lean<LetterRecord[]>()
  const replies = new Map(
    await Promise.all(letters.map(async ({ _id }) => [String(_id), await Response.toLetter(_id)] as const))
  )
  return keys.flatMap(key => {
    const question = questions.find(({ _id }) => _id.equals(key.questionId))
    const letter = question && letters.find(({ _id }) => _id.equals(question.letterId))
    const finding = question?.findings.find(({ recipientId }) => recipientId.equals(key.recipientId))
    if (!question || !letter || !finding) return []
    const responses = responsesFor(letter._id, finding.recipientId, replies.get(String(letter._id)) ?? [])
    return [{ key, question, finding, letter, responses }]
  })
}

/** A judgement that can be stored, or why it cannot: one sentence per field. */
export type Drafted = { readonly change: CellChange } | { readonly refused: FieldErrors }

/**
 * What a form says about one cell. `response` is the reply in hand; without one, every reply on record for the
 * recipient is taken into account.
 */
export async function draft(
  cell: CellAtHand,
  form: JudgementForm,
  body: unknown,
  response: ResponseRecord | null,
  occasion: ChangeOccasion
): Promise<Drafted> {
  const { finding, question, responses } = cell
  const parts = Math.max(1, question.parts.length)
  const marks = marksOf(form, readMarks(body, parts), parts)
  const office = form.referredTo ? await Organization.called(form.referredTo) : null
  const evidence = evidenceOf(form, finding, response)
  const refused: Record<string, string> = { ...evidence.refused }
  if (form.referredTo && !office)
    refused.referredTo = `No organization on record is called “${form.referredTo}”. Choose one of the list.`
  const found = refusals(
    {
      disposition: form.disposition,
      marks,
      evidence: evidence.records.map(one => ({
        ...one,
        responseId: one.responseId && String(one.responseId)
      })),
      because: form.because,
      declineReason: form.declineReason,
      referredTo: office && String(office._id)
    },
    Array.from({ length: parts }, (_, index) => index + 1),
    responses.map(({ _id, isMention, text }) => ({ id: String(_id), isMention, text }))
  )
  const all = { ...found, ...refused }
  if (Object.keys(all).length > 0) return { refused: all }
  const judgement = {
    ...form,
    marks,
    evidence: evidence.records,
    referredTo: office?._id ?? null
  }
  const considered = consideredBy(evidence.records, responses, response)
  return { change: judged(finding, judgement, considered, occasion) }
}

/** What one reply says is judged with that reply alone; the others still wait for review. */
function consideredBy(
  evidence: readonly EvidenceRecord[],
  responses: readonly ResponseRecord[],
  inHand: ResponseRecord | null
): ResponseRecord[] {
  const held = responses.filter(({ isMention }) => !isMention)
  if (!inHand) return held
  return held.filter(
    ({ _id }) => _id.equals(inHand._id) || evidence.some(({ responseId }) => responseId?.equals(_id))
  )
}

/** A question without parts of its own is its only part: the disposition says what became of it. */
function marksOf(form: JudgementForm, marks: MarkRecord[], parts: number): MarkRecord[] {
  if (parts > 1 || marks.length > 0) return marks
  if (form.disposition === 'answered') return [{ part: 1, mark: 'answered' }]
  return form.disposition === 'partial' ? [{ part: 1, mark: 'not_answered' }] : []
}

interface GatheredEvidence {
  readonly records: EvidenceRecord[]
  readonly refused: FieldErrors
}

/** The evidence that stays, the proposed passages that were taken, the words that were quoted, and anything else named. */
function evidenceOf(
  form: JudgementForm,
  finding: FindingRecord,
  response: ResponseRecord | null
): GatheredEvidence {
  const kept = finding.evidence.filter((_, index) => form.keep.includes(index))
  const passages = form.passage.map(sent => passageAt(sent, response))
  const quoted = form.quote === null ? [] : [quotedIn(form.quote, form.quoteStart, response)]
  const records = [...passages, ...quoted].filter(record => record !== null)
  const refused: Record<string, string> = {}
  if (passages.includes(null)) refused.evidence = 'That passage does not stand in this reply.'
  if (quoted.includes(null))
    refused.quote = response?.text
      ? 'These words do not stand in this reply. Copy them from its text.'
      : 'The text of this reply is not held, so nothing can be quoted from it.'
  return { records: withoutTwins([...kept, ...records, ...otherEvidence(form, response)]), refused }
}

function passageAt(sent: string, response: ResponseRecord | null): EvidenceRecord | null {
  const [, start, end] = /^(\d{1,7})-(\d{1,7})$/.exec(sent) ?? []
  const text = response?.text
  if (!response || !text || start === undefined || end === undefined) return null
  const quote = text.slice(Number(start), Number(end))
  if (quote.trim() === '' || Number(end) > text.length) return null
  return passage(response, Number(start), Number(end), quote)
}

function quotedIn(words: string, near: number, response: ResponseRecord | null): EvidenceRecord | null {
  const place = response?.text ? locate(response.text, words, near) : null
  if (!response?.text || !place) return null
  return passage(response, place.start, place.end, response.text.slice(place.start, place.end))
}

const passage = (response: ResponseRecord, start: number, end: number, quote: string): EvidenceRecord => ({
  ...blank,
  kind: 'passage',
  responseId: response._id,
  quote,
  start,
  end
})

const otherEvidence = (form: JudgementForm, response: ResponseRecord | null): EvidenceRecord[] =>
  form.otherKind === null
    ? []
    : [
        {
          ...blank,
          kind: form.otherKind,
          responseId: response?._id ?? null,
          locator: form.locator,
          note: form.evidenceNote,
          on: form.evidenceOn,
          isComplete: form.isComplete === null ? null : form.isComplete === 'yes'
        }
      ]

const blank = {
  responseId: null,
  quote: null,
  start: null,
  end: null,
  locator: null,
  note: null,
  on: null,
  isComplete: null
}

const withoutTwins = (records: readonly EvidenceRecord[]): EvidenceRecord[] => [
  ...new Map(
    records.map(one => [
      JSON.stringify([one.kind, String(one.responseId), one.start, one.end, one.locator, one.note, one.on]),
      one
    ])
  ).values()
]

/**
 * Stores judgements of cells, one write a question. Throws Conflict when a question changed since its page was
 * made; the cells of other questions that were stored before it stay stored.
 */
export async function storeJudgements(
  judgements: readonly { readonly cell: CellAtHand; readonly change: CellChange }[],
  occasion: ChangeOccasion,
  desk: DeskRecord
): Promise<void> {
  if (judgements.some(({ cell }) => cell.question.revision !== cell.key.revision)) throw new Conflict()
  const byQuestion = new Map<string, (typeof judgements)[number][]>()
  for (const one of judgements) {
    const id = String(one.cell.question._id)
    byQuestion.set(id, [...(byQuestion.get(id) ?? []), one])
  }
  for (const group of byQuestion.values()) {
    const [first] = group
    if (first)
      await changeCells(
        first.cell.question,
        group.map(({ change }) => change),
        occasion,
        { letter: first.cell.letter, desk }
      )
  }
}
