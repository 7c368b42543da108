import { type Types, trusted } from 'mongoose'
import type { DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Organization } from '../../models/organization.ts'
import type { QuestionRecord } from '../../models/question.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import type { Catalog } from '../catalog.ts'
import { isOpen } from '../domain/cells.ts'
import { type Day, longDay, shortDay } from '../domain/day.ts'
import { agoInWords, spanInWords } from '../domain/timeliness.ts'
import { paths } from '../paths.ts'
import { responseTitle } from '../responses/present.ts'
import type { Work, WorkList } from './work.ts'

/** My desk's sections, each a list of letters: a letter is opened, chased and checked as one. */
export async function presentDesk(
  work: Work,
  desks: readonly Pick<DeskRecord, '_id'>[],
  catalog: Pick<Catalog, 'desks'>,
  today: Day
) {
  const lists = [work.toReview, work.overdue, work.dueThisWeek, work.unchecked]
  const ids = [
    ...new Set(lists.flatMap(({ questions }) => questions.map(({ letterId }) => String(letterId))))
  ]
  const letters = await Letter.find({ _id: trusted({ $in: ids }) }).lean<LetterRecord[]>()
  const byId = new Map(letters.map(letter => [String(letter._id), letter]))
  const names = await Organization.named(
    letters.flatMap(({ recipients }) => recipients.map(({ organizationId }) => organizationId))
  )
  const offices = (letter: LetterRecord): string[] => [
    ...new Set(letter.recipients.map(one => names.get(String(one.organizationId))?.name ?? 'An office'))
  ]
  const keptBy = ({ deskId }: LetterRecord): string | null =>
    desks.some(({ _id }) => _id.equals(deskId)) ? null : (catalog.desks.get(String(deskId))?.name ?? null)
  const waiting = await repliesWaiting(work.toReview.questions)
  const section = (list: WorkList, when: (questions: readonly QuestionRecord[]) => string) => ({
    total: list.total,
    isCut: list.total > list.questions.length,
    letters: byLetter(list.questions).flatMap(questions => {
      const letter = byId.get(String(questions[0]?.letterId))
      if (!letter) return []
      const row = letterRow(letter, questions, offices(letter), when(questions), today)
      return [{ ...row, keptBy: keptBy(letter) }]
    })
  })
  return {
    replies: waiting.map(({ response, count, letterId }) => ({
      title: responseTitle(response),
      judgeHref: paths.judge(String(response._id)),
      count,
      from: [response.responder.name, response.responder.title].filter(Boolean).join(', '),
      subject: byId.get(String(letterId))?.subject ?? 'A letter',
      letterHref: paths.letter(byId.get(String(letterId))?.slug ?? ''),
      waitedFor: response.receivedOn ? agoInWords(response.receivedOn, today) : null
    })),
    overdue: section(work.overdue, questions => overdueWords(questions, today)),
    dueThisWeek: section(work.dueThisWeek, questions => dueWords(questions, today)),
    unchecked: section(work.unchecked, uncheckedWords),
    offices: [...(await Organization.named(work.officeIds)).values()]
      .sort((one, other) => one.name.localeCompare(other.name))
      .map(({ name, slug }) => ({ name, href: paths.outstanding(slug) })),
    isClear: waiting.length === 0 && lists.every(({ total }) => total === 0)
  }
}

const letterRow = (
  letter: LetterRecord,
  questions: readonly QuestionRecord[],
  offices: readonly string[],
  when: string,
  today: Day
) => ({
  subject: letter.subject,
  href: paths.letter(letter.slug),
  findingsHref: paths.findings(letter.slug),
  checkHref: paths.check(letter.slug),
  newResponseHref: paths.newResponse(letter.slug),
  followUpHref: paths.followUpLetter(letter.slug),
  offices,
  on: letter.letterDate,
  asked: letter.letterDate ? agoInWords(letter.letterDate, today) : null,
  count: questions.length,
  when,
  cells: questions.flatMap(({ _id, revision, findings }) =>
    findings.filter(isOpen).map(({ recipientId }) => `${String(_id)}.${String(recipientId)}.${revision}`)
  )
})

/** In the order of the list: the letter of the first question first. */
const byLetter = (questions: readonly QuestionRecord[]): QuestionRecord[][] => {
  const groups = new Map<string, QuestionRecord[]>()
  for (const question of questions) {
    const id = String(question.letterId)
    groups.set(id, [...(groups.get(id) ?? []), question])
  }
  return [...groups.values()]
}

/** `Due March 5, 2026, 12 days ago`; against the desk's own date it is never called due. */
function overdueWords(questions: readonly QuestionRecord[], today: Day): string {
  const { due, followUp } = earliestOf(questions)
  return due
    ? `Was due ${longDay(due)}: overdue for ${spanInWords(due, today)}`
    : `To be followed up since ${longDay(followUp ?? today)}: ${spanInWords(followUp ?? today, today)}`
}

function dueWords(questions: readonly QuestionRecord[], today: Day): string {
  const { due, followUp } = earliestOf(questions)
  const day = due ?? followUp ?? today
  const when = day === today ? 'today' : `${longDay(day)}, in ${spanInWords(today, day)}`
  return due ? `Due ${when}` : `Follow up ${when}`
}

function uncheckedWords(questions: readonly QuestionRecord[]): string {
  const days = questions.flatMap(({ standing }) => standing.checkedOn ?? []).sort()
  return days[0] && days.length === questions.length
    ? `Not checked since ${shortDay(days[0])}`
    : 'Not yet checked'
}

const earliestOf = (questions: readonly QuestionRecord[]) => ({
  due: questions.flatMap(({ standing }) => standing.nextDueOn ?? []).sort()[0] ?? null,
  followUp: questions.flatMap(({ standing }) => standing.nextFollowUpOn ?? []).sort()[0] ?? null
})

/** The replies that some question has not been judged by, the longest waiting first. */
async function repliesWaiting(questions: readonly QuestionRecord[]) {
  const letterIds = new Map<string, Types.ObjectId>(
    questions.map(({ letterId }) => [String(letterId), letterId])
  )
  const found = await Response.find({
    'covers.letterId': trusted({ $in: [...letterIds.values()] }),
    isMention: false
  })
    .sort({ receivedOn: 1 })
    .lean<ResponseRecord[]>()
  return found.flatMap(response => {
    const waiting = questions.filter(question => waitsFor(question, response))
    const [first] = waiting
    return first ? [{ response, count: waiting.length, letterId: first.letterId }] : []
  })
}

const waitsFor = ({ letterId, findings }: QuestionRecord, { _id, covers }: ResponseRecord): boolean =>
  findings.some(
    ({ recipientId, disposition, judgedResponses }) =>
      disposition !== 'withdrawn' &&
      !judgedResponses.some(judged => judged.equals(_id)) &&
      covers.some(
        cover => cover.letterId.equals(letterId) && cover.recipientIds.some(id => id.equals(recipientId))
      )
  )
