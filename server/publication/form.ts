import { DateTime } from 'luxon'
import { z } from 'zod'
import { choice, optionalText, requiredText } from '../web/fields.ts'

const revision = z.coerce.number({ error: 'Reload the page.' }).int().min(0)

/** When visitors see a letter: now, from a moment on, or not yet. */
export const publicationForm = z
  .object({
    revision,
    visibility: choice(['public', 'embargoed', 'internal'] as const, 'Choose when visitors see the letter.'),
    /** Local time of the desk, as a browser's date and time field sends it. */
    embargoUntil: optionalText(40)
  })
  .refine(form => form.visibility !== 'embargoed' || DateTime.fromISO(form.embargoUntil ?? '').isValid, {
    path: ['embargoUntil'],
    error: 'Give the day and the hour from which visitors see it.'
  })

export const withdrawalForm = z.object({
  revision,
  reason: requiredText('Say why it is withdrawn: visitors are shown the reason.', 1000)
})
