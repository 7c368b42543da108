import { dateLine } from './dates.ts'
import { type Line, linesOf } from './lines.ts'
import { type Edit, edited, type Reading } from './reading.ts'

/** What the running heads of a letter's later pages say of it. */
export interface RunningHeads {
  name: string | null
  date: string | null
}

const pageNumber =
  /^(?:[-\u2013\u2014|[(]\s?)?(?:page|pg\.?|p\.)\s?\d{1,3}(?:\s?(?:of|\/)\s?\d{1,3})?(?:\s?[-\u2013\u2014|\])])?$/i
const bareNumber =
  /^(?:[-\u2013\u2014]\s?\d{1,3}\s?[-\u2013\u2014]|\d{1,3}\s(?:of|\/)\s\d{1,3}|\[\s?\d{1,3}\s?\])$/
const inlineHead = /^.{3,60}[,|\u2013\u2014-]?\s{1,6}(?:page|pg\.?)\s?\d{1,3}(?:\s?of\s?\d{1,3})?$/i
const addressed =
  /^(?:the\s)?(?:hon(?:orable|\.)?|mr\.?|mrs\.?|ms\.?|dr\.?|secretary|administrator|director|commissioner|chair(?:man|woman|person)?|attorney general|general|ambassador|acting|chief|inspector general)\s.{2,60}$/i

/**
 * The text without page numbers and running heads ("The Honorable ... / date / Page 2"), which otherwise stand in the
 * middle of lists, and what those heads say: a letter that lost its first page is still addressed and dated by them.
 */
export function withoutRunningHeads(reading: Reading): { reading: Reading; heads: RunningHeads } {
  const lines = linesOf(reading.text).filter(line => !line.isBlank)
  const dropped = new Set<number>()
  const heads: RunningHeads = { name: null, date: null }
  const take = (i: number): boolean => {
    const line = lines[i]
    if (line === undefined || dropped.has(i)) return false
    const date = dateLine(line.text)
    if (date === null && !addressed.test(line.text.slice(0, 100))) return false
    if (date !== null) heads.date ??= date
    else heads.name ??= line.text
    dropped.add(i)
    return true
  }
  lines.forEach((line, i) => {
    if (line.text.length > 90) return
    if (pageNumber.test(line.text)) {
      dropped.add(i)
      const above = take(i - 1)
      if (above && take(i - 2)) take(i - 3)
      if (!above && i > 2 && take(i + 1)) take(i + 2)
    } else if (bareNumber.test(line.text)) dropped.add(i)
    else if (i > 2 && inlineHead.test(line.text) && (addressed.test(line.text) || hasDate(line.text)))
      dropped.add(i)
  })
  lines.forEach((_, i) => {
    if (isLonePageNumber(lines, i, dropped)) dropped.add(i)
  })
  return {
    reading: withoutInlineHeads(edited(reading, editsOf(lines, dropped))),
    heads
  }
}

const inlineHeadOrPage =
  /(?<=\S)\s(?:The\sHonorable|Hon\.|Mr\.|Ms\.|Mrs\.|Dr\.|Secretary|Administrator|Director|Chairman|Commissioner)\s(?:[A-Z][\w.'-]{0,20}\s){1,4}(?:[A-Z][a-z]{2,8}\s\d{1,2},\s?\d{4}\s)?Page\s\d{1,3}(?:\sof\s\d{1,3})?(?=\s)|(?<=\S)\sPage\s\d{1,3}\sof\s\d{1,3}(?=\s)/g

/** Running heads in the middle of a line, where a scan's line breaks were lost. */
function withoutInlineHeads(reading: Reading): Reading {
  const found = [...reading.text.matchAll(inlineHeadOrPage)]
  return edited(
    reading,
    found.map(m => ({ start: m.index, end: m.index + m[0].length, text: '' }))
  )
}

const hasDate = (text: string): boolean => /\b(?:19|20)\d\d\b/.test(text)

/** A number alone in mid-sentence, where no list item could stand. */
function isLonePageNumber(lines: Line[], i: number, dropped: Set<number>): boolean {
  const line = lines[i]
  if (line === undefined || !/^\d{1,2}$/.test(line.text) || dropped.has(i)) return false
  const before = lines[i - 1]
  const after = lines[i + 1]
  if (before === undefined || after === undefined) return before !== undefined
  return dropped.has(i + 1) || (/[a-z,-]$/.test(before.text) && /^[a-z]/.test(after.text))
}

/** Each run of furniture goes with the blank lines around it: whether a paragraph runs on over the page is for its lines to say. */
function editsOf(lines: Line[], dropped: Set<number>): Edit[] {
  const edits: Edit[] = []
  for (let i = 0; i < lines.length; i++) {
    if (!dropped.has(i)) continue
    const first = lines[i]
    const before = lines[i - 1]
    while (dropped.has(i + 1)) i++
    const last = lines[i]
    const after = lines[i + 1]
    if (first === undefined || last === undefined) continue
    const start = before === undefined || after === undefined ? first.from : before.to
    edits.push({ start, end: after === undefined ? last.to : after.from, text: '' })
  }
  return edits
}
