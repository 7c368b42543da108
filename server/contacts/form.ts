import { z } from 'zod'
import { choice, isTicked, optionalDay, requiredDay, requiredText } from '../web/fields.ts'

/** How staff get hold of an office. */
export const waysOfContact = ['phone', 'mail', 'meeting', 'portal', 'other'] as const

export const wayLabels: Record<(typeof waysOfContact)[number], string> = {
  phone: 'Telephone',
  mail: 'E-mail',
  meeting: 'In person',
  portal: 'Portal',
  other: 'Other'
}

/** One line: who, how, what was said, the next date. */
export const contactForm = z
  .object({
    on: requiredDay('Give the day.'),
    who: requiredText('Say with whom.', 300),
    how: choice(waysOfContact, 'Say how.'),
    said: requiredText('Say what was said.', 3000),
    nextOn: optionalDay,
    quiets: isTicked
  })
  .refine(form => !form.quiets || form.nextOn !== null, {
    path: ['nextOn'],
    error: 'Give the next date, so that mail can rest until then.'
  })

export const contactPublication = z.object({ isPublished: isTicked })
