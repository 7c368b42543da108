import { type Edit, edited, isSpace, type Reading } from './reading.ts'

/** Wide enough to set columns apart; a wider gap says nothing more. */
const widest = 24

/** Long gaps cut short: never more than one blank line, nor more spaces than columns need. */
export function withoutWideGaps(reading: Reading): Reading {
  const { text } = reading
  const edits: Edit[] = []
  for (let i = 0; i < text.length; i++) {
    if (!isSpace(text.charCodeAt(i))) continue
    let end = i
    let newlines = 0
    let indent = i
    for (; end < text.length && isSpace(text.charCodeAt(end)); end++) {
      if (text.charCodeAt(end) !== 10) continue
      newlines++
      indent = end + 1
    }
    const kept = text.slice(Math.max(indent, end - widest), end)
    if (newlines > 2) edits.push({ start: i, end, text: `\n\n${kept}` })
    else if (end - indent > widest) edits.push({ start: indent, end, text: kept })
    i = end
  }
  return edited(reading, edits)
}
