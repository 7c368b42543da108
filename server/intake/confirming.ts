import type { DeskRecord } from '../../models/desk.ts'
import type { Actor } from '../../models/history.ts'
import { Intake, type IntakeDraft, type IntakeRecord } from '../../models/intake.ts'
import type { LetterRecord } from '../../models/letter.ts'
import type { FieldErrors } from '../errors.ts'
import { type ConfirmedLetter, logLetter } from '../letters/logging.ts'

/** What still stands in the way of a draft becoming a letter, by field; nothing when it is ready. */
export function whyNotReady(draft: IntakeDraft): FieldErrors {
  const { due, recipients } = draft
  return {
    ...(draft.subject === '' && { subject: 'Say in a few words what the letter is about.' }),
    ...(draft.letterDate === null && {
      letterDate: 'Fill in the date the letter bears, or else the day it was sent.'
    }),
    ...(recipients.length === 0 && {
      'recipient-new-organization': 'Name the organization the letter was put to.'
    }),
    ...Object.fromEntries(
      recipients
        .filter(({ organization }) => organization === null)
        .map(({ _id }) => [
          `recipient-${_id}-organization`,
          'Name the organization this person was written to at.'
        ])
    ),
    ...(draft.questions.every(({ isDropped }) => isDropped) && { words: 'List at least one question.' }),
    ...(due.basis === 'stated' &&
      due.date === null && { dueDate: 'Fill in the date that the letter states.' }),
    ...(isPeriod(draft) && !due.count && { dueCount: 'Fill in the number of days that the letter gives.' }),
    ...(due.basis !== 'none' && due.quote === null && { dueQuote: 'Quote the sentence that states it.' })
  }
}

const isPeriod = ({ due }: IntakeDraft): boolean =>
  due.basis === 'calendar_days' || due.basis === 'business_days'

/** Turns a reviewed intake into a letter with its questions; a second time gives the same letter. */
export async function confirm(
  intake: IntakeRecord,
  desk: DeskRecord,
  by: Actor,
  now: Date
): Promise<LetterRecord> {
  const letter = await logLetter(confirmedLetter(intake), desk, by, now)
  await Intake.updateOne(
    { _id: intake._id },
    { $set: { state: 'logged', letterId: letter._id, changedAt: now }, $inc: { revision: 1 } }
  )
  return letter
}

function confirmedLetter(intake: IntakeRecord): ConfirmedLetter {
  const { due, recipients, receivedOn, followUpOn } = intake
  const places = new Map(recipients.map(({ _id }, at) => [String(_id), at]))
  return {
    key: `intake ${intake._id}`,
    subject: intake.subject,
    text: intake.text,
    source: intake.source,
    letterDate: intake.letterDate,
    sentOn: intake.sentOn,
    chamber: intake.chamber,
    signatories: intake.signatories,
    signersStated: intake.signersStated,
    recipients: recipients.map(({ name, title, organization }) => ({
      name,
      title,
      organization: organization ?? '',
      receivedOn,
      followUpOn,
      followUpBecause: followUpOn === null ? null : 'A date the desk set when it logged the letter.'
    })),
    due: {
      basis: due.basis,
      date: due.basis === 'stated' ? due.date : null,
      count: isPeriod(intake) ? due.count : null,
      from: isPeriod(intake) ? due.from : null,
      quote: due.basis === 'none' ? null : due.quote
    },
    topics: intake.topics,
    follows: intake.follows,
    questions: intake.questions
      .filter(({ isDropped }) => !isDropped)
      .map(({ number, text, start, end, ask, parts, about, recipientIds }) => ({
        number,
        text,
        start,
        end,
        ask,
        parts,
        about,
        ...(recipientIds && { recipients: recipientIds.flatMap(id => places.get(String(id)) ?? []) })
      }))
  }
}
