import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { settings } from '../server/config.ts'

const BEGIN = '<!-- settings: made by npm run settings-table -->'
const END = '<!-- /settings -->'

/** The README's table of settings, from the schema that reads them. */
export function settingsTable(): string {
  const rows = Object.entries(settings.shape).map(
    ([name, schema]) => `| \`${name}\` | ${defaultOf(name)} | ${cell(schema.description ?? '')} |`
  )
  return ['| setting | default | what it is |', '|---|---|---|', ...rows].join('\n')
}

/** What an empty environment gives, in the words it would be set with. */
function defaultOf(name: string): string {
  if (name === 'BASE_URL') return '`http://localhost:PORT`'
  if (name === 'DATA_DIR') return '`./data`'
  const value: unknown = Object.entries(settings.parse({})).find(([known]) => known === name)?.[1]
  if (value === undefined) return 'not set'
  if (typeof value === 'boolean') return value ? '`on`' : '`off`'
  return `\`${cell(String(value))}\``
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

/** A text with the table between its two marks made anew; null where it has no such marks. */
export function withSettings(text: string): string | null {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (from < 0 || to < from) return null
  return `${text.slice(0, from)}${BEGIN}\n${settingsTable()}\n${text.slice(to)}`
}

// npm run settings-table: writes it into the README, or prints it where the README has no place for it.
if (process.argv[1] === import.meta.filename) {
  const file = join(import.meta.dirname, '../README.md')
  const made = withSettings(readFileSync(file, 'utf8'))
  if (made === null) console.log(`${BEGIN}\n${settingsTable()}\n${END}`)
  else writeFileSync(file, made)
}
