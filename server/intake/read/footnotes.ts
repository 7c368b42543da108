import { type Line, linesOf } from './lines.ts'
import { type Edit, edited, oneLine, type Reading } from './reading.ts'
import type { Span } from './types.ts'

/** A footnote's text, apart from the letter's, and where it stands in the text as given. */
export interface Footnote extends Span {
  text: string
}

const citation =
  /^(?:see\b|id\.|ibid|supra|infra|letter (?:from|to)\b|exec(?:utive|\.) order|press release|memorandum|memo from|https?:|www\.|available at|e-?mail from|interview|hearing before|pub(?:lic|\.) l(?:aw|\.)|\d+ (?:u\.s\.c|c\.f\.r|fed\. reg|stat\.)|[hs]\.? ?(?:r\.|rep|res|con)|cong\. rec|"|transcript|statement of|testimony of|u\.s\. (?:gov't|const)|gao[,-]|c\.f\.|cf\.|briefing by)/i
const cites =
  /https?:\/\/|www\.|\bavailable at\b|\bsupra note\b|\blast visited\b|\blast accessed\b|\bU\.?S\.?C\.?\b|\bC\.?F\.?R\.?\b|\bFed\. Reg\.|\bPub\. L\.|\bS\. Rep\.|\bH\.? ?R?\.? Rep\.|\bId\. at\b|\((?:19|20)\d\d\)\.?$|\b(?:Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)\. \d{1,2}, (?:19|20)\d\d|,\s(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d{1,2},?\s(?:19|20)\d\d[,.;]?\s*(?:$|https?|at\b|available)/

/** Whether a text reads like a citation, as a footnote does. */
export const isCitation = (text: string): boolean => {
  const start = oneLine(text.slice(0, 400))
  return citation.test(start) || cites.test(start)
}

const mark = /^(?:\[(\d{1,3})\]|(\d{1,3})|[\u00b9\u00b2\u00b3\u2070-\u2079]{1,3})(?:\s+|(?=[A-Z"'])|$)/

/** The text without footnotes, and the footnotes. */
export function withoutFootnotes(reading: Reading): { reading: Reading; footnotes: Footnote[] } {
  const lines = linesOf(reading.text)
  const footnotes: Footnote[] = []
  const edits: Edit[] = []
  for (let i = 0; i < lines.length; ) {
    const end = footnoteEnd(lines, i)
    const first = lines[i]
    const last = lines[end - 1]
    if (end === i || first === undefined || last === undefined) {
      i++
      continue
    }
    edits.push({ start: first.from, end: last.to, text: '' })
    const text = oneLine(reading.shown.slice(first.from, last.to))
    footnotes.push({ text, start: reading.at[first.start] ?? 0, end: (reading.at[last.end - 1] ?? 0) + 1 })
    i = end
  }
  return { reading: edited(reading, edits), footnotes }
}

/** The line after the footnote that begins at `i`, or `i` when none does. */
function footnoteEnd(lines: Line[], i: number): number {
  const line = lines[i]
  if (line === undefined || line.isBlank) return i
  const marked = mark.exec(line.text)
  if (marked === null) return i
  const rest = line.text.slice(marked[0].length)
  const isAlone = rest === ''
  const firstText = isAlone ? lines[i + 1] : line
  if (firstText === undefined || firstText.isBlank) return i
  const isBracketed = marked[1] !== undefined
  let end = isAlone ? i + 2 : i + 1
  const said = [isAlone ? firstText.text : rest]
  while (end < lines.length && end - i < 12) {
    const next = lines[end]
    if (
      next === undefined ||
      next.isBlank ||
      mark.test(next.text) ||
      /^(?:\d{1,3}|[a-zA-Z])[.)]\s/.test(next.text)
    )
      break
    const previous = lines[end - 1]?.text ?? ''
    if (
      /[.?!]$/.test(previous) &&
      previous.length < 80 &&
      !isCitation(next.text) &&
      !/^[a-z]/.test(next.text)
    )
      break
    said.push(next.text)
    end++
  }
  return isCitation(said.join(' ')) && (isBracketed || !/\?$/.test(said.at(-1) ?? '')) ? end : i
}

const strayMark =
  /\[\d{1,3}\]|[\u00b9\u00b2\u00b3\u2070-\u2079]{1,3}|(?<=[A-Za-z)"'%][.,;:?!]["')]?|[a-z]["'])\d{1,3}(?=\s|$)|(?<=(?:19|20)\d\d[.,;])\d{1,2}(?=\s+[A-Z])|(?<=[a-z0-9)"'][.,;?!]["')]?)[~^\u00b0*\u2020\u2021\u00b7]{1,2}(?=\s|$)/g
const countsAfter = /(?:\b(?:nos?|secs?|figs?|vols?|arts?|chs?|pp?|title|items?|h\.r|s|res)\.)$/i

/** The text without the marks that point to footnotes: "[3]", "exports.2", "since 2006.~". */
export function withoutFootnoteMarks(reading: Reading): Reading {
  const edits: Edit[] = []
  for (const match of reading.text.matchAll(strayMark)) {
    const before = reading.text.slice(Math.max(0, match.index - 12), match.index)
    if (match[0].startsWith('[') && before.slice(before.lastIndexOf('\n') + 1).trim() === '') continue
    if (/^\d/.test(match[0]) && countsAfter.test(before)) continue
    edits.push({ start: match.index, end: match.index + match[0].length, text: '' })
  }
  return edited(reading, withUnopenedQuotes(reading.text, edits))
}

/** A closing quotation mark after a full stop that nothing opened is a footnote mark misread. */
function withUnopenedQuotes(text: string, edits: Edit[]): Edit[] {
  const more: Edit[] = []
  for (const match of text.matchAll(/(?<=[a-z0-9)]\.)'(?=\s)/g)) {
    const from = Math.max(0, match.index - 600)
    const paragraph = text.slice(from, match.index).split('\n\n').at(-1) ?? ''
    if (!/(?:^|[\s("])'\w/.test(paragraph)) more.push({ start: match.index, end: match.index + 1, text: '' })
  }
  return more.length === 0 ? edits : [...edits, ...more].sort((a, b) => a.start - b.start)
}
