import type { z } from 'zod'
import type { FieldErrors } from '../errors.ts'

/** A form as read: its data, or what is wrong with it together with what was typed. */
export type FormRead<Data> =
  | { readonly isValid: true; readonly data: Data }
  | {
      readonly isValid: false
      readonly errors: FieldErrors
      readonly typed: Readonly<Record<string, string>>
    }

/** Checks what a form sent against its schema. One message a field: the first. */
export function readForm<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown
): FormRead<z.output<Schema>> {
  const read = schema.safeParse(body ?? {})
  if (read.success) return { isValid: true, data: read.data }
  const errors: Record<string, string> = {}
  for (const issue of read.error.issues) errors[issue.path.map(String).join('-')] ??= issue.message
  return { isValid: false, errors, typed: typedText(body) }
}

/** The text fields of a form as they were typed, for showing it again; anything that is not text is left out. */
export function typedText(body: unknown): Record<string, string> {
  if (typeof body !== 'object' || body === null) return {}
  return Object.fromEntries(
    Object.entries(body).filter((field): field is [string, string] => typeof field[1] === 'string')
  )
}
