import { z } from 'zod'
import { type Day, isDay } from '../domain/day.ts'

/** A field of one text that may be left empty: null then. Lines end as the store keeps them, in a line feed. */
export const optionalText = (most: number) =>
  z
    .string({ error: 'Send this field once.' })
    .max(most, { error: `Write at most ${most.toLocaleString('en-US')} characters.` })
    .refine(isReadable, { error: 'This holds characters that are no text. Paste the words themselves.' })
    .default('')
    .transform(text => text.replace(/\r\n?/g, '\n').trim() || null)

/** A field that has to be filled; `error` says what is missing. */
export const requiredText = (error: string, most: number) =>
  optionalText(most)
    .refine(text => text !== null, { error })
    .transform(String)

/** A day that may be left empty. */
export const optionalDay = z
  .string({ error: 'Send this field once.' })
  .trim()
  .default('')
  .refine(text => text === '' || isDay(text), { error: 'Give a day that exists, as in 2026-11-03.' })
  .transform((text): Day | null => text || null)

export const requiredDay = (error: string) =>
  optionalDay.refine(day => day !== null, { error }).transform(String)

/** A web address that may be left empty. */
export const optionalLink = optionalText(2000).refine(
  link => link === null || (URL.canParse(link) && /^https?:$/.test(new URL(link).protocol)),
  { error: 'Give an address that begins with https:// or http://.' }
)

/** One of a list's codes, or null where nothing was chosen. */
export const optionalChoice = <Code extends string>(codes: readonly Code[]) =>
  z
    .string({ error: 'Choose one of the list.' })
    .default('')
    .refine(code => code === '' || codes.some(one => one === code), { error: 'Choose one of the list.' })
    .transform((code): Code | null => codes.find(one => one === code) ?? null)

/** One of a list's codes. */
export const choice = <Code extends string>(codes: readonly Code[], error: string) =>
  z
    .string({ error })
    .default('')
    .transform((code, context): Code => {
      const chosen = codes.find(one => one === code)
      if (chosen !== undefined) return chosen
      context.addIssue({ code: 'custom', message: error })
      return z.NEVER
    })

/** A field that may come several times, or not at all. */
export const several = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform(sent => (Array.isArray(sent) ? sent : [sent]).filter(one => one !== ''))

export const isTicked = z
  .string()
  .optional()
  .transform(sent => sent === 'yes')

/** Bytes that no editor writes are a file pasted as text, or a text in another encoding. */
function isReadable(text: string): boolean {
  return !/\p{Cc}/u.test(text.replace(/\s/g, '')) && (text.match(/\ufffd/g)?.length ?? 0) * 50 <= text.length
}
