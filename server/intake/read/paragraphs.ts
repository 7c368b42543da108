import { endsSentence, type Line, linesOf, startsLower } from './lines.ts'
import { type Marker, markerOf } from './markers.ts'
import { oneLine } from './reading.ts'
import { sentencesOf } from './sentences.ts'
import type { Span } from './types.ts'

/** A paragraph of the reading: wrapped lines joined, its list marker told apart. `body` is where its first word is. */
export interface Paragraph extends Span {
  marker: Marker | null
  body: number
  text: string
  indent: number
  lineCount: number
}

/** A line and the marker it begins with: read once, asked for by several rules. */
interface MarkedLine extends Line {
  marker: Marker | null
}

/** The paragraphs of a stretch of the reading, found by blank lines, markers, and lines that end before the margin. */
export function paragraphsOf(text: string, within: Span): Paragraph[] {
  const lines = linesOf(text, within).map(marked)
  const margin = marginOf(lines)
  const groups: MarkedLine[][] = []
  let isAfterGap = true
  let isUnmarkedItems = false
  for (const line of lines) {
    if (line.isBlank) {
      isAfterGap = true
      continue
    }
    const group = groups.at(-1)
    isUnmarkedItems = isUnmarkedItem(group?.at(-1), line, isUnmarkedItems && !isAfterGap, margin)
    if (group !== undefined && !isUnmarkedItems && continues(group, line, isAfterGap, margin))
      group.push(line)
    else groups.push([line])
    isAfterGap = false
  }
  return groups.flatMap(group => paragraph(text, group))
}

const marked = (line: Line): MarkedLine =>
  Object.assign(line, { marker: line.isBlank ? null : markerOf(line.text) })

/** The sentences of a stretch of the reading; none runs over a paragraph's end, whatever its punctuation. */
export const sentencesIn = (text: string, within: Span): Span[] =>
  sentencesAcross(text, paragraphsOf(text, within))

/** The sentences of these paragraphs. */
export const sentencesAcross = (text: string, paragraphs: Paragraph[]): Span[] =>
  paragraphs.flatMap(p => sentencesOf(text, { start: p.body, end: p.end }))

function paragraph(text: string, group: MarkedLine[]): Paragraph[] {
  const first = group[0]
  const last = group.at(-1)
  if (first === undefined || last === undefined) return []
  const { marker } = first
  let body = first.start + (marker?.length ?? 0)
  while (body < last.end && /\s/.test(text.charAt(body))) body++
  const said = oneLine(text.slice(body, last.end))
  return [
    {
      start: first.start,
      end: last.end,
      marker,
      body,
      text: said,
      indent: first.indent,
      lineCount: group.length
    }
  ]
}

/** Of long lines that a margin wrapped, most break off in mid-sentence; where most end one, each is a paragraph. */
const mostEndSentences = (lines: Line[]): boolean =>
  lines.filter(line => endsSentence(line.text)).length > lines.length * 0.7

/** Where wrapped lines end, or null when lines are not wrapped (each is a paragraph). */
function marginOf(lines: Line[]): number | null {
  const long = lines.filter(line => line.text.length > 45)
  if (mostEndSentences(long)) return null
  const lengths = long.map(line => line.text.length)
  const wrapped = lengths.filter(length => length <= 135).sort((a, b) => a - b)
  const whole = lengths.filter(length => length > 160).length
  if (whole > 1 && whole > lengths.length * 0.12) return null
  if (wrapped.length < 4 || wrapped.length < lengths.length * 0.6) return null
  return wrapped[Math.floor(wrapped.length * 0.9)] ?? null
}

function continues(
  group: MarkedLine[],
  line: MarkedLine,
  isAfterGap: boolean,
  margin: number | null
): boolean {
  const previous = group.at(-1)
  if (previous === undefined) return false
  const { marker } = previous
  if (group.length === 1 && marker !== null && marker.length >= previous.text.length && previous.text !== '')
    return !isAfterGap || line.marker === null
  const isOpen = !endsSentence(previous.text)
  if (isAfterGap) return isOpen && startsLower(line.text) && previous.text.length > 40 && line.marker === null
  if (startsItem(line, previous, isOpen, margin)) return false
  if (isOpen && startsLower(line.text)) return true
  if (margin === null || previous.text.length > 140) return false
  const firstWord = line.text.indexOf(' ')
  const reach = previous.text.length + 1 + (firstWord < 0 ? line.text.length : firstWord)
  if (line.indent > (group[0]?.indent ?? 0) + 3 && !isOpen && group.length > 1) return false
  return reach >= margin * 0.85 && (isOpen || reach >= margin * 0.92)
}

/** Lines in lower case after a colon, none of which reaches the margin, are items of a list that lost its markers. */
function isUnmarkedItem(
  previous: Line | undefined,
  line: MarkedLine,
  isAfterItem: boolean,
  margin: number | null
): boolean {
  if (previous === undefined || !startsLower(line.text) || line.marker !== null) return false
  if (!isAfterItem) return previous.text.endsWith(':')
  return margin === null || previous.text.length < margin * 0.8
}

/** A marker in mid-sentence is a wrapped figure or dash, not an item. */
function startsItem(line: MarkedLine, previous: Line, isOpen: boolean, margin: number | null): boolean {
  const { marker } = line
  if (marker === null) return false
  if (marker.style === 'ordinal') return !isOpen && previous.text.length < (margin ?? 0) * 0.85
  const rest = line.text.slice(marker.length, marker.length + 2)
  if (marker.style === 'bullet')
    return rest === '' || /["'(]?[A-Z0-9$]/.test(rest) || !isOpen || marker.form.charCodeAt(0) > 126
  if (marker.form === '1') return !isOpen
  if (marker.style === 'number' && isOpen && marker.value > 30) return false
  if (
    marker.style === 'letter' &&
    /[A-Z]/.test(marker.number ?? '') &&
    isOpen &&
    !marker.form.startsWith('(')
  )
    return marker.value === 1
  return true
}
