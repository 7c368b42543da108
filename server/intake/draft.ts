import { Types } from 'mongoose'
import type { DueStatementRecord } from '../../models/due-statement.ts'
import type { IntakeDraft, IntakeQuestionRecord } from '../../models/intake.ts'
import type { SourceRecord } from '../../models/source.ts'
import { nothingStated } from '../domain/due-date.ts'
import type { Deadline, LetterReading, Question } from './read/types.ts'

/** What a person gets to review: the reader's reading, in the shape in which it can be put right. */
export function draftOf(reading: LetterReading, source: SourceRecord): IntakeDraft {
  return {
    subject: reading.subject ?? '',
    letterDate: reading.date,
    sentOn: null,
    receivedOn: null,
    followUpOn: null,
    chamber: reading.chamber,
    signatories: reading.signatories.map(({ name, title }, at) => ({
      name,
      title,
      bioguide: null,
      isLead: at === 0
    })),
    signersStated: null,
    recipients: reading.recipients.map(recipient => ({ _id: new Types.ObjectId(), ...recipient })),
    due: dueOf(reading.deadline),
    topics: [],
    follows: reading.follows.map(({ quote }) => ({ letterId: null, quote })),
    source,
    questions: reading.questions.map(questionOf)
  }
}

/** A period without a unit counts calendar days. */
function dueOf({ kind, date, count, unit, from, quote }: Deadline): DueStatementRecord {
  if (kind === 'date' && date) return { ...nothingStated, basis: 'stated', date, quote }
  if (kind === 'relative' && count) return { basis: unit ?? 'calendar_days', date: null, count, from, quote }
  return { ...nothingStated, quote }
}

const questionOf = ({
  number,
  text,
  start,
  end,
  ask,
  confidence,
  parts,
  about
}: Question): IntakeQuestionRecord => ({
  _id: new Types.ObjectId(),
  number,
  text,
  start,
  end,
  ask,
  confidence,
  parts: parts.map(part => ({ text: part.text, start: part.start, end: part.end, ask: part.ask })),
  about,
  recipientIds: null,
  isDropped: false
})
