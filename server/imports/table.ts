import { parse } from 'csv-parse/sync'
import { decoded } from '../intake/files/plain-text.ts'

/** A row of a table with the line of the file that it begins on. */
export interface Row {
  readonly line: number
  readonly cells: readonly string[]
}

/** Thrown for a file that is no table; the message says what to do. */
export class NotTable extends Error {}

/** The rows of a CSV file in whatever encoding and with whichever of `,` `;` and tab it separates by. */
export function readTable(bytes: Uint8Array): Row[] {
  if (bytes.length === 0) throw new NotTable('This file is empty.')
  if (bytes[0] === 0x50 && bytes[1] === 0x4b)
    throw new NotTable('This is an Excel workbook. Save the sheet as CSV and choose that.')
  const text = decoded(bytes)
  if (text.includes('\0')) throw new NotTable('This is no table. Save the sheet as CSV and choose that.')
  try {
    const records: unknown = parse(text, {
      delimiter: separatorOf(text),
      info: true,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: 1_000_000
    })
    return Array.isArray(records) ? records.map(rowOf) : []
  } catch {
    throw new NotTable('This table cannot be read: a quotation mark in it is opened and never closed.')
  }
}

/** The line that csv-parse counts is the one a row ends on. */
function rowOf({ record, info }: { record: string[]; info: { lines: number } }): Row {
  const breaks = record.reduce((count, cell) => count + cell.split('\n').length - 1, 0)
  return { line: info.lines - breaks, cells: record.map(cell => cell.replace(/\s+/g, ' ').trim()) }
}

/** The sign that stands most often in the first lines. */
function separatorOf(text: string): string {
  const start = text.slice(0, 5000)
  const counted = [',', ';', '\t'].map(sign => ({ sign, count: start.split(sign).length }))
  return counted.toSorted((one, other) => other.count - one.count)[0]?.sign ?? ','
}
