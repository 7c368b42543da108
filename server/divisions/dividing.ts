import { type Types, trusted } from 'mongoose'
import { type ChangeOccasion, changeLetter } from '../../models/changing.ts'
import { derivedId } from '../../models/derived-id.ts'
import type { DeskRecord } from '../../models/desk.ts'
import type { LetterRecord } from '../../models/letter.ts'
import { type FindingRecord, type PartRecord, Question, type QuestionRecord } from '../../models/question.ts'
import { Reference } from '../../models/reference.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import { restandLetter } from '../../models/restanding.ts'
import { responsesFor, standingOf, untouchedFinding } from '../../models/standing.ts'
import { refusals } from '../domain/cells.ts'
import { Conflict, Invalid } from '../errors.ts'

export interface AtDesk {
  readonly letter: LetterRecord
  readonly desk: DeskRecord
}

/**
 * Cuts a question in two. The old address leads to both with a note; what is on record goes to the one that a
 * person chose, the other starts without. Throws Invalid where the words do not stand inside the question.
 */
export async function splitQuestion(
  question: QuestionRecord,
  cut: {
    readonly begins: string
    readonly keeper: 'first' | 'second' | 'neither'
    readonly splitNote: string
  },
  { letter, desk }: AtDesk,
  occasion: ChangeOccasion
): Promise<QuestionRecord[]> {
  const at = question.text.indexOf(cut.begins)
  if (at < 0) throw new Invalid({ begins: 'These words do not stand in the question.' })
  const [head, tail] = [question.text.slice(0, at), question.text.slice(at)]
  if (head.trim() === '')
    throw new Invalid({ begins: 'The question begins with these words: nothing is left before them.' })
  const border = borderIn(letter, question, head, cut.begins)
  const pieces = [
    { text: head.trim(), start: question.start, end: border.before, number: question.number },
    { text: tail.trim(), start: border.after, end: question.end, number: null }
  ]
  const responses = await Response.toLetter(letter._id)
  const made = pieces.map((piece, index) => {
    const keeps = (index === 0 ? 'first' : 'second') === cut.keeper
    const parts = partsWithin(question.parts, piece)
    return newQuestion(question, letter, desk, responses, {
      ...piece,
      _id: derivedId('split', String(question._id), question.revision, index),
      position: question.position + index,
      parts,
      findings: question.findings.map(finding =>
        keeps
          ? moved(
              finding,
              keptParts(question.parts, parts),
              parts.length,
              responses,
              letter,
              cut.splitNote,
              occasion
            )
          : untouched(finding, letter)
      ),
      reAsks: keeps || (cut.keeper === 'neither' && index === 0) ? question.reAsks : []
    })
  })
  await makeRoom(letter._id, question.position, 1)
  await replaceQuestions([question], made, made[cut.keeper === 'second' ? 1 : 0], cut.splitNote)
  await tellLetter(letter, `question ${question.number ?? question.position} split`, cut.splitNote, occasion)
  return made
}

/**
 * Joins two questions of one letter. Both old addresses lead to the joined one, which keeps the findings that a
 * person chose. Throws Invalid for a question with itself and for one of another letter.
 */
