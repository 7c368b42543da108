import { type Edit, edited, type Reading } from './reading.ts'

/** UTF-8 read as Windows-1252, as web pages and old databases give it. */
const misread: Record<string, string> = {
  '\u00e2\u20ac\u2122': "'",
  '\u00e2\u20ac\u02dc': "'",
  '\u00e2\u20ac\u0153': '"',
  '\u00e2\u20ac\u009d': '"',
  '\u00e2\u20ac\ufffd': '"',
  '\u00e2\u20ac\u201c': '\u2013',
  '\u00e2\u20ac\u201d': '\u2014',
  '\u00e2\u20ac\u00a2': '\u2022',
  '\u00e2\u20ac\u00a6': '...',
  '\u00c2\u00a7': '\u00a7',
  '\u00c2 ': ' '
}
const misreadMark = /\u00e2\u20ac[\u2122\u02dc\u0153\u009d\ufffd\u201c\u201d\u00a2\u00a6]|\u00c2[\u00a7 ]/g
/** What is left where the second half of a misread mark was lost: "Agency\u00e2s", "\u00e2so called\u00e2?", " \u00e2 ". */
const halfMark =
  /(?<=[A-Za-z])\u00e2(?=(?:s|t|re|ve|ll|d|m)\b)|(?<=[\s(]|^)\u00e2(?=[A-Za-z])|\u00e2\?|(?<=\s)\u00e2(?=\s)/g
const lostMark = /\ufffd/g
const innerMark = /(?<=[A-Za-z])\?(?=[a-z])/g
const openingMark = /(?<=[\s(,]|^)\?(?=[A-Za-z])/g
const closingMark = /(?<=[A-Za-z.,])\?(?=[\s,.;)])/
const farthestClosing = 300

/**
 * Quotation marks and apostrophes that a copy turned into other characters are read as what they were. Where a text has
 * "Department?s" and the like, a question mark inside a word or before one is a lost mark, not the end of a question.
 */
export function withoutGarbledMarks(reading: Reading): Reading {
  const { text } = reading
  const edits: Edit[] = []
  for (const m of text.matchAll(misreadMark))
    edits.push({ start: m.index, end: m.index + m[0].length, text: misread[m[0]] ?? ' ' })
  for (const m of text.includes('\u00e2') ? text.matchAll(halfMark) : [])
    edits.push({ start: m.index, end: m.index + m[0].length, text: halfAt(text, m.index) })
  for (const m of text.matchAll(lostMark))
    edits.push({ start: m.index, end: m.index + 1, text: lostAt(text, m.index) })
  for (const edit of questionMarks(text)) edits.push(edit)
  edits.sort((a, b) => a.start - b.start)
  return edited(
    reading,
    edits.filter((edit, i) => i === 0 || edit.start >= (edits[i - 1]?.end ?? 0))
  )
}

function halfAt(text: string, at: number): string {
  const before = text.charAt(at - 1)
  if (/\s/.test(before) && /\s/.test(text.charAt(at + 1))) return '\u2013'
  return /[A-Za-z]/.test(before) && text.charAt(at + 1) !== '?' ? "'" : '"'
}

function lostAt(text: string, at: number): string {
  const before = text.charAt(at - 1)
  const after = text.charAt(at + 1)
  if (/[a-z]/i.test(before) && /[a-z]/i.test(after)) return "'"
  return (before === '' || before === '\n') && after === ' ' ? '\u2022' : '"'
}

function questionMarks(text: string): Edit[] {
  const inner = [...text.matchAll(innerMark)].filter(m => !inAddress(text, m.index))
  if (inner.length < 2) return []
  const edits: Edit[] = inner.map(m => ({ start: m.index, end: m.index + 1, text: "'" }))
  for (const m of text.matchAll(/(?<=[a-z]{3})\?(?=[A-Z][a-z])/g))
    edits.push({ start: m.index, end: m.index + 1, text: '-' })
  let from = 0
  for (const m of text.matchAll(openingMark)) {
    if (m.index < from) continue
    edits.push({ start: m.index, end: m.index + 1, text: '"' })
    const close = closingMark.exec(text.slice(m.index + 1, m.index + farthestClosing))
    from = m.index + 1
    if (close === null) continue
    const at = m.index + 1 + close.index
    edits.push({ start: at, end: at + 1, text: '"' })
    from = at + 1
  }
  return edits
}

/** A web address holds question marks of its own. */
function inAddress(text: string, at: number): boolean {
  const around = text.slice(Math.max(0, at - 60), at + 30)
  const word = around.slice(0, 60).split(/\s/).at(-1) ?? ''
  return /[/@]|www\./.test(word) || /^\?\w+=/.test(text.slice(at, at + 20))
}
