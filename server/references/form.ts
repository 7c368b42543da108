import { z } from 'zod'
import { referenceKinds, sourceKinds } from '../domain/letters.ts'
import { choice, optionalDay, optionalLink, optionalText, requiredText, several } from '../web/fields.ts'

/** Who brings a document into the matter of a letter. */
export const citers = ['letter', 'desk'] as const

export const citerLabels: Record<(typeof citers)[number], string> = {
  letter: 'Cited in the letter',
  desk: 'Background added by this desk'
}

export const referenceForm = z
  .object({
    kind: choice(referenceKinds, 'Choose what kind of document it is.'),
    title: requiredText('Give its title.', 500),
    on: optionalDay,
    dateAsSaid: optionalText(200),
    dateBecause: optionalText(1000),
    citedBy: choice(citers, 'Say whether the letter cites it or this desk adds it.'),
    sourceKind: choice(sourceKinds, 'Choose where it comes from.'),
    sourceTitle: requiredText('Name the document or page it comes from.', 300),
    sourceLink: optionalLink,
    text: optionalText(1_000_000),
    markings: optionalText(500),
    note: optionalText(5000),
    questions: several
  })
  .superRefine((form, context) => {
    if (form.on === null && form.dateAsSaid === null)
      context.addIssue({ code: 'custom', path: ['on'], message: 'Give its date, or the words that date it.' })
  })
