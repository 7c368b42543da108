import type { LetterRecord } from '../../models/letter.ts'
import type { QuestionRecord } from '../../models/question.ts'
import type { ReferenceRecord } from '../../models/reference.ts'
import type { ResponseRecord } from '../../models/response.ts'
import type { Audience } from '../domain/cells.ts'
import { type Day, daysBetween, longDay } from '../domain/day.ts'
import { referenceKindLabels, versionKindLabels } from '../domain/letters.ts'
import { compareTexts } from '../domain/order.ts'
import { responseKindLabels } from '../domain/responses.ts'
import { paths } from '../paths.ts'

/** Something that happened to a letter on a day. */
export interface LetterEvent {
  readonly on: Day
  readonly what: string
  readonly detail: string | null
  readonly href: string | null
}

export interface TimelineFacts {
  readonly letter: LetterRecord
  readonly questions: readonly QuestionRecord[]
  readonly responses: readonly ResponseRecord[]
  readonly references: readonly ReferenceRecord[]
  /** Letters that follow this one. */
  readonly later: readonly LetterRecord[]
}

/**
 * Everything on record that happened to a letter, oldest first. Visitors are told of nothing internal: no follow-up
 * date, no reply that is not public, no judgement that rests on one, no contact that is not published.
 */
export function eventsOf(facts: TimelineFacts, audience: Audience): LetterEvent[] {
  const { letter } = facts
  const isShown = ({ visibility }: ResponseRecord): boolean => audience === 'staff' || visibility === 'public'
  const sentOn = letter.sentOn ?? letter.letterDate
  return [
    ...letter.versions.map(({ on, kind, title }) =>
      eventOn(on, versionKindLabels[kind], title, paths.versions(letter.slug))
    ),
    eventOn(sentOn, 'Sent', null, paths.letter(letter.slug)),
    ...letter.recipients.map(({ receivedOn, title }) => eventOn(receivedOn, 'Received', title, null)),
    ...facts.responses.filter(isShown).map(response => replyEvent(response, audience)),
    ...letter.recipients.flatMap(({ extensions }) => extensions.map(extensionEvent)),
    ...distinct(facts.questions.flatMap(({ findings }) => findings.flatMap(one => one.extensions))).map(
      extensionEvent
    ),
    ...letter.recipients.map(({ promisedOn, promiseRecordedOn }) =>
      eventOn(
        promisedOn && (promiseRecordedOn ?? null),
        `A reply was promised for ${promisedOn ? longDay(promisedOn) : 'a day'}`,
        null,
        null
      )
    ),
    ...letter.recipients.map(({ promisedOn }) =>
      eventOn(promisedOn, 'Reply promised by this day', null, null)
    ),
    ...answeredEvents(facts, isShown),
    ...letter.contacts
      .filter(({ isPublished }) => isPublished || audience === 'staff')
      .map(({ on, who, how, said }) =>
        eventOn(on, `Contact (${how.toLowerCase()})`, `${who}: ${said}`, null)
      ),
    ...facts.later.map(({ letterDate, subject, slug }) =>
      eventOn(letterDate, 'Followed up by another letter', subject, paths.letter(slug))
    ),
    ...facts.references.map(({ _id, on, kind, title }) =>
      eventOn(on, referenceKindLabels[kind], title, paths.reference(String(_id)))
    )
  ]
    .filter(event => event !== null)
    .sort((one, other) => compareTexts(one.on, other.on))
}

/** The same with the days since the event before. */
export const withDaysBetween = (events: readonly LetterEvent[]) =>
  events.map((event, index) => {
    const before = events[index - 1]
    return { ...event, daysSince: before ? daysBetween(before.on, event.on) : null }
  })

const eventOn = (
  on: Day | null,
  what: string,
  detail: string | null,
  href: string | null
): LetterEvent | null => (on === null ? null : { on, what, detail, href })

const replyEvent = (
  { _id, receivedOn, datedOn, isMention, kind, responder }: ResponseRecord,
  audience: Audience
) =>
  eventOn(
    receivedOn ?? datedOn,
    isMention ? 'Reply reported, text not held' : responseKindLabels[kind],
    [responder.name, responder.title].filter(Boolean).join(', ') || null,
    audience === 'staff' ? paths.response(String(_id)) : null
  )

const extensionEvent = ({ on, until, because }: { on: Day; until: Day; because: string }) =>
  eventOn(on, `Extended to ${longDay(until)}`, because, null)

/** One extension put to many cells at once is one event. */
const distinct = <One extends { on: Day; until: Day; because: string }>(
  extensions: readonly One[]
): One[] => [...new Map(extensions.map(one => [`${one.on} ${one.until} ${one.because}`, one])).values()]

function answeredEvents(
  { questions, responses }: TimelineFacts,
  isShown: (response: ResponseRecord) => boolean
): (LetterEvent | null)[] {
  const hidden = new Set(responses.filter(one => !isShown(one)).map(({ _id }) => String(_id)))
  return questions.flatMap(question =>
    question.findings
      .filter(
        ({ disposition, judgedResponses }) =>
          disposition === 'answered' && !judgedResponses.some(id => hidden.has(String(id)))
      )
      .map(({ answeredOn }) =>
        eventOn(
          answeredOn,
          `Question ${question.number ?? question.position} answered`,
          null,
          paths.question(String(question._id))
        )
      )
  )
}
