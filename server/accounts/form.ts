import { z } from 'zod'
import { isEmail, normalEmail } from '../../models/user.ts'
import { roles } from '../domain/roles.ts'
import { BadAddress, plainAddress } from '../mail/address.ts'

const text = (missing: string, most: number) =>
  z
    .string({ error: missing })
    .trim()
    .min(1, { error: missing })
    .max(most, { error: `Use at most ${most} characters.` })

/** Not trimmed: a blank may be part of a password. */
const password = (missing: string) =>
  z.string({ error: missing }).min(1, { error: missing }).max(1000, { error: missing })

const email = z
  .string({ error: 'Enter an e-mail address.' })
  .transform(normalEmail)
  .refine(typed => isEmail(typed) && isMailable(typed), {
    error: 'Enter one e-mail address, such as editor@example.org.'
  })

/** Mail must be able to go there, or the account is of no use. */
function isMailable(typed: string): boolean {
  try {
    return plainAddress(typed) !== ''
  } catch (error) {
    if (error instanceof BadAddress) return false
    throw error
  }
}

export const signInForm = z.object({
  email: text('Enter your e-mail address.', 254),
  password: password('Enter your password.'),
  to: z.string().catch('')
})

export const signInLinkForm = z.object({ email, to: z.string().catch('') })

export const newPasswordForm = z.object({ password: password('Choose a password.') })

export const changedPasswordForm = z.object({
  /** Empty where the account has no password yet. */
  current: z.string().max(1000).catch(''),
  password: password('Choose a new password.')
})

export const changedEmailForm = z.object({ email, proof: z.string().max(1000).catch('') })

export const firstAccountForm = z.object({
  name: text('Enter your name.', 200),
  email,
  password: password('Choose a password.'),
  desk: z.string().trim().max(200, { error: 'Use at most 200 characters.' }).catch('')
})

const role = z.enum(roles, { error: 'Choose one of the roles.' })

export const newPersonForm = z.object({
  name: text('Enter the person’s name.', 200),
  email,
  role,
  desk: z.string({ error: 'Choose a desk.' })
})

/** Desks come as one text where one is ticked, and not at all where none is. */
export const personForm = z.object({
  name: text('Enter the person’s name.', 200),
  role,
  desks: z
    .union([z.string().transform(one => [one]), z.array(z.string())], { error: 'Choose at least one desk.' })
    .refine(chosen => chosen.length > 0, { error: 'Choose at least one desk.' })
})

export const handOverForm = z.object({
  desk: z.string({ error: 'Choose a desk.' }).max(200),
  to: z.string().max(100).catch(''),
  leaves: z
    .string()
    .optional()
    .transform(sent => sent === 'yes')
})

export const endedSessionForm = z.object({
  session: z.string({ error: 'Choose a session.' }).min(1).max(100)
})
