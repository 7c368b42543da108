import { type Types, trusted } from 'mongoose'
import { derivedId } from '../../models/derived-id.ts'
import type { DeskRecord } from '../../models/desk.ts'
import type { Actor } from '../../models/history.ts'
import { Letter } from '../../models/letter.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { restandLetter } from '../../models/restanding.ts'
import { matchedMembers } from '../intake/members.ts'
import { logLetter } from '../letters/logging.ts'
import type { BadRow, PlannedLetter } from './mapped-rows.ts'
import type { ImportPlan } from './planning.ts'

/** What an import did, or would do. */
export interface ImportOutcome {
  readonly logged: number
  readonly known: number
  readonly questions: number
  readonly bad: readonly BadRow[]
}

/** What carrying a plan out would do; nothing is written. */
export async function foreseen(plan: ImportPlan): Promise<ImportOutcome> {
  const sums = { logged: 0, known: 0, questions: 0 }
  const held = await loggedAmong(plan.letters)
  for (const planned of plan.letters) count(sums, planned, held.has(String(idOf(planned))))
  return { ...sums, bad: plan.bad }
}

/** Logs the letters of a plan. A letter logged before is left as it is; one that cannot be logged is reported. */
export async function carriedOut(
  plan: ImportPlan,
  desk: DeskRecord,
  by: Actor,
  now: Date,
  onLetter: (done: number) => Promise<void> = async () => {}
): Promise<ImportOutcome> {
  const sums = { logged: 0, known: 0, questions: 0 }
  const bad = [...plan.bad]
  for (const [at, planned] of plan.letters.entries()) {
    const isKnown = await isLogged(planned)
    try {
      if (!isKnown) await log(planned, desk, by, now)
      count(sums, planned, isKnown)
    } catch (error) {
      bad.push({
        line: planned.lines[0] ?? 0,
        reason: error instanceof Error ? error.message : String(error)
      })
    }
    await onLetter(at + 1)
  }
  return { ...sums, bad }
}

const idOf = ({ letter }: PlannedLetter): Types.ObjectId => derivedId('letter', letter.key)

const isLogged = async (planned: PlannedLetter): Promise<boolean> =>
  (await Letter.exists({ _id: idOf(planned) })) !== null

const BATCH = 500

/** The ids of those planned letters that are logged already, asked for many at a time. */
async function loggedAmong(letters: readonly PlannedLetter[]): Promise<Set<string>> {
  const held = new Set<string>()
  for (let at = 0; at < letters.length; at += BATCH) {
    const ids = letters.slice(at, at + BATCH).map(idOf)
    for (const { _id } of await Letter.find({ _id: trusted({ $in: ids }) })
      .select({ _id: 1 })
      .lean())
      held.add(String(_id))
  }
  return held
}

function count(
  sums: { logged: number; known: number; questions: number },
  planned: PlannedLetter,
  isKnown: boolean
) {
  if (isKnown) sums.known += 1
  else {
    sums.logged += 1
    sums.questions += planned.letter.questions.length
  }
}

async function log(
  { letter, questions }: PlannedLetter,
  desk: DeskRecord,
  by: Actor,
  now: Date
): Promise<void> {
  const members = await matchedMembers(letter.signatories, letter.letterDate)
  const signatories = letter.signatories.map((one, at) => ({
    ...one,
    bioguide: members[at]?.bioguide ?? null
  }))
  const { _id } = await logLetter({ ...letter, signatories }, desk, by, now)
  const own = questions
    .map((question, at) => ({ ...question, id: derivedId('question', letter.key, at) }))
    .filter(({ due, notes }) => due !== null || notes.length > 0)
  for (const { id, due, notes } of own) {
    const byRecipient = notes.map(({ recipient, note }) => ({
      id: derivedId('recipient', letter.key, recipient),
      note
    }))
    await annotate(id, due, byRecipient)
  }
  if (own.length > 0) await restandLetter(_id)
}

/** A question's own due date, and the desk's notes on its findings. */
async function annotate(
  id: Types.ObjectId,
  due: QuestionRecord['due'],
  notes: readonly { id: Types.ObjectId; note: string }[]
): Promise<void> {
  const question = await Question.findById(id).orFail().lean<QuestionRecord>()
  const findings = question.findings.map(finding => ({
    ...finding,
    note: notes.find(one => one.id.equals(finding.recipientId))?.note ?? finding.note
  }))
  await Question.updateOne({ _id: id }, { $set: { due, findings }, $inc: { revision: 1 } })
}
