import type { Types } from 'mongoose'
import { cellsOf } from '../../models/standing.ts'
import { longMonth } from '../domain/day.ts'
import { dueBasisLabels } from '../domain/due-basis.ts'
import { dueCalendar } from '../domain/due-calendar.ts'
import { NotFound } from '../errors.ts'
import { type Listing, seesAsStaff } from '../listing.ts'
import { paths } from '../paths.ts'
import { addressee, presentDue } from './cell.ts'
import type { WholeQuestion } from './whole.ts'

/**
 * How one cell's due date comes about: the words it rests on, the rule, and every day counted or skipped. The desk's
 * own follow-up date is told to its staff alone, and is never called due.
 */
export function dueDatePage(whole: WholeQuestion, recipientId: string, listing: Listing) {
  const { question, letter, responses, desk } = whole
  const isOf = ({ _id }: { _id: Types.ObjectId }) => String(_id) === recipientId
  const cell = cellsOf(question, letter, responses, desk).find(({ recipient }) => isOf(recipient))
  if (!cell) throw new NotFound('The question was not put to such a recipient.')
  const { due, recipient } = cell
  const isStaff = seesAsStaff(listing.reader, letter)
  return {
    basis: dueBasisLabels[due.basis],
    addressee: addressee(recipient),
    office: listing.catalog.organizations.get(String(recipient.organizationId))?.name ?? 'An office',
    questionHref: paths.question(String(question._id)),
    text: question.text,
    due: presentDue(cell),
    original: due.original !== due.publicDueOn ? due.original : null,
    months: dueCalendar(due).map(({ first, weeks }) => ({
      name: longMonth(first),
      weeks: weeks.map(presentWeek)
    })),
    editHref: isStaff ? paths.editDueOverride(String(question._id), recipientId) : null,
    followUp:
      isStaff && recipient.followUpOn
        ? { on: recipient.followUpOn, because: recipient.followUpBecause }
        : null
  }
}

type Week = ReturnType<typeof dueCalendar>[number]['weeks'][number]

/** What a day is, in a word for those who do not see the colour. */
const presentWeek = (week: Week) =>
  week.map(
    day =>
      day && {
        date: day.date,
        nth: day.counted,
        skipped: day.skipped,
        code: day.isDue
          ? 'due'
          : day.isStart
            ? 'start'
            : day.skipped
              ? 'skipped'
              : day.counted
                ? 'counted'
                : 'plain',
        isStart: day.isStart,
        isDue: day.isDue
      }
  )
