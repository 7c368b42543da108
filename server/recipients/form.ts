import { z } from 'zod'
import { optionalDay, optionalText } from '../web/fields.ts'

/** What a desk records about one addressee after the letter went out. */
export const recipientForm = z
  .object({
    revision: z.coerce.number({ error: 'Reload the page.' }).int().min(0),
    receivedOn: optionalDay,
    controlNumber: optionalText(100),
    promisedOn: optionalDay,
    followUpOn: optionalDay,
    followUpBecause: optionalText(500),
    extendedUntil: optionalDay,
    extendedBecause: optionalText(1000)
  })
  .refine(form => form.extendedUntil === null || form.extendedBecause !== null, {
    path: ['extendedBecause'],
    error: 'Say who granted the extension, and why.'
  })
