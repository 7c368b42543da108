import { trusted } from 'mongoose'
import { type CellChange, type ChangeOccasion, changeCellsAnyway } from '../../models/changing.ts'
import type { CorrectionRecord } from '../../models/correction.ts'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import type { LetterRecord } from '../../models/letter.ts'
import {
  type EvidenceRecord,
  type FindingRecord,
  Question,
  type QuestionRecord
} from '../../models/question.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import { textChecksum } from '../../models/text-checksum.ts'
import { Invalid } from '../errors.ts'
import { locate, type Span } from '../intake/locate.ts'
import { corrected } from './carried.ts'

/** A reply's text put right: what its record changes, and what follows in the findings that quote it. */
export interface TextCorrection {
  readonly corrections: readonly CorrectionRecord[]
  /** Where a passage of the old text stands in the new one; null where it does not any more. */
  readonly placeOf: (evidence: EvidenceRecord) => Span | null
  readonly text: string
}

/**
 * Whether a typing or reading error in a logged reply can be put right: every passage that some finding quotes must
 * still stand in the new text, with most of its words. Throws Invalid with the sentence that says which does not.
 */
export async function correctionOf(
  response: ResponseRecord,
  text: string,
  because: string
): Promise<TextCorrection> {
  const old = response.text ?? ''
  if (bytesOf(response) + Buffer.byteLength(text) > MOST_BYTES)
    throw new Invalid({
      text: 'Its earlier texts fill the record. Log the right text as a correction of this reply.'
    })
  const textSha256 = textChecksum(text)
  const known = await Response.exists({ _id: trusted({ $ne: response._id }), textSha256 })
  if (known) throw new Invalid({ text: 'That is the text of another reply on record.' })
  const diff = corrected(old, text)
  const placeOf = (evidence: EvidenceRecord): Span | null => {
    const { quote, start, end } = evidence
    if (quote === null || start === null || end === null) return null
    const carried = diff?.carry({ start, end })
    return carried ?? locate(text, quote)
  }
  const lost = (await questionsQuoting(response)).flatMap(question =>
    quotesIn(question, response).flatMap(evidence => (placeOf(evidence) ? [] : [{ question, evidence }]))
  )[0]
  if (lost)
    throw new Invalid({
      text: `Question ${lost.question.number ?? lost.question.position} of “${lost.question.letter.subject}” rests on “${short(lost.evidence.quote ?? '')}”, which does not stand in this text any more. Keep those words, or judge that question anew first.`
    })
  const changes = diff && diff.changes.length <= MOST_LISTED ? diff.changes : []
  return {
    text,
    placeOf,
    corrections:
      changes.length > 0
        ? changes.map(({ from, to }) => ({
            what: 'Text',
            from: short(from) || '(nothing)',
            to: short(to) || '(nothing)',
            because
          }))
        : [{ what: 'Text', from: '(the earlier text)', to: '(a text that differs in many places)', because }]
  }
}

/** More changes than this are said in one sentence; the earlier text is kept whole. */
const MOST_LISTED = 40
/** A record of MongoDB has at most 16 MB. */
const MOST_BYTES = 12 * 1024 * 1024

const bytesOf = ({ text, formerTexts = [] }: ResponseRecord): number =>
  [text ?? '', ...formerTexts.map(former => former.text)].reduce(
    (sum, one) => sum + Buffer.byteLength(one),
    0
  )

const short = (words: string): string => (words.length > 160 ? `${words.slice(0, 160)} …` : words)

/** Has the findings that quote a reply quote its new text; what they quoted before stays in their history. */
export async function carryEvidence(
  response: ResponseRecord,
  { placeOf, text }: TextCorrection,
  because: string,
  letters: readonly LetterRecord[],
  occasion: ChangeOccasion
): Promise<void> {
  for (const { _id, letterId } of await questionsQuoting(response)) {
    const letter = letters.find(one => one._id.equals(letterId))
    if (!letter) continue
    const desk = await Desk.findById(letter.deskId).orFail().lean<DeskRecord>()
    const changesOf = ({ findings }: QuestionRecord) =>
      findings.flatMap(finding => changeOf(finding, response, text, placeOf, because))
    await changeCellsAnyway(_id, changesOf, occasion, { letter, desk })
  }
}

function changeOf(
  finding: FindingRecord,
  response: ResponseRecord,
  text: string,
  placeOf: TextCorrection['placeOf'],
  because: string
): CellChange[] {
  const evidence = finding.evidence.map(one => {
    if (!isQuoteOf(one, response) || one.quote === text.slice(one.start ?? 0, one.end ?? 0)) return one
    const place = placeOf(one)
    return place ? { ...one, ...place, quote: text.slice(place.start, place.end) } : one
  })
  if (evidence.every((one, at) => one === finding.evidence[at])) return []
  const entry = {
    what: 'text' as const,
    from: null,
    to: null,
    because,
    note: null,
    evidence,
    marks: finding.marks
  }
  return [{ recipientId: finding.recipientId, set: { evidence }, entry }]
}

const questionsQuoting = (response: ResponseRecord): Promise<QuestionRecord[]> =>
  Question.find({
    letterId: trusted({ $in: response.covers.map(({ letterId }) => letterId) }),
    'findings.evidence.responseId': response._id
  }).lean<QuestionRecord[]>()

const quotesIn = ({ findings }: QuestionRecord, response: ResponseRecord): EvidenceRecord[] =>
  findings.flatMap(({ evidence }) => evidence.filter(one => isQuoteOf(one, response)))

const isQuoteOf = ({ responseId, quote }: EvidenceRecord, { _id }: ResponseRecord): boolean =>
  quote !== null && responseId?.equals(_id) === true
