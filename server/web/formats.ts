import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import type { Request, Response } from 'express'
import { Feed } from 'feed'
import { HttpError } from '../errors.ts'

/** The format that an address names by its ending; throws 406 for one that its list is not made in. */
export function formatOf<F extends string>(given: unknown, formats: readonly F[]): F {
  const known = formats.find(format => format === given)
  if (known) return known
  throw new HttpError(406, `This list is made as ${formats.join(', ')}, and not as that.`)
}

/**
 * Answers 304 where the reader has the list as it is. `fingerprint` is of what the reader can see, so that nothing
 * hidden shows in an ETag. True when the answer is done.
 */
export function isUnchanged(req: Request, res: Response, fingerprint: string): boolean {
  res.set('ETag', `W/"${fingerprint}"`)
  if (!req.fresh) return false
  res.status(304).end()
  return true
}

export type Cell = string | number | boolean | null

/** A table as a file a spreadsheet opens: UTF-8 with a mark, one header row, no cell that would run as a formula. */
export async function sendCsv(
  res: Response,
  columns: readonly string[],
  rows: AsyncIterable<readonly Cell[]>
): Promise<void> {
  res.type('text/csv; charset=utf-8')
  const table = stringify({
    bom: true,
    header: true,
    columns: columns.map(key => ({ key })),
    escape_formulas: true,
    record_delimiter: '\r\n'
  })
  await written(pipeline(Readable.from(cells(rows)), table, res))
}

/** A reader who goes away in the middle of a file is no error of ours. */
async function written(writing: Promise<void>): Promise<void> {
  try {
    await writing
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
    if (!isGone) throw error
  }
}

/** The writer's own guard looks at the first character only; a spreadsheet skips spaces. */
async function* cells(rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<string[]> {
  for await (const row of rows)
    yield row.map(cell =>
      typeof cell === 'string' ? withoutFormula(cell) : cell === null ? '' : String(cell)
    )
}

export const withoutFormula = (text: string): string => (/^\s+[=+\-@]/.test(text) ? `'${text}` : text)

/** A list as JSON, written as it is read: an object's head, then its `items`. */
export async function sendJsonList(
  res: Response,
  head: Readonly<Record<string, unknown>>,
  items: AsyncIterable<unknown>
): Promise<void> {
  res.type('application/json; charset=utf-8')
  await written(pipeline(Readable.from(jsonList(head, items)), res))
}

async function* jsonList(head: object, items: AsyncIterable<unknown>): AsyncGenerator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"items":[`
  let isFirst = true
  for await (const item of items) {
    yield `${isFirst ? '' : ','}\n${JSON.stringify(item)}`
    isFirst = false
  }
  yield '\n]}\n'
}

/** One JSON object a line. */
export async function sendLines(res: Response, items: AsyncIterable<unknown>): Promise<void> {
  res.type('application/x-ndjson; charset=utf-8')
  await written(pipeline(Readable.from(lines(items)), res))
}

async function* lines(items: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const item of items) yield `${JSON.stringify(item)}\n`
}

export interface FeedEntry {
  /** Never changes, whatever the address becomes. */
  readonly id: string
  readonly title: string
  readonly href: string
  readonly summary: string
  readonly updated: Date
  readonly author: string
}

export interface FeedHead {
  readonly baseUrl: string
  readonly title: string
  readonly description: string
  /** Path and query of the feed, and of the page that shows the same. */
  readonly self: string
  readonly alternate: string
}

/** A list as an Atom feed (RFC 4287). */
export function sendAtom(res: Response, head: FeedHead, entries: readonly FeedEntry[]): void {
  const updated = new Date(Math.max(0, ...entries.map(entry => entry.updated.getTime())))
  const feed = new Feed({
    id: tagUri(head.baseUrl, head.self),
    title: withoutControls(head.title),
    description: withoutControls(head.description),
    link: head.baseUrl + head.alternate,
    feedLinks: { atom: head.baseUrl + head.self },
    author: { name: 'Reply Due' },
    copyright: 'CC0 1.0',
    generator: 'Reply Due',
    updated
  })
  for (const entry of entries)
    feed.addItem({
      id: tagUri(head.baseUrl, entry.id),
      title: asHtml(entry.title),
      link: head.baseUrl + entry.href,
      description: asHtml(entry.summary),
      date: entry.updated,
      author: [{ name: entry.author }]
    })
  res.type('application/atom+xml; charset=utf-8').send(feed.atom1())
}

/** RFC 4151: an identity that does not change with the site's address scheme. */
const tagUri = (baseUrl: string, name: string): string => `tag:${new URL(baseUrl).hostname},2026:${name}`

/** The writer says that an entry's words are HTML, so markup in them has to be words too. */
const asHtml = (text: string): string =>
  withoutControls(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

/** XML 1.0 has no place for most control characters, not even escaped. */
const withoutControls = (text: string): string =>
  [...text].filter(one => one >= ' ' || one === '\n' || one === '\t').join('')

/** A short list that is at hand whole: its rows, and how each is told in a feed. */
export interface SmallList<Row extends Readonly<Record<string, unknown>>> {
  readonly feed: FeedHead
  readonly columns: readonly (keyof Row & string)[]
  readonly rows: readonly Row[]
  /** Null for a row about which there is nothing to tell yet. */
  entryOf(row: Row): FeedEntry | null
}

export const smallFormats = ['csv', 'json', 'atom'] as const

/** A list of letters, organizations or Members in each of its formats. */
export async function sendSmallList<Row extends Readonly<Record<string, unknown>>>(
  res: Response,
  format: (typeof smallFormats)[number],
  { feed, columns, rows, entryOf }: SmallList<Row>
): Promise<void> {
  if (format === 'csv') return sendCsv(res, columns, tableOf(rows, columns))
  if (format === 'json')
    return sendJsonList(res, { total: rows.length, url: feed.baseUrl + feed.alternate }, each(rows))
  const latest = rows
    .flatMap(row => entryOf(row) ?? [])
    .sort((one, other) => other.updated.getTime() - one.updated.getTime())
  sendAtom(res, feed, latest.slice(0, 100))
}

async function* tableOf<Row extends Readonly<Record<string, unknown>>>(
  rows: readonly Row[],
  columns: readonly (keyof Row & string)[]
): AsyncGenerator<Cell[]> {
  for (const row of rows) yield columns.map(name => cellOf(row[name]))
}

/** A value of a record as one cell; a list is joined. */
export const cellOf = (value: unknown): Cell => {
  if (Array.isArray(value)) return value.map(String).join('; ')
  if (typeof value === 'number' || typeof value === 'boolean') return value
  return value === null || value === undefined ? null : String(value)
}

export async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items
}
