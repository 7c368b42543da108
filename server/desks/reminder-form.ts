import { z } from 'zod'
import { isTicked, optionalText } from '../web/fields.ts'

/** Most rungs of one kind, and the longest stretch in days: what is further off is no reminder any more. */
const MOST_RUNGS = 12
const LONGEST = 400

/** Numbers of days as a person writes them, `1, 14, 30`; none of them where the field is left empty. */
const days = optionalText(200).transform((text, context) => {
  const words = (text ?? '').split(/[\s,;]+/).filter(Boolean)
  const numbers = words.map(word => (/^\d{1,4}$/.test(word) ? Number(word) : 0))
  const wrong = words.find((_, at) => (numbers[at] ?? 0) < 1 || (numbers[at] ?? 0) > LONGEST)
  if (wrong !== undefined)
    context.addIssue({
      code: 'custom',
      message: `Write numbers of days from 1 to ${LONGEST}, as in 1, 14, 30: “${wrong.slice(0, 20)}” is none.`
    })
  const distinct = [...new Set(numbers)].sort((one, other) => one - other)
  if (distinct.length > MOST_RUNGS)
    context.addIssue({ code: 'custom', message: `Write at most ${MOST_RUNGS} numbers.` })
  return distinct
})

const whole = (least: number, most: number) => {
  const error = `Write a whole number from ${least} to ${most}.`
  return z
    .string({ error })
    .trim()
    .regex(/^\d{1,4}$/, { error })
    .transform(Number)
    .refine(count => count >= least && count <= most, { error })
}

/** When a desk wants to be reminded, who is copied, and when its weekly mail goes out. */
export const reminderForm = z.object({
  daysBefore: days,
  businessDaysBefore: days,
  daysAfter: days,
  isMonthly: isTicked,
  reviewDays: days,
  uncheckedDays: whole(7, LONGEST),
  daysApart: whole(1, 30),
  secondPersonId: z.string({ error: 'Choose one of the list.' }).default(''),
  digestWeekday: whole(1, 7),
  digestHour: whole(0, 23)
})

export type ReminderForm = z.output<typeof reminderForm>
