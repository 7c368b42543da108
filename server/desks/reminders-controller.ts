import type { Response as Answer, Request } from 'express'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { restandDesk } from '../../models/restanding.ts'
import { calendarOf } from '../../models/standing.ts'
import { User, type UserRecord } from '../../models/user.ts'
import { type Clock, todayIn } from '../clock.ts'
import { addDays, type Day } from '../domain/day.ts'
import { type Step, stepAfter } from '../domain/reminders.ts'
import { type FieldErrors, NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { recordChange } from '../web/audit-trail.ts'
import { flash } from '../web/flash.ts'
import { readForm, typedText } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { mayReadDesk, signedIn } from '../web/viewer.ts'
import { type ReminderForm, reminderForm } from './reminder-form.ts'

/** When a desk is reminded: its ladder, who is copied when something is long overdue, and its weekly mail. */
export const deskRemindersController = ({ clock }: { readonly clock: Clock }) => ({
  async edit(req: Request, res: Answer) {
    const desk = await ownDesk(req)
    render(res, 'desks/reminders', await page(desk, valuesOf(desk), {}, clock))
  },

  async update(req: Request, res: Answer) {
    const desk = await ownDesk(req)
    const form = readForm(reminderForm, req.body)
    const staff = await User.staffOf(desk._id)
    const second = form.isValid
      ? staff.find(({ _id }) => String(_id) === form.data.secondPersonId)
      : undefined
    const errors = form.isValid ? whyNot(form.data, second) : form.errors
    if (!form.isValid || Object.keys(errors).length > 0)
      return renderInvalid(res, 'desks/reminders', await page(desk, typedText(req.body), errors, clock))
    const { secondPersonId: _, digestWeekday, digestHour, ...steps } = form.data
    await Desk.updateOne(
      { _id: desk._id },
      {
        $set: {
          steps,
          secondPersonId: second?._id ?? null,
          digest: { weekday: digestWeekday, hour: digestHour }
        }
      }
    )
    recordChange(req, 'reminders', JSON.stringify(desk.steps), JSON.stringify(steps))
    // The day of the next look at each question is a copy made by these steps.
    await restandDesk(desk._id)
    flash(
      req,
      'success',
      'Kept. What is owed from now on goes by these steps; what was sent is not sent again.'
    )
    res.redirect(303, paths.deskReminders(desk.slug))
  }
})

const whyNot = ({ secondPersonId }: ReminderForm, second: UserRecord | undefined): FieldErrors =>
  secondPersonId !== '' && !second ? { secondPersonId: 'Choose somebody of this desk.' } : {}

async function ownDesk(req: Request): Promise<DeskRecord> {
  const desk = await Desk.findOne({ slug: String(req.params.slug) }).lean<DeskRecord>()
  if (!desk || !mayReadDesk(signedIn(req), String(desk._id)))
    throw new NotFound('There is no such desk of yours.')
  return desk
}

const valuesOf = ({ steps, secondPersonId, digest }: DeskRecord): Record<string, string> => ({
  daysBefore: steps.daysBefore.join(', '),
  businessDaysBefore: steps.businessDaysBefore.join(', '),
  daysAfter: steps.daysAfter.join(', '),
  isMonthly: steps.isMonthly ? 'yes' : '',
  reviewDays: steps.reviewDays.join(', '),
  uncheckedDays: String(steps.uncheckedDays),
  daysApart: String(steps.daysApart),
  secondPersonId: secondPersonId ? String(secondPersonId) : '',
  digestWeekday: String(digest.weekday),
  digestHour: String(digest.hour)
})

async function page(desk: DeskRecord, values: Record<string, string>, errors: FieldErrors, clock: Clock) {
  const staff = await User.staffOf(desk._id)
  const today = todayIn(clock, desk.zone)
  const dueOn = addDays(today, 30)
  return {
    title: `When ${desk.name} is reminded`,
    section: 'people' as const,
    breadcrumbs: [
      { label: 'Desks', href: paths.desks() },
      { label: desk.name, href: paths.desk(desk.slug) }
    ],
    desk: { name: desk.name, href: paths.desk(desk.slug), zone: desk.zone, hour: hourInWords(desk.hour) },
    action: paths.deskReminders(desk.slug),
    people: staff.map(({ _id, name }) => ({ value: String(_id), label: name })),
    weekdays: weekdays.map((label, at) => ({ value: String(at + 1), label })),
    hours: Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: hourInWords(hour) })),
    example: { dueOn, steps: firstSteps(desk, today, dueOn) },
    values,
    errors
  }
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

const hourInWords = (hour: number): string => `${String(hour).padStart(2, '0')}:00`

/** What the steps on record mean for a letter of today that is due in thirty days. */
function firstSteps(desk: DeskRecord, today: Day, dueOn: Day): { on: Day; label: string }[] {
  const steps: Step[] = []
  for (let after = today; steps.length < 8; ) {
    const next = stepAfter({ on: dueOn, windowStart: today }, after, desk.steps, calendarOf(desk))
    if (next === null) break
    steps.push(next)
    after = next.sendOn
  }
  return steps.map(({ sendOn, label }) => ({ on: sendOn, label }))
}
