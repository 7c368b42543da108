import type { Ask } from '../../domain/asks.ts'

/** A stretch of the text as given: UTF-16 offsets, the end not included. */
export interface Span {
  start: number
  end: number
}

export type Chamber = 'senate' | 'house' | 'joint'

/** A Member of Congress who signed, in proper case; `from` says whether the signature block or the lead-in named them. */
export interface Signatory {
  name: string
  title: string | null
  from: 'signature' | 'lead-in'
}

/** An addressee as the letter prints it; what it does not say is null. */
export interface Recipient {
  name: string | null
  title: string | null
  organization: string | null
}

export const deadlineKinds = ['date', 'relative', 'none'] as const

/**
 * When an answer is asked for. `date` is 'YYYY-MM-DD', with the letter's year supplied where it names none (null where
 * nothing tells the year); a period has
 * `count` and `unit` (weeks are seven calendar days, months thirty, hours whole days) and `from` says what the text
 * counts it from, null when it does not say. `quote` is the sentence, verbatim, and `span` where it stands.
 */
export interface Deadline {
  kind: (typeof deadlineKinds)[number]
  date: string | null
  count: number | null
  unit: 'calendar_days' | 'business_days' | null
  from: 'letter' | 'sent' | 'received' | null
  quote: string | null
  span: Span | null
  warning?: string
}

/** A sentence that speaks of an earlier letter this one follows. */
export interface Follows extends Span {
  quote: string
}

/** A sentence, or a joined request, of a question that asks something of its own. */
export interface QuestionPart extends Span {
  text: string
  ask: Ask
}

/** One separately answerable ask. `number` is as printed, without its punctuation, or null; `position` counts from 1. */
export interface Question extends Span {
  number: string | null
  position: number
  text: string
  ask: Ask
  /** Names of federal organizations it concerns that the letter was not put to. */
  about: string[]
  /** From 0 to 1: how sure the reader is that a person would list this as a question. */
  confidence: number
  parts: QuestionPart[]
}

/** What the reader makes of one letter. Dates are 'YYYY-MM-DD' or null; offsets are into the text as given. */
export interface LetterReading {
  date: string | null
  chamber: Chamber | null
  subject: string | null
  signatories: Signatory[]
  recipients: Recipient[]
  deadline: Deadline
  follows: Follows[]
  questions: Question[]
  about: string[]
  /** Where the letter stands inside the text, salutation to signature; null when no salutation was found. */
  letter: Span | null
  warnings: string[]
}
