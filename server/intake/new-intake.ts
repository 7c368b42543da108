import type { Request } from 'express'
import { z } from 'zod'
import type { DeskRecord } from '../../models/desk.ts'
import { paths } from '../paths.ts'
import { typedText } from '../web/forms.ts'
import { type UploadedFile, uploadProblem, uploadsIn } from '../web/uploads.ts'
import { acceptedEndings, kindsInWords } from './files/kinds.ts'
import { whyNotFiles } from './kept-files.ts'
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
  hrefs: { intakes: paths.intakes(), newImport: paths.newImport() },
  accepted: acceptedEndings,
  kinds: kindsInWords,
  offersNone,
  acceptsNone: typed.acceptsNone === 'yes'
})

interface NewIntake {
  /** Null where the letter is in the files alone. */
  readonly text: string | null
  readonly desk: DeskRecord
  readonly uploads: readonly UploadedFile[]
  /** The person lists the questions, whatever the reader found. */
  readonly acceptsNone: boolean
}

type NewIntakeRead =
  | { readonly isValid: true; readonly data: NewIntake; readonly typed: Record<string, string> }
  | {
      readonly isValid: false
      readonly errors: Record<string, string>
      readonly typed: Record<string, string>
    }

/** Reads what was handed in, for one of the person's desks. A file that no letter comes in is refused here. */
export async function readNewIntake(req: Request, desks: readonly DeskRecord[]): Promise<NewIntakeRead> {
  const typed = typedText(req.body)
  const uploads = uploadsIn(req)
  const { text = '', desk: slug, acceptsNone } = schema.parse(typed)
  const desk = desks.length === 1 ? desks[0] : desks.find(one => one.slug === slug)
  const stored = asStored(text)
  const isInFiles = stored.trim() === '' && uploads.length > 0
  const whyNot = uploadProblem(req) ?? (await whyNotFiles(uploads))
  const errors = {
    ...(whyNot !== null && { files: whyNot }),
    ...(whyNot === null && !isInFiles && { text: whyNotText(stored) }),
    ...(!desk && { desk: 'Choose the desk that keeps this letter.' })
  }
  const found = Object.fromEntries(
    Object.entries(errors).filter((one): one is [string, string] => typeof one[1] === 'string')
  )
  if (!desk || Object.keys(found).length > 0) return { isValid: false, errors: found, typed }
  const pasted = isInFiles ? null : (unscrambled(stored) ?? stored)
  return { isValid: true, typed, data: { text: pasted, desk, uploads, acceptsNone: acceptsNone === 'yes' } }
}

const schema = z.object({
  text: z.string().optional(),
  desk: z.string().optional(),
  acceptsNone: z.string().optional()
})