export async function mergeQuestions(
  question: QuestionRecord,
  other: QuestionRecord | null,
  { mergeKeeper, mergeNote }: { mergeKeeper: 'this' | 'other' | 'neither'; mergeNote: string },
  { letter, desk }: AtDesk,
  occasion: ChangeOccasion
): Promise<QuestionRecord> {
  if (!other || other.movedTo || !other.letterId.equals(letter._id))
    throw new Invalid({ other: 'Choose another question of the same letter.' })
  if (other._id.equals(question._id)) throw new Invalid({ other: 'A question cannot be merged with itself.' })
  const [first, second] = question.position < other.position ? [question, other] : [other, question]
  const keeper = mergeKeeper === 'this' ? question : mergeKeeper === 'other' ? other : null
  const responses = await Response.toLetter(letter._id)
  const parts = [...partsOf(first), ...partsOf(second)]
  const recipients = new Map(
    [...first.findings, ...second.findings].map(finding => [String(finding.recipientId), finding])
  )
  const joined = newQuestion(first, letter, desk, responses, {
    _id: derivedId('merge', String(first._id), first.revision, String(second._id), second.revision),
    text: `${first.text}\n${second.text}`,
    start: Math.min(first.start, second.start),
    end: Math.max(first.end, second.end),
    number: first.number,
    position: first.position,
    parts,
    findings: [...recipients.values()].map(finding => {
      const kept = keeper?.findings.find(one => one.recipientId.equals(finding.recipientId))
      return kept && keeper
        ? moved(kept, keptParts(partsOf(keeper), parts), parts.length, responses, letter, mergeNote, occasion)
        : untouched(finding, letter)
    }),
    reAsks: [...first.reAsks, ...second.reAsks]
  })
  await replaceQuestions([first, second], [joined], joined, mergeNote)
  await tellLetter(
    letter,
    `questions ${first.number ?? first.position} and ${second.number ?? second.position} merged`,
    mergeNote,
    occasion
  )
  return joined
}

/** Gives a question another number, or another place among its letter's. */
export async function renumberQuestion(
  question: QuestionRecord,
  { number, position, numberNote }: { number: string | null; position: number; numberNote: string },
  { letter }: AtDesk,
  occasion: ChangeOccasion
): Promise<void> {
  const questions = await Question.ofLetter(letter._id)
  const rest = questions.filter(({ _id }) => !_id.equals(question._id))
  const ordered = [...rest.slice(0, position - 1), question, ...rest.slice(position - 1)]
  await Question.updateOne({ _id: question._id }, { $set: { number }, $inc: { revision: 1 } })
  for (const [index, { _id, position: before }] of ordered.entries())
    if (before !== index + 1) await Question.updateOne({ _id }, { $set: { position: index + 1 } })
  await tellLetter(
    letter,
    `question ${question.number ?? question.position} is now ${number ?? 'without a number'}, in place ${position}`,
    numberNote,
    occasion
  )
}

type Piece = Pick<
  QuestionRecord,
  '_id' | 'text' | 'start' | 'end' | 'number' | 'position' | 'parts' | 'findings' | 'reAsks'
>

function newQuestion(
  from: QuestionRecord,
  letter: LetterRecord,
  desk: DeskRecord,
  responses: readonly ResponseRecord[],
  piece: Piece
): QuestionRecord {
  const question = { ...from, ...piece, ask: piece.parts[0]?.ask ?? from.ask, movedTo: null, revision: 0 }
  return { ...question, standing: standingOf(question, letter, responses, desk, from.standing.firstAskedOn) }
}

/** Where the cut falls in the letter's text; cleaning may have joined a page break, and then it is estimated. */
function borderIn(letter: LetterRecord, question: QuestionRecord, head: string, begins: string) {
  const span = letter.text?.slice(question.start, question.end) ?? ''
  const found = span.indexOf(begins)
  const at = question.start + (found >= 0 ? found : Math.min(head.length, span.length))
  return { before: question.start + span.slice(0, at - question.start).trimEnd().length, after: at }
}

/** A question that has no parts of its own is its own only part. */
const partsOf = (question: QuestionRecord): PartRecord[] =>
  question.parts.length > 0
    ? question.parts
    : [{ text: question.text, start: question.start, end: question.end, ask: question.ask }]

const partsWithin = (parts: readonly PartRecord[], { start, end }: { start: number; end: number }) =>
  parts.filter(part => part.start >= start && part.start < end)

/** Old part number to new part number, both from 1. */
const keptParts = (before: readonly PartRecord[], after: readonly PartRecord[]): Map<number, number> =>
  new Map(
    before.flatMap((part, index): [number, number][] => {
      const at = after.indexOf(part)
      return at < 0 ? [] : [[index + 1, at + 1]]
    })
  )

const untouched = (finding: FindingRecord, letter: LetterRecord): FindingRecord => {
  const recipient = letter.recipients.find(({ _id }) => _id.equals(finding.recipientId))
  if (!recipient) throw new Error('A finding names a recipient that its letter does not have.')
  return untouchedFinding(recipient)
}

