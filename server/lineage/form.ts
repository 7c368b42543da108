import { z } from 'zod'
import { isTicked, requiredText } from '../web/fields.ts'

/** That a question asks again what an earlier one asked. */
export const reAskForm = z.object({
  earlier: z.string({ error: 'Choose the earlier question.' }).regex(/^[0-9a-f]{24}$/, {
    error: 'Choose the earlier question.'
  }),
  statedByAsker: isTicked,
  because: requiredText('Give the asker’s own words, or the reason for your decision.', 2000)
})

/** That two letters are about the same matter, by whomever they were sent. */
export const relationForm = z.object({
  other: requiredText('Choose the other letter.', 200),
  because: requiredText('Say what relates them.', 1000)
})
