import type { IntakeDraft } from '../../models/intake.ts'
import { type Day, longDay } from '../domain/day.ts'

/** Something a person should look at before confirming, and the field it is about where there is one. */
export interface IntakeWarning {
  readonly text: string
  readonly field: string | null
}

/** Below this the reader would not bet that a person lists it as a question. */
export const UNSURE = 0.6

/** What a review page warns of, from the draft as it stands: a corrected field ends its warning. */
export function warningsOf(
  draft: IntakeDraft,
  facts: {
    readonly today: Day
    /** Organizations of the draft that the directory does not hold, as typed. */
    readonly unknownOrganizations: readonly string[]
    /** Whether there is a directory of Members to match names with. */
    readonly hasMembers: boolean
  }
): IntakeWarning[] {
  return [
    ...aboutDates(draft, facts.today),
    ...aboutDeadline(draft, facts.today),
    ...aboutPeople(draft, facts.unknownOrganizations, facts.hasMembers),
    ...aboutQuestions(draft)
  ]
}

function aboutDates({ letterDate, sentOn }: IntakeDraft, today: Day): IntakeWarning[] {
  if (letterDate === null) return [{ text: 'No date was found in the letter.', field: 'letterDate' }]
  if (letterDate > today)
    return [{ text: `The letter’s date, ${longDay(letterDate)}, is still to come.`, field: 'letterDate' }]
  if (sentOn !== null && sentOn < letterDate)
    return [{ text: 'It was sent before the date it bears.', field: 'sentOn' }]
  return []
}

function aboutDeadline({ due, letterDate }: IntakeDraft, today: Day): IntakeWarning[] {
  if (due.basis !== 'stated' || due.date === null) return []
  if (letterDate !== null && due.date < letterDate)
    return [
      {
        text: `The deadline, ${longDay(due.date)}, is earlier than the letter itself. Check the year.`,
        field: 'dueDate'
      }
    ]
  if (due.date < today)
    return [
      {
        text: `The deadline, ${longDay(due.date)}, is in the past: its questions will be overdue at once.`,
        field: 'dueDate'
      }
    ]
  return []
}

function aboutPeople(
  { recipients, signatories }: IntakeDraft,
  unknownOrganizations: readonly string[],
  hasMembers: boolean
): IntakeWarning[] {
  const unmatched = hasMembers ? signatories.filter(({ bioguide }) => bioguide === null) : []
  return [
    ...(recipients.length === 0
      ? [{ text: 'No recipient was found.', field: 'recipient-new-organization' }]
      : []),
    ...recipients
      .filter(({ organization }) => organization === null)
      .map(({ _id, name, title }) => ({
        text: `Which organization is ${name ?? title ?? 'the recipient'} written to at?`,
        field: `recipient-${_id}-organization`
      })),
    ...unknownOrganizations.map(name => ({
      text: `“${name}” is not in the directory of organizations yet; confirming adds it.`,
      field: null
    })),
    ...(signatories.length === 0 ? [{ text: 'No signatory was found.', field: 'signatory-0-name' }] : []),
    ...(unmatched.length > 0
      ? [
          {
            text: `Not matched to a Member who served on that date: ${unmatched.map(({ name }) => name).join(', ')}.`,
            field: `signatory-${signatories.indexOf(unmatched[0] ?? { name: '', title: null, bioguide: null, isLead: false })}-name`
          }
        ]
      : [])
  ]
}

function aboutQuestions({ questions }: IntakeDraft): IntakeWarning[] {
  const listed = questions.filter(({ isDropped }) => !isDropped)
  if (listed.length === 0) return [{ text: 'No question is listed.', field: 'words' }]
  return listed
    .map((question, at) => ({ question, at }))
    .filter(({ question }) => question.confidence < UNSURE)
    .map(({ question, at }) => ({
      text: `Question ${at + 1} may not be a question.`,
      field: `question-${question._id}-text`
    }))
}
