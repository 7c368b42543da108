import { z } from 'zod'
import { sourceKinds, versionKinds } from '../domain/letters.ts'
import { choice, optionalDay, optionalLink, optionalText, requiredText } from '../web/fields.ts'

/** Another text of the same letter: a draft circulated for signatures, a corrected copy. */
export const versionForm = z.object({
  kind: choice(versionKinds, 'Choose what kind of text it is.'),
  title: requiredText('Give it a title.', 300),
  text: requiredText('Paste its text.', 1_000_000),
  on: optionalDay,
  dateAsSaid: optionalText(200),
  sourceKind: choice(sourceKinds, 'Choose where it comes from.'),
  sourceTitle: requiredText('Name the document or page it comes from.', 300),
  sourceLink: optionalLink
})
