import { isValidObjectId } from 'mongoose'
import { z } from 'zod'
import { disputeKinds, disputeOutcomes } from '../domain/disputes.ts'
import { BadAddress, plainAddress } from '../mail/address.ts'
import { choice, isTicked, optionalLink, optionalText, requiredText } from '../web/fields.ts'

/** An id of ours, or null for an empty field and for everything else. */
const id = z
  .string()
  .catch('')
  .transform(text => (text.length === 24 && isValidObjectId(text) ? text : null))

/** One mailbox as it is written on the wire, in small letters. */
const address = z.string({ error: 'Enter your e-mail address.' }).transform((typed, context) => {
  try {
    return plainAddress(typed).toLowerCase()
  } catch (error) {
    if (!(error instanceof BadAddress)) throw error
    context.addIssue({ code: 'custom', message: error.message })
    return z.NEVER
  }
})

/** What a reader says is wrong. */
export const disputeForm = z.object({
  letter: z.string().max(200).catch(''),
  question: id,
  recipient: id,
  kind: choice(disputeKinds, 'Choose what is wrong.'),
  said: requiredText('Say what the record should be.', 4000),
  link: optionalLink,
  email: address,
  answer: isTicked
})
export type DisputeForm = z.output<typeof disputeForm>

/** How a desk closes one. `change` is the path or the address of a page of this site. */
export const closingForm = z.object({
  outcome: choice(disputeOutcomes, 'Choose how it ends.'),
  because: requiredText('Say why, in words the reader can use.', 1000),
  change: optionalText(300)
})
