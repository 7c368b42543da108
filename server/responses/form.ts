import { z } from 'zod'
import { sourceKinds } from '../domain/letters.ts'
import { channels, responseKinds } from '../domain/responses.ts'
import {
  choice,
  isTicked,
  optionalChoice,
  optionalDay,
  optionalLink,
  optionalText,
  requiredText,
  several
} from '../web/fields.ts'

/** Longest reply that is taken, in UTF-16 units: about four hundred pages. */
export const MOST_TEXT = 1_000_000

/** Kinds that say something without a text of their own: a conversation, a box of documents. */
const withoutText = ['briefing', 'documents']

/** A reply as a person logs it: with its text, or known by mention. */
export const responseForm = z
  .object({
    isMention: isTicked,
    kind: choice(responseKinds, 'Choose what kind of reply it is.'),
    receivedOn: optionalDay,
    datedOn: optionalDay,
    dateAsSaid: optionalText(200),
    responderName: optionalText(200),
    responderTitle: optionalText(300),
    responderOffice: optionalText(200),
    onBehalfOf: optionalText(200),
    channel: optionalChoice(channels),
    controlNumber: optionalText(100),
    text: optionalText(MOST_TEXT),
    sourceTitle: optionalText(300),
    sourceLink: optionalLink,
    quote: optionalText(5000),
    corrects: optionalText(24),
    recipients: several,
    alsoAnswers: several,
    /** Files read and kept before: `sha256 name`, one to each. */
    keptFiles: several,
    sourceKind: optionalChoice(sourceKinds)
  })
  .superRefine((form, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (form.recipients.length === 0) refuse('recipients', 'Choose for whom the reply speaks.')
    if (form.isMention) {
      if (form.text) refuse('text', 'A reply known by mention has no text. Log the text as a reply received.')
      if (!form.quote) refuse('quote', 'Quote the words by which the other document speaks of the reply.')
      if (!form.sourceTitle) refuse('sourceTitle', 'Name the document that speaks of the reply.')
      if (!form.receivedOn && !form.dateAsSaid)
        refuse('dateAsSaid', 'Give the day, or the words by which the document dates it: “last summer”.')
    } else {
      if (!form.receivedOn) refuse('receivedOn', 'Give the day on which the reply was received.')
      if (!form.text && !withoutText.includes(form.kind)) refuse('text', 'Paste the text of the reply.')
    }
  })

export type ResponseForm = z.output<typeof responseForm>

/** What of a logged reply can be put right; its text only with a reason, and the old text is kept. */
export const responseEdit = z.object({
  revision: z.coerce.number().int().min(0),
  kind: choice(responseKinds, 'Choose what kind of reply it is.'),
  receivedOn: optionalDay,
  datedOn: optionalDay,
  responderName: optionalText(200),
  responderTitle: optionalText(300),
  responderOffice: optionalText(200),
  onBehalfOf: optionalText(200),
  channel: optionalChoice(channels),
  controlNumber: optionalText(100),
  alsoAnswers: several,
  /** The form shows the text only where one is held. */
  hasText: isTicked,
  text: optionalText(MOST_TEXT),
  because: requiredText('Say why it is put right.', 1000)
})

/** Whether visitors may read a reply. */
export const responsePublication = z.object({
  visibility: choice(['internal', 'public'] as const, 'Choose who may read the reply.')
})
