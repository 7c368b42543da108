import { linesOf } from './lines.ts'
import { type Edit, edited, type Reading } from './reading.ts'

const quotedHail = /^"\s?dear\s/i

/**
 * A letter that a release prints as one long quotation, a mark before each paragraph, loses those marks, and ends where
 * the quotation does: what follows is the release again.
 */
export function withoutQuotationMarks(reading: Reading): Reading {
  const lines = linesOf(reading.text).filter(line => !line.isBlank)
  const first = lines.findIndex(line => quotedHail.test(line.text))
  if (first < 0) return reading
  const edits: Edit[] = []
  for (let i = first; i < lines.length; i++) {
    const line = lines[i]
    if (line === undefined || !line.text.startsWith('"')) break
    const isLast = line.text.endsWith('"') && lines[i + 1]?.text.startsWith('"') !== true
    // A mark alone on its line cannot be both the first and the last of it.
    if (!isLast || line.text.length > 1) edits.push({ start: line.start, end: line.start + 1, text: '' })
    if (isLast) edits.push({ start: line.end - 1, end: line.end, text: '\n\n###\n\n' })
    if (isLast) break
  }
  return edits.length > 2 ? edited(reading, edits) : reading
}
