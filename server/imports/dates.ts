import { DateTime } from 'luxon'
import type { Day } from '../domain/day.ts'

const formats = [
  'yyyy-MM-dd',
  'M/d/yyyy',
  'M/d/yy',
  'M-d-yyyy',
  'd-MMM-yyyy',
  'd-MMM-yy',
  'MMMM d, yyyy',
  'MMM d, yyyy',
  'd MMMM yyyy',
  'yyyy/M/d',
  'yyyyMMdd'
]

/** A cell's date, month before day as in the United States; null for an empty cell, undefined for what is no date. */
export function dayInCell(cell: string): Day | null | undefined {
  const plain = cell.replace(/[ T]\d{1,2}:\d{2}(:\d{2})?( ?[AP]M)?Z?$/i, '').trim()
  if (plain === '') return null
  for (const format of formats) {
    const read = DateTime.fromFormat(plain, format, { zone: 'utc', locale: 'en-US' })
    if (read.isValid && read.year > 1900 && read.year < 2200) return read.toFormat('yyyy-MM-dd')
  }
  return undefined
}
