import { z } from 'zod'
import { requiredDay, requiredText } from '../web/fields.ts'

/** A day on which agencies are closed, and why. */
export const closureForm = z.object({
  day: requiredDay('Give the day.'),
  name: requiredText('Say why, as in: closed by executive order.', 200)
})
