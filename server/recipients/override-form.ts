import { z } from 'zod'
import { countsFrom, dueBases } from '../domain/due-basis.ts'
import { choice, optionalChoice, optionalDay, optionalText } from '../web/fields.ts'

/** What an own date of one question for one recipient may be; `letter`: none of its own, the letter's holds. */
export const overrideKinds = ['letter', ...dueBases] as const

/** A question's own due date, with the words it rests on: none is invented. */
export const overrideForm = z
  .object({
    revision: z.coerce.number({ error: 'Reload the page.' }).int().min(0),
    kind: choice(overrideKinds, 'Choose what the date is.'),
    date: optionalDay,
    count: optionalText(4),
    from: optionalChoice(countsFrom),
    quote: optionalText(2000)
  })
  .superRefine((form, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    const isPeriod = form.kind === 'calendar_days' || form.kind === 'business_days'
    if (form.kind === 'stated' && form.date === null) refuse('date', 'Give the day that is stated.')
    if (isPeriod && !/^[1-9]\d{0,2}$/.test(form.count ?? ''))
      refuse('count', 'Give the number of days, from 1 to 999.')
    if (form.kind !== 'letter' && form.quote === null) refuse('quote', 'Quote the words that it rests on.')
  })
