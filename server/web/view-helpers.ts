import Handlebars, { type HelperOptions } from 'handlebars'
import { DateTime } from 'luxon'
import { isDay, longDay } from '../domain/day.ts'
import { paths } from '../paths.ts'
import { labelTables } from './labels.ts'

const { SafeString, escapeExpression } = Handlebars

/** An address of our own site; throws for anything else, so that no record can put a scheme or a host into a page. */
export function hrefTo(href: unknown): string {
  if (typeof href !== 'string' || !/^\/(?![/\\])/.test(href))
    throw new Error('A link in a page does not come from server/paths.ts.')
  return href
}

/** The address of a page that needs no name of a record: `{{pathTo "letters"}}`. Throws for one that paths lacks. */
export function pathTo(name: string): string {
  const path = Object.entries(plainPaths).find(([known]) => known === name)?.[1]
  if (!path) throw new Error(`server/paths.ts has no page called ${name} that needs no more than its name.`)
  return path()
}

const { home, letters, questions, about, data, accessibility, openApi } = paths
const plainPaths = {
  home,
  letters,
  questions: () => questions(),
  about,
  data,
  accessibility,
  openApi,
  newDispute: () => paths.newDispute(),
  export: paths.export
}

/** An address elsewhere, as recorded: http and https only, everything else leads nowhere. */
export function hrefOutside(url: unknown): string {
  const isWebAddress = typeof url === 'string' && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
  return isWebAddress ? url : '#'
}

/** `<time datetime="2021-03-12">March 12, 2021</time>`; nothing where there is no day. */
function onDay(value: unknown): Handlebars.SafeString | string {
  if (typeof value !== 'string' || !isDay(value)) return ''
  return new SafeString(`<time datetime="${value}">${escapeExpression(longDay(value))}</time>`)
}

/** An instant with its hour in a zone: `November 3, 2026, 9:00 AM EST`. */
function atInstant(value: unknown, zone: unknown): Handlebars.SafeString | string {
  if (!(value instanceof Date)) return ''
  const local = DateTime.fromJSDate(value, { zone: typeof zone === 'string' ? zone : 'America/New_York' })
  const said = escapeExpression(local.setLocale('en-US').toFormat('MMMM d, yyyy, h:mm a ZZZZ'))
  return new SafeString(`<time datetime="${value.toISOString()}">${said}</time>`)
}

/** `{{plural 3 "question"}}` is `3 questions`; a third word is the plural where an s is not enough. */
function plural(count: unknown, one: string, many: unknown): string {
  const number = Number(count)
  const word = number === 1 ? one : typeof many === 'string' ? many : `${one}s`
  return `${inFigures.format(number)} ${word}`
}

/** The label of a code: `{{labelOf "disposition" "no_reply"}}`. Throws for a table or a code that does not exist. */
function labelOf(table: string, code: unknown): string {
  const labels = labelTables[table]
  const said = labels?.[String(code)]
  if (said === undefined) throw new Error(`There is no label for ${table} ${String(code)}.`)
  return said
}

/** `{{#is a b}}same{{else}}other{{/is}}`; inline `{{is a b}}` is true or false. */
function is(this: unknown, left: unknown, right: unknown, options: HelperOptions): unknown {
  const same = left === right
  if (typeof options.fn !== 'function') return same
  return same ? options.fn(this) : options.inverse(this)
}

/** A list with its serial comma: `a, b and c`. */
const listed = (items: unknown): string => (Array.isArray(items) ? inWords.format(items.map(String)) : '')

const counted = (value: unknown): string => inFigures.format(Number(value))

// Made once: making one costs more than using it a hundred times.
const inFigures = new Intl.NumberFormat('en-US')
const inWords = new Intl.ListFormat('en-US', { type: 'conjunction' })

/** Everything a view may call, besides `asset`, which knows the hashed names. A helper wins over a
 * field of the same name, so none is called what a record's field might be. */
export const viewHelpers = {
  hrefTo,
  pathTo,
  hrefOutside,
  onDay,
  atInstant,
  plural,
  labelOf,
  is,
  listed,
  counted
}
