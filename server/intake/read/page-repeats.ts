import { type Line, linesOf } from './lines.ts'
import { type Edit, edited, oneLine, type Reading } from './reading.ts'

const longestRepeat = 5
const leastRepeated = 30

/** The text without lines printed twice at a page break: a block of up to five lines that follows itself is read once. */
export function withoutRepeats(reading: Reading): Reading {
  const lines = linesOf(reading.text).filter(line => !line.isBlank)
  const same = lines.map(line => oneLine(line.text))
  const edits: Edit[] = []
  for (let i = 1; i < lines.length; ) {
    const size = repeatAt(same, i)
    for (const line of lines.slice(i, i + size)) edits.push({ start: line.from, end: line.to, text: '' })
    i += Math.max(size, 1)
  }
  return edited(reading, withGapBefore(reading.text, edits, lines))
}

/** How many lines from `i` on repeat the lines just before `i`; the first may repeat only the end of its line. */
function repeatAt(same: string[], i: number): number {
  for (let size = Math.min(longestRepeat, i, same.length - i); size > 0; size--) {
    let length = 0
    let isSame = true
    for (let k = 0; k < size && isSame; k++) {
      const earlier = same[i - size + k] ?? ''
      const later = same[i + k] ?? ''
      isSame = earlier === later || (k === 0 && later.length > 12 && earlier.endsWith(later))
      length += later.length
    }
    if (isSame && length >= leastRepeated && !/^\W*$/.test(same.slice(i, i + size).join(''))) return size
  }
  return 0
}

/** Blank lines before a repeat go with it: they are the page's end, not a paragraph's. */
function withGapBefore(text: string, edits: Edit[], lines: Line[]): Edit[] {
  const ends = new Map(lines.map((line, i) => [line.from, lines[i - 1]?.to ?? line.from]))
  return edits
    .map(edit => ({ ...edit, start: Math.min(edit.start, ends.get(edit.start) ?? edit.start) }))
    .filter(e => e.end <= text.length)
}
