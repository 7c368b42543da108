import { type QueryFilter, type Types, trusted } from 'mongoose'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Organization } from '../../models/organization.ts'
import { PersonalReminder, type PersonalReminderRecord } from '../../models/personal-reminder.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import type { UserRecord } from '../../models/user.ts'
import type { Clock } from '../clock.ts'
import { cellStateLabels } from '../domain/cells.ts'
import type { Day } from '../domain/day.ts'
import { paths } from '../paths.ts'
import { type CalendarEntry, cancelledForDays, isStillTold } from '../web/calendar-file.ts'

/** Most questions of one calendar. */
const MOST = 2000

/**
 * The days that a person's desks wait for, at letters shared with them too, and internal ones: when an answer is due, when the desk wants to follow
 * up where nothing is due, and the person's own reminders. What ended lately is told as cancelled.
 */
export async function entriesOf(person: UserRecord, clock: Clock, baseUrl: string): Promise<CalendarEntry[]> {
  const now = clock.now()
  const shared = await Letter.sharedWithAny(person.desks)
  const questions = await questionsOf(person, shared, now)
  const reminders = await PersonalReminder.find({ personId: person._id, isClaimed: false }).lean<
    PersonalReminderRecord[]
  >()
  const reminded = await Question.find({ _id: trusted({ $in: reminders.map(one => one.questionId) }) })
    .select(fields)
    .lean<QuestionRecord[]>()
  const all = [...questions, ...reminded]
  const names = await Organization.named(all.flatMap(({ letter }) => letter.organizationIds))
  const revisions = await revisionsOf(all.map(({ letterId }) => letterId))
  const officesOf = ({ letter }: QuestionRecord) =>
    letter.organizationIds.map(id => names.get(String(id))?.name ?? 'an office').join(', ')

  const entryOf = (question: QuestionRecord, prefix: string, what: string, on: Day, isCancelled: boolean) => {
    const url = baseUrl + paths.question(String(question._id))
    const changedAt = question.standing.lastChangedAt ?? question.loggedAt
    const remembered = question.dueMemory?.changedAt
    return {
      id: `${prefix}-${String(question._id)}`,
      sequence:
        question.revision +
        (question.dueMemory?.changes ?? 0) +
        (revisions.get(String(question.letterId)) ?? 0),
      on,
      summary: `${what}: ${officesOf(question)}, question ${question.position}`,
      description: `${question.text}\n\n${question.letter.subject}. ${cellStateLabels[question.standing.state]}. ${url}`,
      url,
      changedAt: remembered && remembered > changedAt ? remembered : changedAt,
      isCancelled
    }
  }

  const dated = questions.flatMap(question => {
    const { standing, dueMemory } = question
    const isOpen = standing.isOpen && question.movedTo === null
    const ended = dueMemory && isStillTold(dueMemory.changedAt, now) ? dueMemory : null
    const due = isOpen ? standing.nextDueOn : null
    const followUp = isOpen && due === null ? standing.nextFollowUpOn : null
    const dueWas = due === null ? (ended?.dueWas ?? (isOpen ? null : standing.nextDueOn)) : null
    const followUpWas = followUp === null ? (ended?.followUpWas ?? null) : null
    return [
      ...(due ? [entryOf(question, 'question', 'Answer due', due, false)] : []),
      ...(dueWas ? [entryOf(question, 'question', 'Answer due', dueWas, true)] : []),
      ...(followUp ? [entryOf(question, 'follow-up', 'Follow up', followUp, false)] : []),
      ...(followUpWas ? [entryOf(question, 'follow-up', 'Follow up', followUpWas, true)] : [])
    ]
  })
  const own = reminders.flatMap(({ _id, questionId, on }) => {
    const question = reminded.find(one => one._id.equals(questionId))
    if (!question || !sees(person, shared, question)) return []
    return [{ ...entryOf(question, 'reminder', 'Remind me', on, false), id: `reminder-${String(_id)}` }]
  })
  return [...dated, ...own]
}

const fields = 'letterId deskId position text letter standing dueMemory movedTo revision loggedAt' as const

/** What is open with a day to it, and what changed since entries are told as cancelled; by the desk's indexes. */
async function questionsOf(
  person: UserRecord,
  shared: readonly Types.ObjectId[],
  now: Date
): Promise<QuestionRecord[]> {
  const own = await datedQuestions({ deskId: trusted({ $in: person.desks }) }, now)
  const others =
    shared.length > 0 ? await datedQuestions({ letterId: trusted({ $in: [...shared] }) }, now) : []
  return [...new Map([...own, ...others].map(one => [String(one._id), one])).values()]
}

async function datedQuestions(where: QueryFilter<QuestionRecord>, now: Date): Promise<QuestionRecord[]> {
  const since = new Date(now.getTime() - cancelledForDays * 24 * 60 * 60 * 1000)
  const any = trusted({ $gte: '0001-01-01' })
  const open = { ...where, 'standing.isOpen': true, movedTo: null }
  const [due, followedUp, ended] = await Promise.all([
    Question.find({ ...open, 'standing.nextDueOn': any })
      .limit(MOST)
      .select(fields)
      .lean<QuestionRecord[]>(),
    Question.find({ ...open, 'standing.nextFollowUpOn': any })
      .limit(MOST)
      .select(fields)
      .lean<QuestionRecord[]>(),
    Question.find({ ...where, 'dueMemory.changedAt': trusted({ $gte: since }) })
      .limit(MOST)
      .select(fields)
      .lean<QuestionRecord[]>()
  ])
  return [...due, ...followedUp, ...ended]
}

async function revisionsOf(letterIds: readonly Types.ObjectId[]): Promise<Map<string, number>> {
  const letters = await Letter.find({ _id: trusted({ $in: [...letterIds] }) })
    .select({ revision: 1 })
    .lean<Pick<LetterRecord, '_id' | 'revision'>[]>()
  return new Map(letters.map(({ _id, revision }) => [String(_id), revision]))
}

const sees = (
  person: UserRecord,
  shared: readonly Types.ObjectId[],
  { deskId, letterId }: QuestionRecord
): boolean =>
  person.role === 'site-admin' ||
  person.desks.some(desk => desk.equals(deskId)) ||
  shared.some(id => id.equals(letterId))
