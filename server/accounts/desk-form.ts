import { z } from 'zod'
import { isDay } from '../domain/day.ts'
import { slugOf } from '../domain/slug.ts'

/** Where offices in the United States keep their clocks. */
const zoneNames = {
  'America/New_York': 'Eastern (New York, Washington)',
  'America/Chicago': 'Central (Chicago)',
  'America/Denver': 'Mountain (Denver)',
  'America/Phoenix': 'Mountain, no daylight saving (Phoenix)',
  'America/Los_Angeles': 'Pacific (Los Angeles)',
  'America/Anchorage': 'Alaska (Anchorage)',
  'Pacific/Honolulu': 'Hawaii (Honolulu)',
  'America/Puerto_Rico': 'Atlantic (Puerto Rico, Virgin Islands)',
  'Pacific/Guam': 'Chamorro (Guam, Northern Marianas)',
  'Pacific/Pago_Pago': 'Samoa (Pago Pago)'
} as const

export const zones = Object.entries(zoneNames).map(([value, label]) => ({ value, label }))

/** Mail goes out at a whole hour of the desk's working day. */
export const hours = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`
}))

/** One closed day a line: `2026-12-24 Closed by order`. */
const closures = z
  .string()
  .max(20_000, { error: 'Use at most 20,000 characters.' })
  .default('')
  .transform(text =>
    text
      .split(/\r?\n/)
      .map(line => line.trim())
      .filter(Boolean)
  )
  .transform((lines, context) =>
    lines.map(line => {
      const [day = '', ...words] = line.split(/\s+/)
      const name = words.join(' ')
      if (!isDay(day) || name === '')
        context.addIssue({
          code: 'custom',
          message: `Write each closed day as 2026-12-24 and its reason: “${line.slice(0, 60)}” is not so.`
        })
      return { day, name }
    })
  )

export const deskForm = z.object({
  name: z
    .string({ error: 'Name the desk.' })
    .trim()
    .max(200, { error: 'Use at most 200 characters.' })
    .refine(name => slugOf(name) !== '', { error: 'Name the desk, for example after the office it serves.' }),
  zone: z.enum(Object.keys(zoneNames), { error: 'Choose one of the time zones.' }),
  hour: z.coerce.number().int().min(0, { error: 'Choose an hour.' }).max(23, { error: 'Choose an hour.' }),
  inaugurationDay: z
    .string()
    .optional()
    .transform(sent => sent === 'yes'),
  closures
})
