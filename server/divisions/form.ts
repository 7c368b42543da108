import { z } from 'zod'
import { optionalText, requiredText } from '../web/fields.ts'

const why = requiredText('Say why: the note stands at the old address.', 1000)

/** Where a question is cut, by the words with which the second one begins; and which of them keeps the findings. */
export const splitForm = z.object({
  begins: requiredText('Give the words with which the second question begins.', 2000),
  keeper: z.enum(['first', 'second', 'neither'], { error: 'Choose which question keeps what is on record.' }),
  splitNote: why
})

/** Which other question of the same letter is joined to this one, and whose findings the joined question keeps. */
export const mergeForm = z.object({
  other: z
    .string({ error: 'Choose the other question.' })
    .regex(/^[0-9a-f]{24}$/, { error: 'Choose the other question.' }),
  mergeKeeper: z.enum(['this', 'other', 'neither'], { error: 'Choose whose findings are kept.' }),
  mergeNote: why
})

export const numberForm = z.object({
  number: optionalText(20),
  position: z.coerce.number({ error: 'Give its place, 1 for the first.' }).int().min(1).max(999),
  numberNote: requiredText('Say why.', 1000)
})
