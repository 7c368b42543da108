import { z } from 'zod'
import type { DeskRecord } from '../../models/desk.ts'
import type { SourceRecord } from '../../models/source.ts'
import type { FieldErrors } from '../errors.ts'
import { paths } from '../paths.ts'
import { readForm, typedText } from '../web/forms.ts'
import { asStored, unscrambled, whyNotText } from './text.ts'

/** The page a letter is handed in on. `offersNone`: it may be taken although no question was found. */
export const newIntakePage = (
  desks: readonly DeskRecord[],
  typed: Readonly<Record<string, string>> = {},
  offersNone = false
) => ({
  title: 'Log a letter',
  section: 'new-letter' as const,
  values: typed,
  desks: desks.map(({ slug, name }) => ({ value: slug, label: name })),
  hasChoice: desks.length > 1,
  hasNoDesk: desks.length === 0,
  hrefs: { intakes: paths.intakes() },
  offersNone,
  acceptsNone: typed.acceptsNone === 'yes'
})

interface NewIntake {
  readonly text: string
  readonly desk: DeskRecord
  readonly source: SourceRecord
  /** The person lists the questions, whatever the reader found. */
  readonly acceptsNone: boolean
}

type NewIntakeRead =
  | { readonly isValid: true; readonly data: NewIntake; readonly typed: Record<string, string> }
  | { readonly isValid: false; readonly errors: FieldErrors; readonly typed: Record<string, string> }

/** Reads what was handed in, for one of the person's desks. */
export function readNewIntake(body: unknown, desks: readonly DeskRecord[]): NewIntakeRead {
  const read = readForm(schema, body)
  const typed = typedText(body)
  if (!read.isValid) return { isValid: false, errors: read.errors, typed }
  const { desk: slug, acceptsNone, text } = read.data
  const desk = desks.length === 1 ? desks[0] : desks.find(one => one.slug === slug)
  if (!desk) return { isValid: false, errors: { desk: 'Choose the desk that keeps this letter.' }, typed }
  const source = { kind: 'typed' as const, title: 'Pasted text', link: null, retrievedOn: null }
  return { isValid: true, typed, data: { text, desk, source, acceptsNone: acceptsNone === 'yes' } }
}

const schema = z.object({
  text: z
    .string({ error: 'Paste the text of the letter.' })
    .superRefine((text, context) => {
      const why = whyNotText(asStored(text))
      if (why !== null) context.addIssue({ code: 'custom', message: why })
    })
    .transform(text => {
      const stored = asStored(text)
      return unscrambled(stored) ?? stored
    }),
  desk: z.string().optional(),
  acceptsNone: z.string().optional()
})
