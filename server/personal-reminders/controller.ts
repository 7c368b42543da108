import type { Response as Answer, Request } from 'express'
import { z } from 'zod'
import { PersonalReminder } from '../../models/personal-reminder.ts'
import { type Clock, todayIn } from '../clock.ts'
import { type Day, longDay } from '../domain/day.ts'
import type { FieldErrors } from '../errors.ts'
import { paths } from '../paths.ts'
import { recordChange } from '../web/audit-trail.ts'
import { readableQuestion } from '../web/desk-records.ts'
import { requiredDay } from '../web/fields.ts'
import { flash } from '../web/flash.ts'
import { readForm, typedText } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { signedIn } from '../web/viewer.ts'

const reminderForm = z.object({ on: requiredDay('Give the day on which to remind you.') })

type Found = Awaited<ReturnType<typeof readableQuestion>>

/** A person's own reminders of a question: nobody else sees them, and a closed question can have one too. */
export const personalRemindersController = ({ clock }: { readonly clock: Clock }) => ({
  async index(req: Request, res: Answer) {
    const found = await readableQuestion(req)
    render(res, 'personal-reminders/index', await page(found, signedIn(req).id, {}, {}))
  },

  async create(req: Request, res: Answer) {
    const found = await readableQuestion(req)
    const person = signedIn(req).id
    const form = readForm(reminderForm, req.body)
    const errors = form.isValid ? notToCome(form.data.on, todayIn(clock, found.desk.zone)) : form.errors
    if (!form.isValid || errors)
      return renderInvalid(
        res,
        'personal-reminders/index',
        await page(found, person, typedText(req.body), errors ?? {})
      )
    const { question, desk } = found
    const asked = { personId: person, questionId: question._id, on: form.data.on }
    await PersonalReminder.updateOne(
      asked,
      { $set: { deskId: desk._id, letterId: question.letterId, isClaimed: false } },
      { upsert: true }
    )
    recordChange(req, 'personal reminder', null, form.data.on)
    flash(req, 'success', `You will be reminded on ${longDay(form.data.on)}, or the business day after.`)
    res.redirect(303, paths.personalReminders(String(question._id)))
  },

  async destroy(req: Request, res: Answer) {
    const { question } = await readableQuestion(req)
    const form = readForm(reminderForm, req.body)
    if (form.isValid) {
      await PersonalReminder.deleteOne({
        personId: signedIn(req).id,
        questionId: question._id,
        on: form.data.on
      })
      recordChange(req, 'personal reminder', form.data.on, null)
    }
    res.redirect(303, paths.personalReminders(String(question._id)))
  }
})

const notToCome = (on: Day, today: Day): FieldErrors | null =>
  on > today ? null : { on: 'That day has come already. Give one that is still to come.' }

async function page(
  { question, letter }: Found,
  personId: string,
  values: Record<string, string>,
  errors: FieldErrors
) {
  const id = String(question._id)
  const reminders = await PersonalReminder.ofPerson(question._id, personId)
  return {
    title: 'Remind me',
    section: 'desk' as const,
    breadcrumbs: [
      { label: letter.subject, href: paths.letter(letter.slug) },
      { label: `Question ${question.number ?? question.position}`, href: paths.question(id) }
    ],
    text: question.text,
    action: paths.personalReminders(id),
    removal: paths.personalReminderRemoval(id),
    reminders: reminders.map(({ on }) => ({ on })),
    values,
    errors
  }
}