/**
 * A finding at its new question, its history with it. Where the judgement would not be allowed for the parts that
 * the new question has, its replies wait for review again.
 */
function moved(
  finding: FindingRecord,
  numbers: ReadonlyMap<number, number>,
  parts: number,
  responses: readonly ResponseRecord[],
  letter: LetterRecord,
  because: string,
  occasion: ChangeOccasion
): FindingRecord {
  const marks = finding.marks.flatMap(({ part, mark }) => {
    const now = numbers.get(part)
    return now === undefined ? [] : [{ part: now, mark }]
  })
  const held = responsesFor(letter._id, finding.recipientId, responses)
  const refused = refusals(
    {
      ...finding,
      marks,
      evidence: finding.evidence.map(one => ({
        ...one,
        responseId: one.responseId && String(one.responseId)
      })),
      referredTo: finding.referredTo && String(finding.referredTo)
    },
    Array.from({ length: Math.max(1, parts) }, (_, index) => index + 1),
    held.map(({ _id, isMention, text }) => ({ id: String(_id), isMention, text }))
  )
  const stands = Object.keys(refused).length === 0
  const kept: FindingRecord = stands
    ? { ...finding, marks }
    : {
        ...finding,
        disposition: 'no_reply',
        marks: [],
        evidence: [],
        judgedResponses: [],
        judgedOn: null,
        judgedBy: null,
        answeredOn: null,
        declineReason: null,
        referredTo: null
      }
  const to = stands ? 'Moved with its question' : 'Moved with its question; to be judged again for its parts'
  const entry = {
    ...occasion,
    what: 'moved' as const,
    from: finding.disposition,
    to,
    because,
    note: null,
    evidence: finding.evidence,
    marks: finding.marks
  }
  return { ...kept, history: [...finding.history, entry] }
}

/** Later questions move down. Positions are an order, not a judgement: no revision guards them. */
async function makeRoom(letterId: Types.ObjectId, after: number, by: number): Promise<void> {
  await Question.updateMany({ letterId, position: trusted({ $gt: after }) }, { $inc: { position: by } })
}

/**
 * The new questions are written first, under ids that are the same when it is tried again: a crash between leaves
 * the old ones as they were. Then each old one leads on, unless it was changed meanwhile.
 */
async function replaceQuestions(
  old: readonly QuestionRecord[],
  made: readonly QuestionRecord[],
  heir: QuestionRecord | undefined,
  note: string
): Promise<void> {
  for (const question of made)
    await Question.updateOne({ _id: question._id }, { $setOnInsert: question }, { upsert: true })
  const led: Types.ObjectId[] = []
  for (const { _id, revision } of old) {
    const written = await Question.updateOne(
      { _id, revision, movedTo: null },
      { $set: { movedTo: { questionIds: made.map(one => one._id), note } }, $inc: { revision: 1 } }
    )
    if (written.matchedCount === 0) {
      await Question.updateMany({ _id: trusted({ $in: led }) }, { $set: { movedTo: null } })
      await Question.deleteMany({ _id: trusted({ $in: made.map(one => one._id) }) })
      throw new Conflict()
    }
    led.push(_id)
  }
  for (const { _id } of old) {
    if (heir) await leadOn(_id, heir._id)
  }
}

/** What named the old question names its heir: later askings and references. */
async function leadOn(oldId: Types.ObjectId, heirId: Types.ObjectId): Promise<void> {
  for (const later of await Question.find({ 'reAsks.questionId': oldId }).lean<QuestionRecord[]>()) {
    const reAsks = later.reAsks.map(one =>
      one.questionId.equals(oldId) ? { ...one, questionId: heirId } : one
    )
    await Question.updateOne({ _id: later._id }, { $set: { reAsks } })
  }
  await Reference.updateMany({ questionIds: oldId }, { $addToSet: { questionIds: heirId } })
}

async function tellLetter(
  letter: LetterRecord,
  what: string,
  because: string,
  occasion: ChangeOccasion
): Promise<void> {
  await changeLetter(letter, { what, from: null, to: null, because }, occasion)
  await restandLetter(letter._id)
}
